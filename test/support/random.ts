/** Numbers that look random and are the same for the same seed (mulberry32), so that a failure can be repeated. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** 0 to `below` - 1. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** The bytes cut at random places, none empty. */
  pieces(bytes: Buffer): Buffer[] {
    const pieces: Buffer[] = [];
    for (let from = 0; from < bytes.length;) {
      const size = 1 + this.below(this.pick([1, 3, 20, 4000]));
      pieces.push(bytes.subarray(from, from + size));
      from += size;
    }
    return pieces;
  }
}
