import { enter, type Way } from '../entry.ts';
import type { World } from '../world.ts';
import { activeTransfer } from './active.ts';
import { features } from './about.ts';
import { LISTING, type PassiveVerb, passiveTransfer } from './passive.ts';

/**
 * The same listing with the other security: under TLS where the target was named in clear and offers it, in
 * clear where it fails under TLS and that may be tried. Under TLS, once more without resuming the session.
 */
export async function compareSecurity(
  world: World,
  way: Way,
  verb: PassiveVerb,
  works: boolean,
): Promise<void> {
  if (way.secured) {
    if (works) await unresumed(world, way, verb);
    else if (world.target.security === 'ftpes')
      await inOtherWay(world, { ...way, secured: false }, verb);
    return;
  }
  const offered = features(world.seen)?.some((feature) => /^AUTH\b.*TLS/.test(feature));
  if (offered !== true || world.target.security !== 'ftp') return;
  if (await inOtherWay(world, { ...way, secured: true }, verb))
    await unresumed(world, { ...way, secured: true }, verb);
}

async function inOtherWay(world: World, way: Way, verb: PassiveVerb): Promise<boolean> {
  const session = await enter(world, way.secured ? 'tls' : 'plain', way);
  if (!session) return false;
  const { seen } = await passiveTransfer(session, verb, LISTING);
  if (session.usable && portFailed(world)) await activeTransfer(session, 'PORT', LISTING);
  await session.close();
  return seen.stopped === undefined && session.protectsData;
}

/** PORT did not work, so it is worth comparing. */
function portFailed({ seen }: World): boolean {
  return seen.some(
    (one) =>
      one.kind === 'transfer' &&
      one.stopped !== undefined &&
      one.setup.command.startsWith('PORT ') &&
      one.purpose === 'listing',
  );
}

async function unresumed(world: World, way: Way, verb: PassiveVerb): Promise<void> {
  const session = await enter(world, 'unresumed', way);
  if (!session) return;
  if (session.protectsData)
    await passiveTransfer(session, verb, { ...LISTING, purpose: 'unresumed', resume: false });
  await session.close();
}
