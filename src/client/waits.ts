import { formatMs, Timeout } from './failures.ts';
import { PATIENCE } from './limits.ts';

/** How long things are waited for. */
export interface Waits {
  /**
   * Waits for something.
   * @param kind what it is, such as "the reply to QUIT": the next of its kind is likely to come as this one does
   * @param ms how long whoever wants it would wait
   * @param wait throws a Timeout where it did not come, or gives something that `isVain` knows
   */
  for<T>(
    kind: string,
    ms: number,
    wait: (ms: number) => Promise<T>,
    isVain?: (found: T) => boolean,
  ): Promise<T>;
  /** How long nearly everything takes that comes, in milliseconds, where that is much of the time it has. */
  readonly slowMs: number | undefined;
  /** A sentence for each kind that was waited for less than was wanted. */
  readonly shortened: readonly string[];
}

/** Everything is waited for as long as whoever wants it says. */
export const UNBOUNDED: Waits = {
  for: (_kind, ms, wait) => wait(ms),
  slowMs: undefined,
  shortened: [],
};

/** One kind of things that are waited for. */
interface Kind {
  /** how often it did not come, and how long it was waited for at most then */
  vain: number;
  vainMs: number;
  slowestMs: number;
  /** how often it was waited for less, and how long the last time */
  lessOften: number;
  lessMs: number;
}

/**
 * The waits of a whole run, so that it does not last for hours where each of a thousand waits is as long as it may be.
 * What did not come several times is waited for less from then on, and whoever waits in vain then is told so.
 */
export class BoundedWaits implements Waits {
  readonly #kinds = new Map<string, Kind>();
  #vain = 0;
  /** of the latest things that came, how long they took, of how long they might have taken */
  readonly #latest: { readonly tookMs: number; readonly ms: number }[] = [];

  async for<T>(
    kind: string,
    ms: number,
    wait: (ms: number) => Promise<T>,
    isVain: (found: T) => boolean = () => false,
  ): Promise<T> {
    const known = this.#kind(kind);
    const given = this.#given(known, ms);
    const start = performance.now();
    try {
      const found = await wait(given);
      if (isVain(found)) this.#noteAbsence(known, given, ms);
      else this.#noteArrival(known, performance.now() - start, ms);
      return found;
    } catch (error) {
      if (!(error instanceof Timeout)) throw error;
      this.#noteAbsence(known, given, ms);
      throw given < ms ? new Timeout(error.awaited, given, this.#why(known)) : error;
    }
  }

  get slowMs(): number | undefined {
    const { length } = this.#latest;
    const slow = this.#latest.filter(({ tookMs, ms }) => tookMs > ms / 4).length;
    return length >= 2 && slow > PATIENCE.slowShare * length ? this.#usualMs : undefined;
  }

  get shortened(): string[] {
    return [...this.#kinds]
      .filter(([, { lessOften }]) => lessOften > 0)
      .sort(([, one], [, other]) => other.lessOften - one.lessOften)
      .map(([kind, known]) => {
        const { lessMs, lessOften } = known;
        return `${kind} was waited for ${formatMs(lessMs)} only (${lessOften} times), as ${this.#why(known)}`;
      });
  }

  /** The median of the latest. */
  get #usualMs(): number {
    const sorted = this.#latest.map(({ tookMs }) => tookMs).sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }

  #kind(name: string): Kind {
    const known = this.#kinds.get(name) ?? {
      vain: 0,
      vainMs: 0,
      slowestMs: 0,
      lessOften: 0,
      lessMs: 0,
    };
    this.#kinds.set(name, known);
    return known;
  }

  #given({ vain, slowestMs }: Kind, ms: number): number {
    const least = Math.max(PATIENCE.leastMs, PATIENCE.timesUsual * this.#usualMs);
    if (vain >= PATIENCE.vain)
      return Math.min(ms, Math.max(least, PATIENCE.timesSlowest * slowestMs));
    return this.#vain >= PATIENCE.vainInAll ? Math.min(ms, Math.max(least, ms / 4)) : ms;
  }

  #noteAbsence(known: Kind, given: number, ms: number): void {
    if (given < ms) {
      known.lessOften++;
      known.lessMs = given;
      return;
    }
    known.vain++;
    known.vainMs = Math.max(known.vainMs, ms);
    this.#vain++;
  }

  #noteArrival(known: Kind, tookMs: number, ms: number): void {
    known.slowestMs = Math.max(known.slowestMs, tookMs);
    this.#latest.push({ tookMs, ms });
    if (this.#latest.length > PATIENCE.latest) this.#latest.shift();
  }

  #why({ vain, vainMs }: Kind): string {
    return vain >= PATIENCE.vain
      ? `it did not come within ${formatMs(vainMs)} ${vain} times`
      : `${this.#vain} things did not come`;
  }
}
