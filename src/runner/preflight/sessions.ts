import { setTimeout as delay } from 'node:timers/promises';
import { Distrusted, HandshakeFailed } from '../../client/failures.ts';
import type { Records } from '../../client/records.ts';
import { Transcript } from '../../client/transcript.ts';
import { SetupFailed } from '../../scenario/outcomes.ts';
import type { Start } from '../../scenario/stages.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import { quit, startSession } from '../../scenario/session-start.ts';
import { TargetFailed, tooSlow } from '../target-errors.ts';
import { type Control, World } from '../../scenario/world.ts';

/** What one session of the preflight saw. */
export interface PreflightRecord {
  readonly records: Records;
  readonly transcript: Transcript;
}

/** How often a session is tried that is turned away with 421, and one whose handshake breaks, which may be by chance. */
const TRIES = { crowded: 4, handshake: 2 } as const;

/** The control connection of a session, in transcripts. */
export const CONTROL = 'preflight';

function triesFor(error: unknown): number {
  if (!(error instanceof SetupFailed)) return 1;
  if (error.code === 421) return TRIES.crowded;
  const { cause } = error;
  return cause instanceof HandshakeFailed && !(cause instanceof Distrusted) ? TRIES.handshake : 1;
}

/** The sessions of the preflight, one after another, and what they saw. */
export class Sessions {
  readonly records: PreflightRecord[] = [];
  readonly #secrets: readonly string[];
  readonly #signal: AbortSignal;

  /**
   * @param secrets what transcripts must not show
   * @param signal ends all sessions
   */
  constructor(secrets: readonly string[], signal: AbortSignal) {
    this.#secrets = secrets;
    this.#signal = signal;
  }

  /** Works in a session of its own, and again after a while where that may help. */
  async open<T>(profile: ServerProfile, work: (world: World) => Promise<T>): Promise<T> {
    for (let turn = 1; ; turn++)
      try {
        return await this.#once(profile, work);
      } catch (error) {
        if (turn >= triesFor(error)) throw error;
        await delay(200 * turn, undefined, { signal: this.#signal });
      }
  }

  /** The same, with the user's account and from a stage of the session on. */
  async openAt<T>(
    stage: Exclude<Start, 'nothing'>,
    profile: ServerProfile,
    work: (world: World, control: Control) => T | Promise<T>,
  ): Promise<T> {
    return await this.open(profile, async (world) => {
      await startSession(world, CONTROL, { stage, account: profile.account });
      return await work(world, world.control(CONTROL));
    });
  }

  async #once<T>(profile: ServerProfile, work: (world: World) => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted();
    const { slowMs } = profile.waits;
    if (slowMs !== undefined) throw new TargetFailed(tooSlow(slowMs));
    const transcript = new Transcript(this.#secrets);
    const world = new World(profile, transcript);
    const abort = (): void => void world.close();
    this.#signal.addEventListener('abort', abort);
    try {
      const result = await work(world);
      await Promise.all(world.toQuit().map((control) => quit(world, control)));
      return result;
    } catch (error) {
      if (world.overdue)
        throw new SetupFailed('something keeps coming from the server, without end');
      throw error;
    } finally {
      this.#signal.removeEventListener('abort', abort);
      await world.close();
      const records = { dialogues: world.dialogues(), data: world.dataEvents };
      this.records.push({ records, transcript });
    }
  }
}
