import { toBehaviour } from '../behaviours/from-data.ts';
import { Registry } from '../behaviours/registry.ts';
import { connectionsVariations } from './connections.ts';
import { factsVariations } from './facts.ts';
import { listingsVariations } from './listings.ts';
import { namesVariations } from './names.ts';
import { restartVariations } from './restart.ts';
import { sessionsVariations } from './sessions.ts';
import { storeVariations } from './store.ts';
import builtin from './builtin.data.ts';
import type { Variation } from './variation.ts';

/** Variations that need code; a new one is a row in the table of its subject. The others are in variations/*.yaml. */
const IN_CODE: readonly Variation[] = [
  ...connectionsVariations,
  ...factsVariations,
  ...listingsVariations,
  ...namesVariations,
  ...restartVariations,
  ...sessionsVariations,
  ...storeVariations,
];

const registry = new Registry('variation', [
  ...IN_CODE,
  ...builtin.map((data): Variation => ({ ...toBehaviour(data), allowedBy: data['allowed-by'] })),
]);

/** Every lawful variation of the embedded server, by id. */
export function builtinVariations(): readonly Variation[] {
  return registry.builtin;
}

/**
 * The variations of these ids.
 * @throws ServeError for an id that there is not
 */
export function pickVariations(ids: readonly string[]): Variation[] {
  return registry.pick(ids, registry.builtin);
}
