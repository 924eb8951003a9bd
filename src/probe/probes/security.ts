import type { PassiveVerb } from '../../client/data-set-up.ts';
import { openSession, type Route } from '../open-session.ts';
import type { ProbeContext } from '../context.ts';
import { activeTransfer } from './active.ts';
import { listedFeatures } from './fingerprint.ts';
import { LISTING, passiveTransfer } from './passive.ts';

/**
 * The same listing with the other security: under TLS where the target was named in clear and offers it, in
 * clear where it fails under TLS and that may be tried. Under TLS, once more without resuming the session.
 */
export async function compareSecurity(
  context: ProbeContext,
  route: Route,
  verb: PassiveVerb,
  works: boolean,
): Promise<void> {
  if (route.secured) {
    if (works) await unresumed(context, route, verb);
    else if (context.target.security === 'ftpes')
      await inOtherWay(context, { ...route, secured: false }, verb);
    return;
  }
  const offered = listedFeatures(context.seen)?.some((feature) => /^AUTH\b.*TLS/.test(feature));
  if (offered !== true || context.target.security !== 'ftp') return;
  if (await inOtherWay(context, { ...route, secured: true }, verb))
    await unresumed(context, { ...route, secured: true }, verb);
}

async function inOtherWay(
  context: ProbeContext,
  route: Route,
  verb: PassiveVerb,
): Promise<boolean> {
  const session = await openSession(context, route.secured ? 'tls' : 'plain', route);
  if (!session) return false;
  const { seen } = await passiveTransfer(session, verb, LISTING);
  if (session.usable && portFailed(context)) await activeTransfer(session, 'PORT', LISTING);
  await session.close();
  return seen.stopped === undefined && session.protectsData;
}

/** PORT did not work, so it is worth comparing. */
function portFailed({ seen }: ProbeContext): boolean {
  return seen.some(
    (one) =>
      one.kind === 'transfer' &&
      one.stopped !== undefined &&
      one.setup.command.startsWith('PORT ') &&
      one.purpose === 'listing',
  );
}

async function unresumed(context: ProbeContext, route: Route, verb: PassiveVerb): Promise<void> {
  const session = await openSession(context, 'unresumed', route);
  if (!session) return;
  if (session.protectsData)
    await passiveTransfer(session, verb, { ...LISTING, purpose: 'unresumed', resume: false });
  await session.close();
}
