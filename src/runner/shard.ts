import type { Scenario } from '../scenario/load.ts';

/** One of several machines that play a part each. */
export interface Shard {
  /** from 1 */
  readonly index: number;
  readonly total: number;
}

/** What is thought of a scenario that nobody has played yet, in milliseconds: most are quick, some exist to wait. */
const GUESS = { quick: 500, waits: 15_000 } as const;

/**
 * The scenarios of one shard, in the order of the scripts: all shards have each once, and roughly the same to do. Those
 * that want the server for themselves are dealt apart, as the others play side by side.
 * @param msOf how long one took before, where that is known; all shards have to be told the same
 */
export function ofShard(
  scenarios: readonly Scenario[],
  { index, total }: Shard,
  msOf: (id: string) => number | undefined,
): Scenario[] {
  const costOf = ({ id, waits }: Scenario): number =>
    msOf(id) ?? (waits ? GUESS.waits : GUESS.quick);
  const alone = scenarios.filter(({ exclusive }) => exclusive);
  const beside = scenarios.filter(({ exclusive }) => !exclusive);
  // What is left over of few goes to the first shards of one group, and to the last of the other.
  const own = new Set([
    ...(deal(alone, total, costOf)[index - 1] ?? []),
    ...(deal(beside, total, costOf)[total - index] ?? []),
  ]);
  return scenarios.filter((one) => own.has(one));
}

/** The longest first, each to whom has the least to do by then. */
function deal<Item>(
  items: readonly Item[],
  hands: number,
  costOf: (item: Item) => number,
): Item[][] {
  const dealt = Array.from({ length: hands }, () => ({ cost: 0, items: [] as Item[] }));
  for (const item of [...items].sort((one, other) => costOf(other) - costOf(one))) {
    const next = dealt.reduce((least, one) => (one.cost < least.cost ? one : least));
    next.items.push(item);
    next.cost += costOf(item);
  }
  return dealt.map((hand) => hand.items);
}
