import { Random } from '../support/random.ts';
import type { Behaviour } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours/index.ts';

/** Those whose id is one of these, in which a star stands for any letters; all where none is named. */
export function matching(wanted: readonly string[]): readonly Behaviour[] {
  if (wanted.length === 0) return BEHAVIOURS;
  const patterns = wanted.map((one) => new RegExp(`^${one.replaceAll('*', '.*')}$`));
  return BEHAVIOURS.filter(({ id }) => patterns.some((pattern) => pattern.test(id)));
}

/** So many of them, the same for the same seed, in the order of the table. */
export function sample(from: readonly Behaviour[], size: number, seed: number): Behaviour[] {
  const random = new Random(seed);
  const left = [...from];
  const taken = new Set<Behaviour>();
  while (taken.size < size && left.length > 0)
    for (const one of left.splice(random.below(left.length), 1)) taken.add(one);
  return from.filter((one) => taken.has(one));
}
