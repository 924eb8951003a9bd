import { setTimeout as delay } from 'node:timers/promises';
import type { Control, World } from './world.ts';

/** How often, and with what pause between: ports of a passive range become free within a transfer. */
const TRIES = 4;
const PAUSE_MS = 250;

/**
 * Sends a command whose reply the caller reads. One that cannot be granted at the moment (4yz, but for a 421) is asked
 * for again, as RFC 959 section 4.2 wants: what a scenario is about must not depend on a port that is in use.
 */
export async function sendWithRetry(world: World, control: Control, line: string): Promise<void> {
  for (let turn = 1; ; turn++) {
    await control.connection.send(line);
    const { code = 0 } = (await control.connection.peek(world.profile.replyMs)) ?? {};
    if (code < 400 || code >= 500 || code === 421 || turn === TRIES) return;
    await control.connection.reply(world.profile.replyMs);
    await delay(PAUSE_MS * turn, undefined, { signal: world.gone });
  }
}
