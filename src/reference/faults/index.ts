import { ServeError } from '../errors.ts';
import type { Fault } from './hooks.ts';
import { grammar } from './grammar.ts';
import { codes } from './codes.ts';
import { login } from './login.ts';
import { parameters } from './parameters.ts';
import { passive } from './passive.ts';
import { active } from './active.ts';
import { transfers } from './transfers.ts';
import { during } from './during.ts';
import { restart } from './restart.ts';
import { navigation } from './navigation.ts';
import { listings } from './listings.ts';
import { facts } from './facts.ts';
import { features } from './features.ts';
import { tls } from './tls.ts';
import { host } from './host.ts';
import { names } from './names.ts';
import { limits } from './limits.ts';
import { dialogue } from './dialogue.ts';
import { finePoints } from './fine-points.ts';
import { securePoints } from './secure-points.ts';

/** Every fault that can be seeded; a new one is a row in the table of its subject. */
export const FAULTS: readonly Fault[] = [
  ...grammar,
  ...codes,
  ...login,
  ...parameters,
  ...passive,
  ...active,
  ...transfers,
  ...during,
  ...restart,
  ...navigation,
  ...listings,
  ...facts,
  ...features,
  ...tls,
  ...host,
  ...names,
  ...limits,
  ...dialogue,
  ...finePoints,
  ...securePoints,
];

/**
 * The faults of these ids.
 * @throws ServeError for an id that there is not
 */
export function chosen(ids: readonly string[]): Fault[] {
  return ids.map((id) => {
    const fault = FAULTS.find((candidate) => candidate.id === id);
    if (fault) return fault;
    const near = FAULTS.map((candidate) => candidate.id).filter((known) => isNear(id, known));
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
