import type { PassiveVerb } from '../../client/data-set-up.ts';
import { openSession, type Route } from '../open-session.ts';
import type { ProbeContext } from '../context.ts';
import { leaveAlone } from './idle.ts';
import { LISTING, passiveTransfer } from './passive.ts';

/** Devices forget connections within minutes; a short time first, so that a dead one shows early. */
const ALONE_MS = [25_000, 100_000];
/** Transfers in quick succession: enough to use up a range that is too small, as a port rests after each. */
const BURST = 120;

/** What takes minutes: a burst of transfers and, at the same time, sessions left alone. */
export async function deepProbes(
  context: ProbeContext,
  route: Route,
  verb: PassiveVerb,
): Promise<void> {
  await Promise.all([burst(context, route, verb), alone(context, route)]);
}

async function alone(context: ProbeContext, route: Route): Promise<void> {
  for (const ms of ALONE_MS) {
    if (context.signal.aborted) return;
    const session = await openSession(context, `alone ${ms / 1000} s`, route);
    if (!session) return;
    const outcome = await leaveAlone(session, ms);
    await session.close();
    if (outcome !== 'alive') return;
  }
}

async function burst(context: ProbeContext, route: Route, verb: PassiveVerb): Promise<void> {
  const session = await openSession(context, 'burst', route);
  if (!session) return;
  for (let count = 0; count < BURST && session.usable; count++) {
    const { seen } = await passiveTransfer(session, verb, { ...LISTING, purpose: 'sample' });
    if (seen.stopped !== undefined) break;
  }
  await session.close();
}
