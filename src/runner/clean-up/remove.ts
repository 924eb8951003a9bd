import { setTimeout as delay } from 'node:timers/promises';
import { Timeout } from '../../client/failures.ts';
import { QUOTED } from '../../client/limits.ts';
import { hideSecrets } from '../../client/secrets.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import { decodeText } from '../../wire/bytes.ts';
import { shorten } from '../../wire/shorten.ts';
import { CLEAN_UP } from '../limits.ts';
import type { Leftover } from '../results.ts';
import { isTargetError } from '../target-errors.ts';
import { type Removal, TooMuch } from './removal.ts';
import { RemovingSession } from './session.ts';

/**
 * Removes what is to be removed within the bounds of CLEAN_UP, over new sessions where one breaks.
 * @param secrets what the answer must not show
 * @param signal the user is in a hurry
 * @returns what is left
 */
export async function remove(
  removal: Removal,
  profile: ServerProfile,
  secrets: readonly string[],
  signal: AbortSignal,
): Promise<Leftover[]> {
  const deadline = new Deadline(removal.known, signal);
  let why = '';
  let silent = 0;
  try {
    for (let turn = 0, idle = 0; idle < CLEAN_UP.idleSessions && !removal.isDone; turn++) {
      const before = removal.removed;
      try {
        // A server may not have let the session before go yet.
        if (turn > 0)
          await delay(CLEAN_UP.pauseMs * (idle + 1), undefined, { signal: deadline.over });
        await removeOnce(removal, profile, secrets, deadline.over);
      } catch (thrown) {
        const error: unknown = deadline.over.aborted ? deadline.over.reason : thrown;
        if (!(error instanceof TooMuch || isTargetError(error))) throw error;
        why = error.message;
        if (error instanceof TooMuch) break;
        if (error instanceof Timeout && ++silent === CLEAN_UP.silentSessions) break;
      }
      idle = removal.removed > before ? 0 : idle + 1;
    }
    return told(removal.leftovers(why), secrets);
  } finally {
    deadline.clear();
  }
}

async function removeOnce(
  removal: Removal,
  profile: ServerProfile,
  secrets: readonly string[],
  over: AbortSignal,
): Promise<void> {
  const session = await RemovingSession.open(profile, secrets, over);
  try {
    await removal.go(session);
  } finally {
    await session.close();
  }
}

/** When a clean-up is over: sooner when the user interrupts it, or has interrupted the run. */
class Deadline {
  readonly #over = new AbortController();
  readonly #signal: AbortSignal;
  readonly #hurry = (): void => this.#within(CLEAN_UP.interruptedMs);
  #timer: NodeJS.Timeout | undefined;

  /** @param names that are known to be removed */
  constructor(names: number, signal: AbortSignal) {
    this.#signal = signal;
    const { ms, msForName, longestMs, interruptedMs } = CLEAN_UP;
    this.#within(signal.aborted ? interruptedMs : Math.min(ms + names * msForName, longestMs));
    signal.addEventListener('abort', this.#hurry);
  }

  /** Its reason is a TooMuch. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#hurry);
  }

  #within(ms: number): void {
    clearTimeout(this.#timer);
    const reason = new TooMuch(`the clean-up ends after ${ms / 1000} s`);
    this.#timer = setTimeout(() => this.#over.abort(reason), ms);
  }
}

/** As it stands in reports. */
function told(leftovers: readonly Leftover[], secrets: readonly string[]): Leftover[] {
  const hide = hideSecrets(secrets);
  const show = (text: string): string =>
    shorten(hide(decodeText(Buffer.from(text, 'latin1'))), QUOTED.characters);
  // Directories come behind what is in them: the last ones are what somebody has to remove.
  return leftovers.slice(-CLEAN_UP.told).map(({ name, reply }) => ({
    name: show(name),
    reply: show(reply),
  }));
}
