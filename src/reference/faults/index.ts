import { toBehaviour } from '../behaviours/from-data.ts';
import { Registry } from '../behaviours/registry.ts';
import { activeFaults } from './active.ts';
import { codesFaults } from './codes.ts';
import { duringTransferFaults } from './during-transfer.ts';
import { factsFaults } from './facts.ts';
import { featuresFaults } from './features.ts';
import { grammarFaults } from './grammar.ts';
import { hostFaults } from './host.ts';
import { limitsFaults } from './limits.ts';
import { listingsFaults } from './listings.ts';
import { loginFaults } from './login.ts';
import { mlstFaults } from './mlst.ts';
import { namesFaults } from './names.ts';
import { navigationFaults } from './navigation.ts';
import { parametersFaults } from './parameters.ts';
import { passiveFaults } from './passive.ts';
import { restartFaults } from './restart.ts';
import { tlsFaults } from './tls.ts';
import { transfersFaults } from './transfers.ts';
import type { Fault } from './fault.ts';
import builtin from './builtin.data.ts';

/** Faults that need code; a new one is a row in the table of its subject. The others are in faults/*.yaml. */
const IN_CODE: readonly Fault[] = [
  ...activeFaults,
  ...codesFaults,
  ...duringTransferFaults,
  ...factsFaults,
  ...featuresFaults,
  ...grammarFaults,
  ...hostFaults,
  ...limitsFaults,
  ...listingsFaults,
  ...loginFaults,
  ...mlstFaults,
  ...namesFaults,
  ...navigationFaults,
  ...parametersFaults,
  ...passiveFaults,
  ...restartFaults,
  ...tlsFaults,
  ...transfersFaults,
];

const registry = new Registry('fault', [...IN_CODE, ...builtin.map(toFault)]);

function toFault(data: (typeof builtin)[number]): Fault {
  return { ...toBehaviour(data), breaks: data.breaks };
}

/** Every fault that comes with the package, by id. */
export function builtinFaults(): readonly Fault[] {
  return registry.builtin;
}

/**
 * The faults that come with the package and those of files or folders, by id.
 * @throws ServeError for a file that describes none, and for an id that is taken
 */
export async function allFaults(paths: readonly string[]): Promise<readonly Fault[]> {
  if (paths.length === 0) return registry.builtin;
  const { loadFaults } = await import('./load.ts');
  return registry.with(paths.flatMap(loadFaults).map(toFault));
}

/**
 * The faults of these ids.
 * @throws ServeError for an id that there is not
 */
export function pickFaults(ids: readonly string[], faults: readonly Fault[]): Fault[] {
  return registry.pick(ids, faults);
}
