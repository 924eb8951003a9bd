import { notJudged } from './not-judged.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Scenario } from '../scenario/load.ts';
import type { Played, PlacedDeviation } from '../scenario/play.ts';
import {
  type Outcome,
  OUTCOMES,
  type Problem,
  type RuleResult,
  type RunResult,
  type ScenarioResult,
  type Totals,
} from './results.ts';

/** When, how long, and what was said. */
export interface Circumstances {
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly transcript: readonly string[];
  readonly rerun: string;
}

/** A played scenario as a result to report. */
export function scenarioResult(
  scenario: Scenario,
  played: Pick<Played, 'outcome' | 'reason' | 'deviations' | 'info'>,
  circumstances: Circumstances,
  catalogue: Catalogue,
): ScenarioResult {
  const { id, title, suite, level, risk, covers, source } = scenario;
  return {
    id,
    title,
    suite,
    level,
    risk,
    covers,
    outcome: played.outcome,
    reason: played.reason,
    known: undefined,
    startedAt: circumstances.startedAt,
    durationMs: circumstances.durationMs,
    file: source.file,
    line: source.position(scenario).line,
    problems: played.deviations.map((deviation) => problem(scenario, deviation, catalogue)),
    info: played.info,
    transcript: circumstances.transcript,
    turns: [],
    rerun: circumstances.rerun,
  };
}

/** What befell a scenario as a whole, before, after or outside of its steps, breaks none of its requirements. */
function problem(scenario: Scenario, deviation: PlacedDeviation, catalogue: Catalogue): Problem {
  const { covers, source } = scenario;
  const requirement =
    deviation.at === scenario ? undefined : catalogue.requirements.get(covers[0] ?? '');
  const position = source.position(deviation.at);
  return {
    outcome: deviation.outcome,
    expected: deviation.expected,
    actual: deviation.actual,
    ruling: deviation.ruling,
    requirement: requirement && {
      id: requirement.id,
      section: requirement.section,
      text: requirement.text,
    },
    where: { file: source.file, ...position, excerpt: source.excerpt(position) },
  };
}

const NOT_PLAYED = 'not played: ';

/** Whether a scenario had its turn before the run ended. */
export function wasPlayed({
  outcome,
  reason,
}: Pick<ScenarioResult, 'outcome' | 'reason'>): boolean {
  return outcome !== 'skip' || !reason.startsWith(NOT_PLAYED);
}

/** A scenario that was selected, and that an early end left out. */
export function notPlayed(scenario: Scenario, stopped: string, rerun: string): ScenarioResult {
  const { id, title, suite, level, risk, covers, source } = scenario;
  return {
    id,
    title,
    suite,
    level,
    risk,
    covers,
    outcome: 'skip',
    reason: `${NOT_PLAYED}${stopped}`,
    known: undefined,
    startedAt: new Date(),
    durationMs: 0,
    file: source.file,
    line: source.position(scenario).line,
    problems: [],
    info: [],
    transcript: [],
    turns: [],
    rerun,
  };
}

/** A target that never came as far as its first scenario. */
export function unjudged(
  known: Pick<RunResult, 'target' | 'label' | 'seed' | 'startedAt'> & {
    readonly stopped: string;
  },
  selected: readonly Scenario[],
): RunResult {
  // There is nothing that would play one again before the target is there.
  const scenarios = selected.map((scenario) => notPlayed(scenario, known.stopped, ''));
  return {
    ...known,
    server: '',
    durationMs: Date.now() - known.startedAt.getTime(),
    jobs: 0,
    scenarios,
    rules: [],
    totals: totals(scenarios),
    waitedLess: [],
    notJudged: notJudged(scenarios),
    extent: 'part',
    ledger: undefined,
    leftovers: [],
  };
}

/** How many of each outcome, scenarios and rules together. */
export function totals(results: readonly Pick<RuleResult, 'outcome' | 'known'>[]): Totals {
  const counts = Object.fromEntries([...OUTCOMES, 'known'].map((name) => [name, 0])) as Record<
    keyof Totals,
    number
  >;
  for (const result of results) counts[columnOf(result)]++;
  return counts;
}

/** Where a result counts: what is known and does not pass counts apart. */
export function columnOf({
  outcome,
  known,
}: {
  readonly outcome: Outcome;
  readonly known: object | null | undefined;
}): keyof Totals {
  return known && (outcome === 'fail' || outcome === 'warn') ? 'known' : outcome;
}
