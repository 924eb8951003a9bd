import { admit, climb, enter, type Way } from './entry.ts';
import { about } from './probes/about.ts';
import { compareActive } from './probes/compare-active.ts';
import { deepProbes } from './probes/deep.ts';
import { idleWatch } from './probes/idle.ts';
import { largeTransfer } from './probes/large.ts';
import { LISTING, type PassiveVerb, passiveTransfer } from './probes/passive.ts';
import { knock, lookUp } from './probes/reach.ts';
import { samplePorts } from './probes/samples.ts';
import { compareSecurity } from './probes/security.ts';
import { greetPatiently, overhear } from './probes/silence.ts';
import { together } from './probes/together.ts';
import { uploadProbe } from './probes/upload.ts';
import type { Session } from './session.ts';
import { mayWantTls } from './wanting.ts';
import type { Attempt } from './transfer.ts';
import type { World } from './world.ts';

/** Plays all probes against one target, in the order in which their results matter to each other. */
export async function examine(world: World): Promise<void> {
  const addresses = await guarded(world, 'resolve', () => lookUp(world));
  const [first, other] =
    (await guarded(world, 'connect', () => knock(world, addresses ?? []))) ?? [];
  if (!first) return;
  const main = await guarded(world, 'login', () => comeIn(first));
  if (!main) {
    other?.destroy();
    return;
  }
  const way: Way = { host: main.at.peer.host, secured: main.control.secured !== undefined };
  // Side by side, each on a session of its own, so that what breaks one leaves the others whole.
  const [extended, plain] = await Promise.all([
    guarded(world, 'EPSV', () => extendedPassive(main)),
    guarded(world, 'PASV', () => passive(world, way)),
    guarded(world, 'active', async () => {
      if (other) await otherFamily(other);
      await compareActive(world, way);
    }),
  ]);
  const session = main.usable ? main : await enter(world, 'next', way);
  if (!session) return;
  const late =
    plain || main.at.family === 6
      ? plain
      : await guarded(world, 'PASV', () => passiveTransfer(session, 'PASV', LISTING));
  const listings = [late, extended].filter((one) => one !== undefined);
  const works = listings.find(({ seen }) => seen.stopped === undefined);
  const verb: PassiveVerb =
    works?.seen.setup.command === 'EPSV' || main.at.family === 6 ? 'EPSV' : 'PASV';
  await Promise.all([
    guarded(world, 'samples', () => further(session, way, verb, works)),
    guarded(world, 'idle', () => idleWatch(world, way)),
    guarded(world, 'security', () => compareSecurity(world, way, verb, works !== undefined)),
  ]);
  await session.close();
  if (works) await guarded(world, 'together', () => together(world, way, verb));
  if (world.wishes.deep) await guarded(world, 'deep', () => deepProbes(world, way, verb));
}

/** The probes that go on with the first session. */
async function further(
  session: Session,
  way: Way,
  verb: PassiveVerb,
  works: Attempt | undefined,
): Promise<void> {
  const { world } = session;
  const sampled = await guarded(world, 'passive ports', () =>
    works || dialsDead(world) ? samplePorts(session, way, verb, works) : Promise.resolve(undefined),
  );
  await guarded(world, 'large transfer', () => largeTransfer(session, way, verb, works ?? sampled));
  if (world.wishes.upload) await guarded(world, 'upload', () => uploadProbe(world, way, verb));
}

function dialsDead({ seen }: World): boolean {
  return seen.some(
    (one) => one.kind === 'transfer' && one.mode === 'passive' && one.stopped === 'dial',
  );
}

/** From the first connection to a session that can transfer, by the target's own way or, failing that, the other. */
async function comeIn(session: Session): Promise<Session | undefined> {
  const { world } = session;
  const { security } = world.target;
  const host = session.at.peer.host;
  if (security === 'ftps' && (await session.secure('implicit')) !== 'secured') {
    session.destroy();
    await overhear(world, host, 'waiting for a greeting');
    return undefined;
  }
  const { greeted } = await greetPatiently(session);
  if (greeted && (await climb(session, security === 'ftpes'))) return session;
  session.destroy();
  if (!greeted || world.signal.aborted || security === 'ftps') return undefined;
  const tried = world.seen.findLast((one) => one.kind === 'login');
  if (security === 'ftpes') {
    // TLS did not come about; whether the rest works in clear tells who is to blame.
    return tried ? undefined : await enter(world, 'plain', { host, secured: false });
  }
  if (tried?.outcome !== 'refused' || !mayWantTls(tried)) return undefined;
  return await enter(world, 'tls', { host, secured: true });
}

async function extendedPassive(main: Session): Promise<Attempt | undefined> {
  await about(main);
  const { world } = main;
  const session = main.usable ? main : await enter(world, 'epsv', wayOf(main));
  if (!session) return undefined;
  const before = await session.ask('NOOP');
  const done = session.usable
    ? await passiveTransfer(session, 'EPSV', { ...LISTING, before })
    : undefined;
  if (session !== main) await session.close();
  return done;
}

/** PASV speaks IPv4 only. */
async function passive(world: World, way: Way): Promise<Attempt | undefined> {
  if (way.host.includes(':')) return undefined;
  const session = await enter(world, 'pasv', way);
  if (!session) return undefined;
  const before = await session.ask('NOOP');
  const done = session.usable
    ? await passiveTransfer(session, 'PASV', { ...LISTING, before })
    : undefined;
  await session.close();
  return done;
}

async function otherFamily(session: Session): Promise<void> {
  if (await admit(session, session.world.target.security !== 'ftp'))
    await passiveTransfer(session, 'EPSV', LISTING);
  await session.close();
}

function wayOf(session: Session): Way {
  return { host: session.at.peer.host, secured: session.at.secured };
}

/** A probe that fails in a way nobody foresaw is an observation. */
async function guarded<T>(
  world: World,
  probe: string,
  run: () => Promise<T>,
): Promise<T | undefined> {
  const start = performance.now();
  try {
    return world.signal.aborted ? undefined : await run();
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    world.see({ kind: 'mishap', probe, error, ms: performance.now() - start });
    return undefined;
  }
}
