import type { Outcome, RunResult, ScenarioResult, Totals } from '../../runner/results.ts';
import { wasPlayed } from '../../runner/to-result.ts';
import { explainRule, explainScenario, explainWarning } from './explain.ts';
import { leftoverLines } from './leftovers.ts';
import { groupBy } from '../shared/groups.ts';
import { MARKS, marked, type Style } from '../shared/style.ts';
import { table } from '../shared/table.ts';
import { beside, count, duration, indent, oneLine, printable, wrap } from '../shared/text.ts';

const COLUMNS: readonly Outcome[] = ['pass', 'warn', 'fail', 'skip', 'error'];

export const NOTHING: Readonly<Record<Outcome, number>> = {
  pass: 0,
  warn: 0,
  fail: 0,
  skip: 0,
  error: 0,
};

const RULES = 'rules';

/** How many of a group's scenarios are named. */
const NAMED = 4;

/** Characters of a name that are always shown in the table of totals. */
const LEAST_NAME = 8;

/** What a person has to look at: failures and errors in full, the rest shorter. */
export function details(run: RunResult, strict: boolean, style: Style): string[] {
  const bad = (outcome: Outcome) =>
    outcome === 'fail' || outcome === 'error' || (strict && outcome === 'warn');
  const rules = run.rules.filter(({ problems }) => problems.length > 0);
  const warned = strict ? [] : run.scenarios.filter(({ outcome }) => outcome === 'warn');
  const failed = run.scenarios.filter(({ outcome }) => bad(outcome));
  return [
    ...section('Failures', apart(failed.map((result) => explainScenario(result, style))), style),
    ...section('Rules broken', apart(rules.map((rule) => explainRule(rule, style))), style),
    ...section(
      'Warnings',
      warned.flatMap((result) => explainWarning(result, style)),
      style,
    ),
    ...section('Skipped', skips(run.scenarios, style), style),
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
    ['time', `${duration(run.durationMs)} with ${count(run.jobs, 'job')}`],
    ['seed', run.seed],
    ...leftoverLines(run).map((line) => ['left', line] as const),
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
    ...verdict(run, strict, style),
    ...wayOut(run, style),
  ];
}

/** Why a target cannot be reached is the question that the other command answers. */
function wayOut({ target, scenarios, stopped }: RunResult, { width }: Style): string[] {
  // A directory that cannot be entered is none of its questions.
  if (stopped?.startsWith('"CWD ') === true) return [];
  const isShut =
    stopped !== undefined && !/^interrupted\b/.test(stopped) && !scenarios.some(wasPlayed);
  if (!isShut || !/^ftp(?:e?s)?:/.test(target)) return [];
  return wrap(`\`ftpspec diagnose ${oneLine(target)}\` looks for the cause`, width - 2).map(
    (line) => `  ${line}`,
  );
}

/** One sentence, with the mark of the outcome that the exit status tells. */
export function verdict(
  { totals, stopped, leftovers }: Pick<RunResult, 'totals' | 'stopped' | 'leftovers'>,
  strict: boolean,
  style: Style,
): string[] {
  const all = COLUMNS.reduce((sum, outcome) => sum + totals[outcome], 0);
  const failed = totals.fail + (strict ? totals.warn : 0);
  const parts = [
    [totals.pass, 'passed'],
    [totals.warn, 'warned'],
    [totals.fail, 'failed'],
    [totals.skip, 'skipped'],
    [totals.error, 'not judged'],
  ] as const;
  const counts = parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
  const sum = all === 0 ? 'nothing was judged' : `${counts}, of ${all}`;
  const [outcome, text]: readonly [Outcome, string] =
    stopped !== undefined
      ? ['error', `stopped: ${printable(stopped)}; ${sum}`]
      : failed > 0
        ? ['fail', `does not conform: ${sum}${strict ? ' (warnings count as failures)' : ''}`]
        : totals.error > 0
          ? ['error', `not all could be judged: ${sum}`]
          : totals.pass + totals.warn === 0
            ? ['skip', sum]
            : leftovers.length > 0
              ? ['warn', `conforms, but something is left on the target: ${sum}`]
              : ['pass', `conforms: ${sum}`];
  const [first = '', ...rest] = wrap(text, style.width - 2);
  const { color } = MARKS[outcome];
  return [
    style.colors.bold(marked(outcome, first, style)),
    ...indent(rest, 2).map((line) => style.colors.bold(style.colors[color](line))),
  ];
}

function suiteTable(run: RunResult, style: Style): string[] {
  const suites = groupBy(
    [
      ...run.scenarios,
      ...run.rules.map(({ outcome }) => ({ suite: RULES, outcome, durationMs: 0 })),
    ],
    ({ suite }) => suite,
  );
  const rows = [...suites].map(([name, results]) => ({
    name,
    totals: totalsOf(results),
    time:
      name === RULES ? '' : duration(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  }));
  return totalsTable('suite', [...rows, { name: 'total', totals: run.totals, time: '' }], style);
}

function totalsOf(results: readonly { readonly outcome: Outcome }[]): Totals {
  const totals = { ...NOTHING };
  for (const { outcome } of results) totals[outcome] += 1;
  return totals;
}

/** Rows of counts, an outcome a column. */
export function totalsTable(
  heading: string,
  rows: readonly { readonly name: string; readonly totals: Totals; readonly time: string }[],
  { width, colors }: Style,
): string[] {
  const head = [heading, ...COLUMNS, 'time'].map((text) => ({ text, paint: colors.dim }));
  const body = rows.map(({ name, totals, time }) => [
    oneLine(name),
    ...COLUMNS.map((outcome) => ({
      text: String(totals[outcome]),
      paint: totals[outcome] === 0 ? colors.dim : colors[MARKS[outcome].color],
    })),
    time,
  ]);
  const counts = COLUMNS.map(() => ({ align: 'right' }) as const);
  return table(
    [head, ...body],
    [{ least: LEAST_NAME }, ...counts, { align: 'right', optional: true }],
    width,
  );
}
