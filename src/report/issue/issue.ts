import type { Catalogue } from '../../catalogue/index.ts';
import type { Security } from '../../targets/url.ts';
import type { ReadRun } from '../results-schema.ts';
import { oneLine, printable } from '../common/text.ts';
import { HIDDEN_USER, reproduction } from './reproduce.ts';

/** What there is to report of a run: a scenario or a rule that did not pass. */
export interface Deviating {
  readonly run: ReadRun;
  readonly id: string;
}

type Result = ReadRun['scenarios'][number] | ReadRun['rules'][number];

/** What an id is in a run. */
export function resultOf({ run, id }: Deviating): Result | undefined {
  return [...run.scenarios, ...run.rules].find((one) => one.id === id);
}

/**
 * A bug report for those who maintain the server, in Markdown: what is asked for, what comes instead, and how to see
 * it. Who logged in is nobody's business.
 */
export function bugReport(deviating: Deviating, { requirements, rulings }: Catalogue): string {
  const result = resultOf(deviating);
  if (!result) return '';
  const { run } = deviating;
  const problem =
    result.problems.find(({ outcome }) => outcome === result.outcome) ?? result.problems[0];
  const shown =
    'rerun' in result
      ? result
      : run.scenarios.find(({ id }) => result.problems.some(({ scenario }) => scenario === id));
  const hide = withoutUser(run.target, shown?.rerun ?? '');
  const cited = result.covers.flatMap((id) => requirements.get(id) ?? []);
  const ruling =
    problem && 'ruling' in problem && problem.ruling !== null
      ? rulings.get(problem.ruling)
      : undefined;
  const lines = [
    `# Does not hold: ${oneLine(result.title)}`,
    '',
    `Server: ${hide(oneLine(run.server)) || 'it sends no greeting'}`,
    '',
    `Seen on ${run.startedAt.slice(0, 10)}.`,
    '',
    '## What the RFC says',
    '',
    ...cited.map(
      ({ rfc, section, level, text }) => `- ${rfc} section ${section} (${level}): ${text}`,
    ),
    ...(cited.length === 0 ? [`${result.level}: ${oneLine(result.title)}`] : []),
    ...(ruling ? ['', oneLine(ruling.ruling)] : []),
    '',
    '## What the server does',
    '',
    ...(problem
      ? [
          `- expected: ${hide(oneLine(problem.expected))}`,
          `- got: ${hide(oneLine(problem.actual))}`,
        ]
      : [hide(oneLine(result.reason))]),
    ...(problem && 'command' in problem && problem.command !== ''
      ? [`- after: ${hide(oneLine(problem.command))}`]
      : []),
    ...('unlisted' in result
      ? [`- so often: ${result.problems.length + result.unlisted} of ${result.exchanges} times`]
      : []),
    ...(shown ? evidence(shown, securityOf(run.target), hide) : []),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

/** The dialogue, and how to have it again. */
function evidence(
  { id, transcript, rerun }: ReadRun['scenarios'][number],
  security: Security,
  hide: (text: string) => string,
): string[] {
  const dialogue =
    transcript.length === 0
      ? []
      : [
          '',
          'The dialogue (`>` the client, `<` the server; seconds, and the name of the connection, before it):',
          '',
          ...fenced('', transcript.map(hide)),
          '',
          '## How to reproduce it',
          '',
          'In a shell where FTP_HOST, FTP_PORT, FTP_USER and FTP_PASSWORD are set:',
          '',
          ...fenced('sh', reproduction(transcript.map(hide), security)),
        ];
  // Of a container or the embedded server there is no scenario to play without it.
  const again = rerun === '' ? `ftpspec run ftp://USER@HOST --id ${id}` : hide(rerun);
  return [...dialogue, '', 'With ftpspec:', '', ...fenced('sh', [again])];
}

/** A block that nothing in it can end. */
function fenced(language: string, lines: readonly string[]): string[] {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines.map(oneLine), fence];
}

function securityOf(target: string): Security {
  const [scheme] = target.split(':', 1);
  return scheme === 'ftps' || scheme === 'ftpes' ? scheme : 'ftp';
}

/** Texts without the names of the accounts, which stand in the URL or in the command that plays again. */
function withoutUser(target: string, rerun: string): (text: string) => string {
  const [, inUrl = ''] = /^\w+:\/\/([^@/]+)@/.exec(target) ?? [];
  const inOptions = [...rerun.matchAll(/--(?:second|container)-user '?([^:\s]+):/g)].map(
    ([, name = '']) => name,
  );
  const names = [inUrl, ...inOptions].filter((name) => name !== '');
  const pattern = new RegExp(
    names.map((name) => `\\b${literal(name)}\\b${NOT_OURS}`).join('|'),
    'g',
  );
  return names.length === 0 ? String : (text) => text.replace(pattern, HIDDEN_USER);
}

/** The command, scratch directories and transcripts have words of ours, which may be the name of an account as well. */
const NOT_OURS = String.raw`(?! run\b|-[\da-f]{12}| password\))`;

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
