/** The ports that passive listeners get, with what is needed to give the same one again late and unforeseeably. */
export class PassivePorts {
  readonly #first: number;
  readonly #count: number;
  /** those used lately, the longest unused first; at most half of all */
  readonly #recent = new Set<number>();

  constructor([first, last]: readonly [number, number]) {
    this.#first = first;
    this.#count = last - first + 1;
  }

  /**
   * All ports, each once: at random (RFC 2577 section 8), at first some that were not used lately, as somebody may still dial the
   * others.
   */
  *candidates(): Generator<number, void, void> {
    const tried = new Set(this.#recent);
    for (let tries = 0; tries < GUESSES; tries++) {
      const port = this.#first + below(this.#count);
      if (tried.has(port)) continue;
      tried.add(port);
      yield port;
    }
    const turn = below(this.#count);
    const all = Array.from(
      { length: this.#count },
      (_, i) => this.#first + ((turn + i) % this.#count),
    );
    yield* all.filter((port) => !tried.has(port));
    yield* this.#recent;
  }

  /** A listener has this port now. */
  used(port: number): void {
    this.#recent.delete(port);
    this.#recent.add(port);
    if (this.#recent.size <= this.#count / 2) return;
    for (const oldest of this.#recent) {
      this.#recent.delete(oldest);
      return;
    }
  }
}

/** Making a list of all ports takes time, and hardly any is taken. */
const GUESSES = 20;

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}
