import { setTimeout as delay } from 'node:timers/promises';
import { HandshakeFailed } from '../client/failures.ts';
import { Transcript } from '../client/transcript.ts';
import { SetupFailed } from '../scenario/outcomes.ts';
import type { Start } from '../scenario/stages.ts';
import type { ServerProfile } from '../scenario/server-profile.ts';
import { startSession } from '../scenario/session-start.ts';
import { World } from '../scenario/world.ts';
import { AVAILABILITY } from './limits.ts';
import { isTargetError } from './target-errors.ts';

/** Who fails at a handshake by chance is there, and so is who says that too many are there, or too many in a while. */
function isThere(trouble: Error): boolean {
  return (
    trouble.cause instanceof HandshakeFailed ||
    (trouble instanceof SetupFailed && trouble.code === 421)
  );
}

/** Finds out whether a target that let somebody down serves, and waits until it does. */
export class Availability {
  readonly #profile: ServerProfile;
  readonly #secrets: readonly string[];
  readonly #patienceMs: number;
  readonly #signal: AbortSignal;
  /** how often a target that had stopped serving came back */
  #returns = 0;
  /** those who wait for the same wait together */
  readonly #waiting = new Map<Start, Promise<string | undefined>>();

  constructor(
    profile: ServerProfile,
    secrets: readonly string[],
    patienceMs: number,
    signal: AbortSignal,
  ) {
    this.#profile = { ...profile, scratch: undefined, directory: '' };
    this.#secrets = secrets;
    this.#patienceMs = patienceMs;
    this.#signal = signal;
  }

  get returns(): number {
    return this.#returns;
  }

  /** Whether a session gets this far now. @returns what stands in its way */
  async whyNot(stage: Start): Promise<string | undefined> {
    return (await this.#trouble(stage))?.message;
  }

  async #trouble(stage: Start): Promise<Error | undefined> {
    const world = new World(this.#profile, new Transcript(this.#secrets));
    const abort = (): void => void world.close();
    this.#signal.addEventListener('abort', abort);
    try {
      const reached = stage === 'nothing' ? 'connected' : stage;
      await startSession(world, 'main', {
        stage: reached,
        account: this.#profile.account,
        directory: 'stay',
      });
      return undefined;
    } catch (error) {
      if (!isTargetError(error)) throw error;
      return error;
    } finally {
      this.#signal.removeEventListener('abort', abort);
      await world.close();
    }
  }

  /** Until nobody waits: whoever begins meanwhile takes the place that those wait for. */
  async settled(): Promise<void> {
    while (this.#waiting.size > 0) await Promise.all(this.#waiting.values());
  }

  /** Waits until a session gets this far. @returns what stood in its way to the last */
  async wait(stage: Start): Promise<string | undefined> {
    const waiting = this.#waiting.get(stage) ?? this.#waitAlone(stage);
    this.#waiting.set(stage, waiting);
    try {
      return await waiting;
    } finally {
      this.#waiting.delete(stage);
    }
  }

  async #waitAlone(stage: Start): Promise<string | undefined> {
    const end = performance.now() + this.#patienceMs;
    let wasAway = false;
    for (let turn = 0; ; turn++) {
      const trouble = await this.#trouble(stage);
      if (!trouble && wasAway) this.#returns++;
      wasAway ||= trouble !== undefined && !isThere(trouble);
      const left = end - performance.now();
      if (!trouble || left <= 0 || this.#signal.aborted) return trouble?.message;
      const { firstPauseMs, longestPauseMs } = AVAILABILITY;
      const ms = Math.min(firstPauseMs * 2 ** turn, longestPauseMs, left);
      await delay(ms, undefined, { signal: this.#signal }).catch(() => undefined);
    }
  }
}
