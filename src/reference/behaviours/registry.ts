import { ServeError } from '../errors.ts';
import type { Behaviour } from './hooks.ts';

/** All behaviours of one kind. */
export class Registry<One extends Behaviour> {
  readonly #noun: string;
  /** every one that comes with the package, by id */
  readonly builtin: readonly One[];

  /** @param noun what one is called in messages */
  constructor(noun: string, builtin: readonly One[]) {
    this.#noun = noun;
    this.builtin = sorted(builtin);
  }

  /**
   * Those that come with the package and others, by id.
   * @throws ServeError for an id that is taken
   */
  with(others: readonly One[]): readonly One[] {
    const all = sorted([...this.builtin, ...others]);
    const twice = all.find(({ id }, i) => id === all[i + 1]?.id);
    if (twice)
      throw new ServeError(`There are two ${this.#noun}s "${twice.id}"; give one another id.`);
    return all;
  }

  /**
   * Those of these ids.
   * @throws ServeError for an id that there is not
   */
  pick(ids: readonly string[], all: readonly One[]): One[] {
    return ids.map((id) => {
      const found = all.find((candidate) => candidate.id === id);
      if (found) return found;
      const near = all.map((candidate) => candidate.id).filter((known) => isNear(id, known));
      const hint =
        near.length > 0
          ? `did you mean ${near.join(', ')}?`
          : `ftpspec serve --list-${this.#noun}s shows all.`;
      throw new ServeError(`There is no ${this.#noun} "${id}"; ${hint}`);
    });
  }
}

function sorted<One extends Behaviour>(all: readonly One[]): One[] {
  return [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether the ids share most of their words, or one is part of the other. */
function isNear(asked: string, known: string): boolean {
  const words = asked.split('-').filter((word) => word.length > 2);
  const shared = words.filter((word) => known.includes(word)).length;
  return known.includes(asked) || (words.length > 0 && shared >= Math.ceil(words.length / 2));
}
