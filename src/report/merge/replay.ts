import type { Reporter } from '../../runner/events.ts';
import type { Joined } from './join.ts';

/** Tells reporters of joined runs as if they had just been played. */
export async function replay(runs: readonly Joined[], reporter: Reporter): Promise<void> {
  for (const { start, reached, seen, result } of runs) {
    const { target } = start;
    reporter.runStart?.(start);
    if (reached) reporter.reached?.(reached);
    for (const one of seen) reporter.rulesSeen?.(one);
    for (const one of result.scenarios) {
      reporter.scenarioStart?.({ target, id: one.id });
      reporter.scenarioEnd?.(target, one);
    }
    reporter.runEnd?.(result);
  }
  await reporter.finish?.(runs.map(({ result }) => result));
}
