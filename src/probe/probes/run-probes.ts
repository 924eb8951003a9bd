import type { PassiveVerb } from '../../client/data-set-up.ts';
import { fromGreeting, authenticate, openSession, type Route } from '../open-session.ts';
import { fingerprint } from './fingerprint.ts';
import { compareActive } from './compare-active.ts';
import { deepProbes } from './deep.ts';
import { idleWatch } from './idle.ts';
import { largeTransfer } from './large.ts';
import { LISTING, passiveTransfer } from './passive.ts';
import { dialControl, lookUp } from './reach.ts';
import { samplePorts } from './samples.ts';
import { compareSecurity } from './security.ts';
import { awaitGreeting, listenForProtocol } from './no-greeting.ts';
import { concurrentSessions } from './concurrent.ts';
import { askPeer, openPeer } from './peer.ts';
import { uploadProbe } from './upload.ts';
import { startOf } from '../kept-text.ts';
import type { Session } from '../session.ts';
import { mayWantTls } from '../tls-refusal.ts';
import type { Attempt } from '../transfer.ts';
import type { ProbeContext } from '../context.ts';

/**
 * Plays all probes against one target, and then those that somebody at its side answers.
 * @throws PeerFailure where that somebody does not take this client for one of his
 */
export async function runProbes(context: ProbeContext): Promise<void> {
  const addresses = await guarded(context, 'resolve', () => lookUp(context));
  const dialled = await guarded(context, 'connect', () => dialControl(context, addresses ?? []));
  const [first, other] = dialled ?? [];
  const { peer } = context.options;
  if (!peer) {
    await examine(context, first, other);
    return;
  }
  const session = await openPeer(context, peer);
  await session.staying(examine(context, first, other));
  await guarded(context, 'peer', () => askPeer(context, session));
}

/** The probes that need nobody but the server, in the order in which their results matter to each other. */
async function examine(
  context: ProbeContext,
  first: Session | undefined,
  other: Session | undefined,
): Promise<void> {
  if (!first) return;
  const main = await guarded(context, 'login', () => firstSession(first));
  if (!main) {
    other?.destroy();
    return;
  }
  const route: Route = { host: main.at.peer.host, secured: main.control.secured !== undefined };
  // Side by side, each on a session of its own, so that what breaks one leaves the others whole.
  const [extended, plain] = await Promise.all([
    guarded(context, 'EPSV', () => extendedPassive(main)),
    guarded(context, 'PASV', () => passive(context, route)),
    guarded(context, 'active', async () => {
      if (other) await otherFamily(other);
      await compareActive(context, route);
    }),
  ]);
  const session = main.usable ? main : await openSession(context, 'next', route);
  if (!session) return;
  const late =
    plain || main.at.family === 6
      ? plain
      : await guarded(context, 'PASV', () => passiveTransfer(session, 'PASV', LISTING));
  const listings = [late, extended].filter((one) => one !== undefined);
  const works = listings.find(isWhole);
  const verb: PassiveVerb =
    works?.seen.setup.command === 'EPSV' || main.at.family === 6 ? 'EPSV' : 'PASV';
  await Promise.all([
    guarded(context, 'samples', () => followUps(session, route, verb, works)),
    guarded(context, 'idle', () => idleWatch(context, route)),
    guarded(context, 'security', () => compareSecurity(context, route, verb, works !== undefined)),
  ]);
  await session.close();
  if (works) await guarded(context, 'together', () => concurrentSessions(context, route, verb));
  if (context.options.deep) await guarded(context, 'deep', () => deepProbes(context, route, verb));
}

/** The probes that go on with the first session. */
async function followUps(
  session: Session,
  route: Route,
  verb: PassiveVerb,
  works: Attempt | undefined,
): Promise<void> {
  const { context } = session;
  const sampled = await guarded(context, 'passive ports', () =>
    works || dialsDead(context)
      ? samplePorts(session, route, verb, works)
      : Promise.resolve(undefined),
  );
  await guarded(context, 'large transfer', () =>
    largeTransfer(session, route, verb, works ?? sampled),
  );
  if (context.options.upload)
    await guarded(context, 'upload', () => uploadProbe(context, route, verb));
}

function dialsDead({ seen }: ProbeContext): boolean {
  return seen.some(
    (one) => one.kind === 'transfer' && one.mode === 'passive' && one.stopped === 'dial',
  );
}

/** From the first connection to a session that can transfer, by the target's own way or, failing that, the other. */
async function firstSession(session: Session): Promise<Session | undefined> {
  const { context } = session;
  const { security } = context.target;
  const host = session.at.peer.host;
  if (security === 'ftps' && (await session.secure('implicit')) !== 'secured') {
    session.destroy();
    await listenForProtocol(context, host, 'waiting for a greeting');
    return undefined;
  }
  const { greeted } = await awaitGreeting(session);
  if (greeted && (await authenticate(session, security === 'ftpes'))) return session;
  session.destroy();
  if (!greeted || context.signal.aborted || security === 'ftps') return undefined;
  const tried = context.seen.findLast((one) => one.kind === 'login');
  if (security === 'ftpes') {
    // TLS did not come about; whether the rest works in clear tells who is to blame.
    return tried ? undefined : await openSession(context, 'plain', { host, secured: false });
  }
  if (tried?.outcome !== 'refused' || !mayWantTls(tried)) return undefined;
  return await openSession(context, 'tls', { host, secured: true });
}

async function extendedPassive(main: Session): Promise<Attempt | undefined> {
  await fingerprint(main);
  const { context } = main;
  const session = main.usable ? main : await openSession(context, 'epsv', routeOf(main));
  if (!session) return undefined;
  const before = await session.ask('NOOP');
  const done = session.usable
    ? await passiveTransfer(session, 'EPSV', { ...LISTING, before })
    : undefined;
  if (session !== main) await session.close();
  return done;
}

/** PASV speaks IPv4 only. */
async function passive(context: ProbeContext, route: Route): Promise<Attempt | undefined> {
  if (route.host.includes(':')) return undefined;
  const session = await openSession(context, 'pasv', route);
  if (!session) return undefined;
  const before = await session.ask('NOOP');
  const done = session.usable
    ? await passiveTransfer(session, 'PASV', { ...LISTING, before })
    : undefined;
  await session.close();
  return done;
}

async function otherFamily(session: Session): Promise<void> {
  if (await fromGreeting(session, session.context.target.security !== 'ftp')) {
    const listed = await passiveTransfer(session, 'EPSV', LISTING);
    // A family has links of its own, with other limits to the size of a packet.
    await largeTransfer(session, routeOf(session), 'EPSV', isWhole(listed) ? listed : undefined);
  }
  await session.close();
}

function isWhole({ seen }: Attempt): boolean {
  return seen.stopped === undefined;
}

function routeOf(session: Session): Route {
  return { host: session.at.peer.host, secured: session.at.secured };
}

/** A probe that fails in a way nobody foresaw is an observation. */
async function guarded<T>(
  context: ProbeContext,
  probe: string,
  run: () => Promise<T>,
): Promise<T | undefined> {
  if (context.signal.aborted) return undefined;
  const start = performance.now();
  context.running.add(probe);
  try {
    return await run();
  } catch (thrown) {
    const error = startOf(thrown instanceof Error ? thrown.message : String(thrown));
    context.see({ kind: 'probe error', probe, error, ms: performance.now() - start });
    return undefined;
  } finally {
    context.running.delete(probe);
  }
}
