import type { ScenarioResult, Totals } from './results.ts';
import { columnOf } from './to-result.ts';

/** From the least to what says most of a scenario that ends otherwise each time. */
const RANKS: readonly (keyof Totals)[] = ['skip', 'pass', 'warn', 'known', 'error', 'fail'];

/** Several turns of one scenario as one result: the worst of them, which tells how all ended. */
export function ofTurns(turns: readonly [ScenarioResult, ...ScenarioResult[]]): ScenarioResult {
  const rank = (one: ScenarioResult): number => RANKS.indexOf(columnOf(one));
  const worst = turns.reduce((one, other) => (rank(other) > rank(one) ? other : one));
  const outcomes = turns.map(({ outcome }) => outcome);
  return {
    ...worst,
    // Each is measured from the beginning of the first.
    durationMs: Math.max(...turns.map(({ durationMs }) => durationMs)),
    info: [...worst.info, `played ${turns.length} times: ${countTurns(outcomes)}`],
    turns: outcomes,
  };
}

/** `2 fail, 3 pass` */
export function countTurns(turns: ScenarioResult['turns']): string {
  const kinds = [...new Set(turns)].sort();
  return kinds.map((kind) => `${turns.filter((one) => one === kind).length} ${kind}`).join(', ');
}

/** Whether a scenario does not end alike each time. */
export function isFlaky({ turns }: Pick<ScenarioResult, 'turns'>): boolean {
  return new Set(turns).size > 1;
}
