import type { Scenario } from '../scenario/load.ts';
import type { RunStart } from './events.ts';
import type { RunOptions } from './options.ts';

/** What is told of a run before anything is known of its target. */
export function runStart(
  {
    name: target,
    label,
    seed,
    isSelection,
    shard,
  }: Pick<RunOptions, 'name' | 'label' | 'seed' | 'isSelection' | 'shard'>,
  scenarios: readonly Scenario[],
  startedAt: Date,
): RunStart {
  const ids = scenarios.map(({ id }) => id);
  return {
    target,
    label,
    scenarios: ids.length,
    seed,
    startedAt,
    isSelection,
    shard: shard && { index: shard.index, total: shard.total },
    planned: shard?.planned ?? ids,
  };
}
