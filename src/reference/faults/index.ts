import { dataFolder } from '../../package/folders.ts';
import { ServeError } from '../errors.ts';
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
import type { Fault } from './hooks.ts';
import { loadFaults } from './load.ts';

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

let builtin: readonly Fault[] | undefined;

/** Every fault that comes with the package, by id. Its files are read once: nobody changes them meanwhile. */
export function builtinFaults(): readonly Fault[] {
  return (builtin ??= sorted([...IN_CODE, ...loadFaults(dataFolder('faults'))]));
}

/**
 * The faults that come with the package and those of files or folders, by id.
 * @throws ServeError for a file that describes none, and for an id that is taken
 */
export function allFaults(paths: readonly string[]): readonly Fault[] {
  const faults = sorted([...builtinFaults(), ...paths.flatMap(loadFaults)]);
  const twice = faults.find(({ id }, i) => id === faults[i + 1]?.id);
  if (twice) throw new ServeError(`There are two faults "${twice.id}"; give one another id.`);
  return faults;
}

function sorted(faults: Fault[]): Fault[] {
  return faults.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The faults of these ids.
 * @throws ServeError for an id that there is not
 */
export function pickFaults(ids: readonly string[], faults: readonly Fault[]): Fault[] {
  return ids.map((id) => {
    const fault = faults.find((candidate) => candidate.id === id);
    if (fault) return fault;
    const near = faults.map((candidate) => candidate.id).filter((known) => isNear(id, known));
    const hint =
      near.length > 0
        ? `did you mean ${near.join(', ')}?`
        : 'ftpspec serve --list-faults shows all.';
    throw new ServeError(`There is no fault "${id}"; ${hint}`);
  });
}

/** Whether the ids share most of their words, or one is part of the other. */
function isNear(asked: string, known: string): boolean {
  const words = asked.split('-').filter((word) => word.length > 2);
  const shared = words.filter((word) => known.includes(word)).length;
  return known.includes(asked) || (words.length > 0 && shared >= Math.ceil(words.length / 2));
}
