import type { Outcome, RunResult, ScenarioResult, Totals } from '../../runner/results.ts';
import { columnOf, totals, wasPlayed } from '../../runner/to-result.ts';
import { countTurns, isFlaky } from '../../runner/turns.ts';
import { explainRule, explainScenario, explainWarning } from './explain.ts';
import { ledgerLines } from './ledger.ts';
import { overview, slowest } from './overview.ts';
import { leftoverLines } from './leftovers.ts';
import { profileLines } from './profile.ts';
import type { ReporterContext } from '../common/context.ts';
import { groupBy } from '../common/groups.ts';
import { MARKS, marked, type Style } from '../common/style.ts';
import { table } from '../common/table.ts';
import { beside, count, cut, duration, indent, oneLine, printable, wrap } from '../common/text.ts';

const COLUMNS: readonly (keyof Totals)[] = ['pass', 'warn', 'fail', 'known', 'skip', 'error'];

export const NOTHING: Totals = {
  pass: 0,
  warn: 0,
  fail: 0,
  known: 0,
  skip: 0,
  error: 0,
};

const RULES = 'rules';

/** How many causes of skips the last screen tells. */
const CAUSES = 4;

/** What a verdict without a failure is about. */
const EXTENTS: Readonly<Record<RunResult['extent'], string>> = {
  whole: 'conforms',
  chosen: 'conforms in what was chosen',
  part: 'conforms in what could be judged',
};

/** How many of a group's scenarios are named. */
const NAMED = 4;

/** Characters of a verdict that are always shown in the table of targets: `does not conform`. */
const LEAST_VERDICT = 16;

/** Characters of a name that are always shown in the table of totals. */
const LEAST_NAME = 8;

/** What a person has to look at: failures and errors in full, the rest shorter. */
export function details(
  run: RunResult,
  { strict, warnings, profile }: Pick<ReporterContext, 'strict' | 'warnings' | 'profile'>,
  style: Style,
): string[] {
  const bad = (column: keyof Totals) =>
    column === 'fail' || column === 'error' || (strict && column === 'warn');
  const rules = run.rules.filter(({ problems, known }) => problems.length > 0 && !known);
  const warned = strict ? [] : run.scenarios.filter((one) => columnOf(one) === 'warn');
  const failed = run.scenarios.filter((one) => bad(columnOf(one)));
  return [
    ...section('Failures', apart(failed.map((result) => explainScenario(result, style))), style),
    ...section('Rules broken', apart(rules.map((rule) => explainRule(rule, style))), style),
    ...section(
      'Warnings',
      warnings ? warned.flatMap((result) => explainWarning(result, style)) : folded(warned, style),
      style,
    ),
    ...section('Skipped', skips(run.scenarios, style), style),
    ...section('Known', known(run, style), style),
    ...section('Ledger', ledgerLines(run), style),
    ...section('Profile', profile ? profileLines(run, style) : [], style),
  ];
}

function section(title: string, lines: readonly string[], { width, colors }: Style): string[] {
  if (lines.length === 0) return [];
  const rule = '─'.repeat(Math.max(0, Math.min(width, 100) - title.length - 1));
  return [`${colors.bold(title)} ${rule}`, ...lines, ''];
}

/** Blocks with an empty line between them. */
function apart(blocks: readonly (readonly string[])[]): string[] {
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

/** Warnings a line each, as far as the line is wide. */
function folded(warned: readonly ScenarioResult[], style: Style): string[] {
  const lines = warned.map((one) => {
    const text = `warn  ${oneLine(one.id)}: ${oneLine(one.title)}`;
    return marked('warn', cut(text, style.width - 2), style);
  });
  return lines.length === 0 ? [] : [...lines, style.colors.dim('--warnings tells them in full')];
}

/** What does not pass, and need not, a line each. */
function known(run: RunResult, { width, colors }: Style): string[] {
  return [...run.scenarios, ...run.rules].flatMap((one) =>
    one.known && columnOf(one) === 'known'
      ? beside(
          `~ ${one.outcome}  ${oneLine(one.id)}: `,
          oneLine(one.known.reason),
          width,
          colors.dim,
        )
      : [],
  );
}

/** Skipped scenarios by reason, the most frequent first. */
function skips(scenarios: readonly ScenarioResult[], style: Style): string[] {
  const skipped = scenarios.filter(({ outcome }) => outcome === 'skip');
  const reasons = groupBy(skipped, ({ reason }) => reason);
  return [...reasons]
    .sort(([, one], [, other]) => other.length - one.length)
    .flatMap(([reason, results]) => {
      const ids = results.map(({ id }) => oneLine(id));
      const more = ids.length > NAMED ? `, … and ${ids.length - NAMED} more` : '';
      return [
        ...beside(`- ${ids.length} skipped: `, printable(reason), style.width),
        ...indent(wrap(ids.slice(0, NAMED).join(', ') + more, style.width - 4), 4).map(
          style.colors.dim,
        ),
      ];
    });
}

/** The table of suites, the verdict, and what is needed to do it again. */
export function summary(
  run: RunResult,
  planned: number | undefined,
  strict: boolean,
  style: Style,
): string[] {
  const missing = planned === undefined ? 0 : planned - run.scenarios.filter(wasPlayed).length;
  const facts: readonly (readonly [string, string])[] = [
    ['target', run.target],
    ['server', run.server],
    ['ledger', run.ledger?.file ?? ''],
    ['time', duration(run.durationMs) + (run.jobs > 0 ? ` with ${count(run.jobs, 'job')}` : '')],
    ['slowest', slowest(run)],
    ['seed', run.seed],
    ['flaky', flaky(run)],
    ...run.waitedLess.slice(0, NAMED).map((line) => ['waits', line] as const),
    ...leftoverLines(run).map((line) => ['left', line] as const),
    ...skippedFacts(run.notJudged),
    ['not run', missing > 0 ? `${missing} of ${count(planned ?? 0, 'scenario')}` : ''],
  ];
  return [
    ...suiteTable(run, style),
    '',
    ...facts
      .filter(([, value]) => value !== '')
      .flatMap(([label, value]) =>
        beside(label.padEnd(9), oneLine(value), style.width, style.colors.dim),
      ),
    '',
    ...overview(run, strict, style),
    ...verdict(run, strict, style),
    ...wayOut(run, style),
  ];
}

/** Where scenarios were played several times: those that did not end alike. */
function flaky({ scenarios }: RunResult): string {
  if (!scenarios.some(({ turns }) => turns.length > 1)) return '';
  const found = scenarios.filter(isFlaky);
  const lines = found.map(({ id, turns }) => `${id} (${countTurns(turns)})`);
  return lines.length === 0 ? 'none' : lines.join(', ');
}

/** The causes that kept scenarios from being judged: the commonest of them, as the list above has all. */
function skippedFacts(groups: RunResult['notJudged']): (readonly [string, string])[] {
  const shown = groups.slice(0, CAUSES);
  const others = groups.slice(CAUSES).reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  return [
    ...shown.map(
      ({ cause, scenarios }) =>
        ['skipped', `${count(scenarios.length, 'scenario')} not judged: ${cause}`] as const,
    ),
    ...(others > 0 ? [['skipped', `${others} more for other reasons`] as const] : []),
  ];
}

/** Why a target cannot be reached is the question that the other command answers. */
function wayOut({ target, scenarios, stopped }: RunResult, { width }: Style): string[] {
  // A directory that cannot be entered, and who is to log in, are none of its questions.
  if (stopped !== undefined && /^(?:"CWD |no user was named)/.test(stopped)) return [];
  const isShut =
    stopped !== undefined && !/^interrupted\b/.test(stopped) && !scenarios.some(wasPlayed);
  if (!isShut || !/^ftp(?:e?s)?:/.test(target)) return [];
  return wrap(`\`ftpspec diagnose ${oneLine(target)}\` looks for the cause`, width - 2).map(
    (line) => `  ${line}`,
  );
}

/** One sentence, with the mark of the outcome that the exit status tells. */
export function verdict(
  run: Omit<RunResult, 'scenarios' | 'rules'>,
  strict: boolean,
  style: Style,
): string[] {
  const { outcome, text } = verdictOf(run, strict);
  const [first = '', ...rest] = wrap(text, style.width - 2);
  const { color } = MARKS[outcome];
  return [
    style.colors.bold(marked(outcome, first, style)),
    ...indent(rest, 2).map((line) => style.colors.bold(style.colors[color](line))),
  ];
}

/** What came of a run as a whole, and the outcome that it is like. */
export function verdictOf(
  { totals, stopped, leftovers, ledger, extent }: Omit<RunResult, 'scenarios' | 'rules'>,
  strict: boolean,
): { readonly outcome: Outcome; readonly text: string } {
  const all = COLUMNS.reduce((sum, outcome) => sum + totals[outcome], 0);
  const failed = totals.fail + (strict ? totals.warn : 0);
  const parts = [
    [totals.pass, 'passed'],
    [totals.warn, 'warned'],
    [totals.fail, 'failed'],
    [totals.known, 'known'],
    [totals.skip, 'skipped'],
    [totals.error, 'not judged'],
  ] as const;
  const counts = parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
  const differing = ledger?.problems.length ?? 0;
  const butKnown = totals.known > 0 ? ', but for what is known' : '';
  const sum = all === 0 ? 'nothing was judged' : `${counts}, of ${all}`;
  const [outcome, text]: readonly [Outcome, string] =
    stopped !== undefined
      ? ['error', `stopped: ${printable(stopped)}; ${sum}`]
      : failed > 0
        ? ['fail', `does not conform: ${sum}${strict ? ' (warnings count as failures)' : ''}`]
        : totals.error > 0
          ? ['error', `not all could be judged: ${sum}`]
          : ledger && differing > 0
            ? ['fail', `differs from ${oneLine(ledger.file)} in ${differing}: ${sum}`]
            : totals.pass + totals.warn + totals.known === 0
              ? ['skip', sum]
              : leftovers.length > 0
                ? ['warn', `${EXTENTS[extent]}, but something is left on the target: ${sum}`]
                : [extent === 'part' ? 'warn' : 'pass', `${EXTENTS[extent]}${butKnown}: ${sum}`];
  return { outcome, text };
}

/** A word or two on a target, for a table. */
export function shortVerdict(
  { totals, stopped, leftovers, ledger }: Omit<RunResult, 'scenarios' | 'rules'>,
  strict: boolean,
): string {
  if (stopped !== undefined) return `not judged: ${printable(stopped)}`;
  if (totals.fail + (strict ? totals.warn : 0) > 0) return 'does not conform';
  if (totals.error > 0) return 'not all judged';
  if ((ledger?.problems.length ?? 0) > 0) return 'differs from the ledger';
  return leftovers.length > 0 ? 'conforms, leaves files' : 'conforms';
}

function suiteTable(run: RunResult, style: Style): string[] {
  const suites = groupBy(
    [
      ...run.scenarios,
      ...run.rules.map(({ outcome, known }) => ({ suite: RULES, outcome, known, durationMs: 0 })),
    ],
    ({ suite }) => suite,
  );
  const rows = [...suites].map(([name, results]) => ({
    name,
    totals: totals(results),
    time:
      name === RULES ? '' : duration(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  }));
  return totalsTable('suite', [...rows, { name: 'total', totals: run.totals, time: '' }], style);
}

/** Rows of counts, an outcome a column; what is known has one where there is a ledger. */
export function totalsTable(
  heading: string,
  rows: readonly {
    readonly name: string;
    readonly totals: Totals;
    readonly time: string;
    readonly verdict?: string;
  }[],
  { width, colors }: Style,
): string[] {
  const isKnown = rows.some((row) => row.totals.known > 0);
  const columns = COLUMNS.filter((column) => column !== 'known' || isKnown);
  const hasVerdict = rows.some(({ verdict }) => verdict !== undefined);
  const head = [heading, ...columns, 'time', ...(hasVerdict ? ['verdict'] : [])];
  const body = rows.map((row) => [
    oneLine(row.name),
    ...columns.map((column) => ({
      text: String(row.totals[column]),
      paint: row.totals[column] === 0 ? colors.dim : colors[MARKS[column].color],
    })),
    row.time,
    ...(hasVerdict ? [oneLine(row.verdict ?? '')] : []),
  ]);
  const counts = columns.map(() => ({ align: 'right' }) as const);
  return table(
    [head.map((text) => ({ text, paint: colors.dim })), ...body],
    [
      { least: LEAST_NAME },
      ...counts,
      { align: 'right', optional: true },
      ...(hasVerdict ? [{ least: LEAST_VERDICT }] : []),
    ],
    width,
  );
}
