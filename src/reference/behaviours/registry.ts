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
      const near = nearTo(
        id,
        all.map((candidate) => candidate.id),
      );
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

/** How many ids are suggested. */
const SUGGESTED = 5;

/** The ids that have what was asked for in them or share most of its words, those that share most first. */
function nearTo(asked: string, known: readonly string[]): string[] {
  const words = asked.split('-').filter((word) => word.length > 2);
  const shared = (id: string): number =>
    id.includes(asked) ? words.length + 1 : words.filter((word) => id.includes(word)).length;
  return known
    .filter((id) => shared(id) >= Math.max(1, Math.ceil(words.length / 2)))
    .sort((one, other) => shared(other) - shared(one))
    .slice(0, SUGGESTED);
}
