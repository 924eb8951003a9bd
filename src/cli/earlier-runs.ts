import type { ReadRun } from '../report/results-schema.ts';
import { groupBy } from '../report/common/groups.ts';
import { textOf } from './read-file.ts';

/** The runs in the results.json that an option names. @throws UsageError, ResultsError */
export async function runsIn(path: string, option: string): Promise<ReadRun[]> {
  const { readRuns } = await import('../report/read-results.ts');
  return readRuns(await textOf(path, option), path);
}

/** How long each scenario took in earlier runs, on average, in milliseconds. @throws UsageError, ResultsError */
export async function durationsIn(
  path: string | undefined,
): Promise<(id: string) => number | undefined> {
  const runs = path === undefined ? [] : await runsIn(path, 'durations');
  const played = runs
    .flatMap(({ scenarios }) => scenarios)
    .filter(({ durationMs }) => durationMs > 0);
  const byId = groupBy(played, ({ id }) => id);
  return (id) => {
    const turns = byId.get(id);
    return turns && turns.reduce((sum, { durationMs }) => sum + durationMs, 0) / turns.length;
  };
}
