import type { RunResult } from '../../src/runner/results.ts';
import { playsOf } from '../../src/scenario/derive-risk.ts';
import type { Scenario } from '../../src/scenario/load.ts';
import type { Step } from '../../src/scenario/schema.ts';
import { verbOf, type Verb } from '../../src/scenario/verb-names.ts';

/** Steps that judge by what they are; others do where they have `expect`. */
const JUDGING: readonly Verb[] = [
  'expect',
  'in-order',
  'silence',
  'expect-close',
  'no-arrival',
  'download',
  'upload',
];

/** A step that a server can fail or be warned for. */
export interface JudgingStep {
  readonly scenario: Scenario;
  /** `suites/login.yaml:27:7` */
  readonly place: string;
}

/** The steps of scenarios' own that judge, nested ones too; what comes before and after them does not. */
export function judgingSteps(scenarios: readonly Scenario[]): JudgingStep[] {
  return scenarios.flatMap((scenario) => {
    const judging = playsOf(scenario.steps).flatMap(({ step }) => (judges(step) ? [step] : []));
    return judging.map((step) => ({ scenario, place: placeOf(scenario, step) }));
  });
}

function judges(step: Step): boolean {
  if ('check' in step) return step.otherwise === undefined || /^(warn|fail)/.test(step.otherwise);
  const verb = verbOf(step);
  return (
    (verb !== undefined && JUDGING.includes(verb)) || ('expect' in step && step.expect !== 'either')
  );
}

function placeOf({ source }: Scenario, step: Step): string {
  const { line, column } = source.position(step);
  return `${source.file}:${line}:${column}`;
}

/** The places where a run found that something does not hold. */
export function deviatingPlaces({ scenarios }: RunResult): string[] {
  return scenarios.flatMap(({ problems }) =>
    problems.flatMap(({ outcome, where }) =>
      where && outcome !== 'error' ? [`${where.file}:${where.line}:${where.column}`] : [],
    ),
  );
}
