import { Timeout } from './failures.ts';

/** What a timer takes; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Calls back after a time, and not before what has arrived by then was seen: a process that did not run
 * for a while must not take its own lateness for that of a server.
 */
export function afterWaiting(ms: number, call: () => void): NodeJS.Timeout {
  return setTimeout(() => setImmediate(call), Math.min(ms, LONGEST_MS));
}

/**
 * Waits for a promise, but no longer than `ms`.
 * @throws Timeout naming what was awaited
 */
export async function within<T>(promise: Promise<T>, ms: number, awaited: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = afterWaiting(ms, () => {
      reject(new Timeout(awaited, ms));
    });
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Wakes those who wait whenever something changed; each checks for itself whether it is what it waits for. */
export class Changes {
  #waiting: (() => void)[] = [];

  /** Something changed. */
  notify(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /**
   * The first defined value that `find` gives, called now and after every change.
   * @throws Timeout
   */
  async until<T>(
    find: () => T | undefined,
    ms: number,
    awaited: string | (() => string),
  ): Promise<T> {
    const end = performance.now() + ms;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      const left = end - performance.now();
      // Also where the time is no number, which would be waited for without end.
      if (!(left > 0)) throw new Timeout(typeof awaited === 'string' ? awaited : awaited(), ms);
      let wake: (() => void) | undefined;
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
        this.#waiting.push(resolve);
      });
      try {
        await within(changed, left, 'a change');
      } catch {
        this.#waiting = this.#waiting.filter((one) => one !== wake);
      }
    }
  }
}
