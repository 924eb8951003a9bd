import type { ReadRun } from '../report/results-schema.ts';
import type { Totals } from '../runner/results.ts';
import { columnOf, wasPlayed } from '../runner/to-result.ts';
import { UsageError } from './exit.ts';
import type { TargetNames } from './plan-jobs.ts';

/**
 * Ids of the scenarios that failed or were not judged in an earlier run of a target, and of those in which a rule was
 * broken.
 * @param path where the runs were read
 * @throws UsageError where no run was of this target
 */
export function lastFailed(
  runs: readonly ReadRun[],
  { name, label }: TargetNames,
  { path, strict }: { readonly path: string; readonly strict: boolean },
): Set<string> {
  const bad: readonly (keyof Totals)[] = strict ? ['fail', 'error', 'warn'] : ['fail', 'error'];
  const named = runs.filter((run) => run.label === label);
  // The port may be another one.
  const run = named.length === 1 ? named[0] : named.find(({ target }) => target === name);
  if (!run)
    throw new UsageError(`${path} tells of no run of ${name}; play it without --last-failed first`);
  const failed = run.scenarios.filter((one) => bad.includes(columnOf(one)) || !wasPlayed(one));
  const broken = run.rules
    .filter((one) => bad.includes(columnOf(one)))
    .flatMap(({ problems }) => problems);
  return new Set([...failed.map(({ id }) => id), ...broken.map(({ scenario }) => scenario)]);
}
