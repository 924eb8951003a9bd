import { isIPv4 } from 'node:net';
import { activeCommand, type ActiveVerb } from '../../client/data-set-up.ts';
import { addressesIn } from '../addresses.ts';
import { openSession, type Route } from '../open-session.ts';
import { answerText, isClass, type Transfer } from '../observations.ts';
import type { Session } from '../session.ts';
import type { ProbeContext } from '../context.ts';
import { activeTransfer } from './active.ts';
import { LISTING } from './passive.ts';

/** PORT (or EPRT over IPv6), a second time right after the first, and EPRT. */
export async function compareActive(context: ProbeContext, route: Route): Promise<void> {
  const session = await openSession(context, 'active', route);
  if (!session) return;
  try {
    const verb: ActiveVerb = session.at.family === 4 ? 'PORT' : 'EPRT';
    const first = (await activeTransfer(session, verb, LISTING))?.seen;
    if (!first) return;
    if (refused(first) && session.usable && session.at.family === 4)
      await tryOtherAddress(session, first);
    if (first.stopped === undefined && session.usable)
      await activeTransfer(session, verb, { ...LISTING, purpose: 'again' });
    if (verb === 'PORT' && session.usable) await activeTransfer(session, 'EPRT', LISTING);
  } finally {
    await session.close();
  }
}

function refused(transfer: Transfer): boolean {
  return transfer.stopped === 'set-up' && isClass(transfer.setup, 5);
}

/**
 * Names the address under which the server says it sees this client. Where that is accepted, the refusal was
 * about the address; nothing is transferred.
 */
async function tryOtherAddress(session: Session, first: Transfer): Promise<void> {
  const texts = session.context.seen.flatMap((one) =>
    one.kind === 'exchange' && one.answer.command === 'STAT' ? one.answer.lines : [],
  );
  const known = [session.control.local.host, session.control.peer.host, first.endpoint?.host];
  const external = addressesIn([...texts, answerText(first.setup)].join(' ')).find(
    (address) => isIPv4(address) && !known.includes(address),
  );
  if (external === undefined || first.endpoint === undefined) return;
  const { port } = first.endpoint;
  await session.note(activeCommand('PORT', { host: external, port }));
}
