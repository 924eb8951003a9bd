import type { Answer, Observation } from './observations.ts';
import type { ProbeContext } from './context.ts';

/** Milliseconds that a second look may take: all of its time, until one was in vain. */
export function patienceOf({ limits, seen }: Pick<ProbeContext, 'limits' | 'seen'>): number {
  return seen.some((one) => wasInVain(one, limits.patienceMs)) ? 0 : limits.patienceMs;
}

function wasInVain(one: Observation, ms: number): boolean {
  if (one.kind !== 'transfer') return false;
  const silent = (answer: Answer | undefined): boolean =>
    answer?.how === 'silence' && (answer.ms >= ms || answer.alive === true);
  return (
    (one.dataEnd === 'open' && one.gapMs >= ms) ||
    [one.setup, one.opened, one.completion].some(silent)
  );
}
