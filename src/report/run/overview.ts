import type { RuleResult, RunResult, ScenarioResult, Totals } from '../../runner/results.ts';
import { sentenceOf } from '../../scenario/outcomes.ts';
import { columnOf } from '../../runner/to-result.ts';
import { marked, type Style } from '../common/style.ts';
import { duration, indent, oneLine, wrap } from '../common/text.ts';

/** Failures that have a line in the end. */
const MOST = 30;
/** Lines that one of them takes. */
const LINES = 3;

/** What did not pass, a line each, for the last screen; the details are far above. */
export function overview(run: RunResult, strict: boolean, style: Style): string[] {
  const bad: readonly (keyof Totals)[] = strict ? ['fail', 'error', 'warn'] : ['fail', 'error'];
  const failed = [...run.scenarios, ...run.rules].filter((one) => bad.includes(columnOf(one)));
  // One failure stands near enough.
  if (failed.length < 2) return [];
  const lines = failed.slice(0, MOST).flatMap((one) => {
    const text = oneLine([one.id, one.title, oneReason(one)].join(': '));
    const [first = '', ...rest] = atMost(LINES, wrap(text, style.width - 2));
    return [marked(one.outcome, first, style), ...indent(rest, 2)];
  });
  const more = failed.length - MOST;
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : []), ''];
}

/** What was expected and what came; where the title says the one already, the other. */
function oneReason({ title, outcome, reason, problems }: ScenarioResult | RuleResult): string {
  const problem = problems.find((one) => one.outcome === outcome);
  return problem ? sentenceOf(problem, title) : reason;
}

/** The first lines; the last of them says where there are more. */
function atMost(most: number, lines: readonly string[]): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1] ?? ''} …`];
}

/** Milliseconds from which a scenario is worth naming. */
const SLOW = 5000;
const NAMED = 3;

/** The scenarios that took longest: `security/wrong-passwords 75.1 s, …`; empty where none was slow. */
export function slowest({ scenarios }: RunResult): string {
  const byTime = (one: ScenarioResult, other: ScenarioResult) => other.durationMs - one.durationMs;
  return scenarios
    .filter(({ durationMs }) => durationMs >= SLOW)
    .sort(byTime)
    .slice(0, NAMED)
    .map(({ id, durationMs }) => `${id} ${duration(durationMs)}`)
    .join(', ');
}
