import type { PassiveVerb } from '../../client/data-set-up.ts';
import { openSession, type Route } from '../open-session.ts';
import type { Session } from '../session.ts';
import type { ProbeContext } from '../context.ts';
import { announce, type Announcement, follow, LISTING } from './passive.ts';

const FEW = 2;
/** With `--deep`. */
const MANY = 4;
/** Time for a second packet; what such ports are like otherwise, other probes have found out. */
const SILENT_MS = 1200;

/** Sessions that hold a passive port each before any of them is used: two clients at a time are the least. */
export async function concurrentSessions(
  context: ProbeContext,
  route: Route,
  verb: PassiveVerb,
): Promise<void> {
  const sessions: Session[] = [];
  for (let index = 0; index < (context.options.deep ? MANY : FEW); index++) {
    const session = await openSession(context, `together ${index + 1}`, route);
    if (session) sessions.push(session);
  }
  const announced: [Session, Announcement][] = [];
  for (const session of sessions) announced.push([session, await announce(session, verb)]);
  await Promise.all(
    announced.map(async ([session, announcement]) => {
      const dialMs = Math.min(SILENT_MS, context.limits.dialMs);
      await follow(session, { ...LISTING, purpose: 'together' }, announcement, dialMs);
      await session.close();
    }),
  );
}
