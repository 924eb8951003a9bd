import type { Channel } from '../../client/channel.ts';
import {
  announcedEndpoint,
  ANNOUNCING,
  atPeer,
  type PassiveVerb,
} from '../../client/data-set-up.ts';
import { dial } from '../../client/dial.ts';
import type { Endpoint } from '../../wire/endpoint.ts';
import { WireError } from '../../wire/errors.ts';
import { reachOf } from '../addresses.ts';
import { type Answer, answerText, type DataDial } from '../observations.ts';
import type { Session } from '../session.ts';
import { withTimeout } from '../with-timeout.ts';
import { type Attempt, attempt, carry, type Wanted } from '../transfer.ts';
import type { ProbeContext } from '../context.ts';

/** What every client does first; a listing of more than this is cut. */
export const LISTING: Wanted = { purpose: 'listing', command: 'LIST', most: 1024 * 1024 };

/** How long the announced address may take before the peer's address is tried as well. */
const HEAD_START_MS = 700;
/** How long an address may take that said nothing before, while the peer's answers: a second packet. */
const AGAIN_MS = 1200;

/** What a passive set-up drew, and the endpoint it names. */
export interface Announcement {
  readonly setup: Answer;
  readonly endpoint: Endpoint | undefined;
}

/** Sends PASV or EPSV; nothing is dialled yet. */
export async function announce(session: Session, verb: PassiveVerb): Promise<Announcement> {
  const setup = await session.lookAgain(await session.ask(verb), true);
  return { setup, endpoint: endpointIn(setup, verb, session.control.peer) };
}

/** One transfer in passive mode, recorded. */
export async function passiveTransfer(
  session: Session,
  verb: PassiveVerb,
  wanted: Wanted,
): Promise<Attempt> {
  return await follow(session, wanted, await announce(session, verb));
}

/** The transfer after a passive set-up, recorded. The announced endpoint is dialled once. */
export async function follow(
  session: Session,
  wanted: Wanted,
  announcement: Announcement,
  dialMs = session.context.limits.dialMs,
): Promise<Attempt> {
  const start = performance.now();
  const done = await run(session, wanted, announcement, dialMs);
  done.seen.ms = performance.now() - start + announcement.setup.ms;
  session.context.see(done.seen);
  return done;
}

async function run(
  session: Session,
  wanted: Wanted,
  { setup, endpoint }: Announcement,
  dialMs: number,
): Promise<Attempt> {
  const started = attempt(session, 'passive', wanted, setup);
  const { seen } = started;
  seen.endpoint = endpoint;
  if (!endpoint) {
    seen.stopped = 'set-up';
    return started;
  }
  const { channel, ...dials } = await reach(session, endpoint, dialMs);
  Object.assign(seen, dials);
  if (!channel) {
    seen.stopped = 'dial';
    return started;
  }
  if (wanted.command === '') {
    channel.destroy();
    return started;
  }
  return await carry(session, wanted, started, () => Promise.resolve(channel));
}

/** What an answer announces; undefined where it is another reply, or names no endpoint. */
function endpointIn(setup: Answer, verb: PassiveVerb, peer: Endpoint): Endpoint | undefined {
  if (setup.code !== ANNOUNCING[verb]) return undefined;
  try {
    return announcedEndpoint(verb, answerText(setup), peer);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return undefined;
  }
}

/** Whether an address said nothing where the same port at the peer's answered. */
function isSilent({ seen }: ProbeContext, host: string): boolean {
  return seen.some(
    (one) =>
      one.kind === 'transfer' &&
      one.viaPeer &&
      one.dial?.outcome === 'filtered' &&
      one.dial.to.host === host,
  );
}

interface Reached {
  readonly channel: Channel | undefined;
  readonly dial: DataDial | undefined;
  readonly peerDial: DataDial | undefined;
  readonly viaPeer: boolean;
}

/** Dials what was announced and, where that is another address, the same port at the control connection's peer. */
async function reach(session: Session, endpoint: Endpoint, dialMs: number): Promise<Reached> {
  const peer = atPeer(session.control.peer, endpoint.port);
  const call = (to: Endpoint): Promise<Called> => callOnce(session.context, to, dialMs);
  if (endpoint.host === peer.host) {
    const { seen, channel } = await call(endpoint);
    return { channel, dial: seen, peerDial: undefined, viaPeer: false };
  }
  if (reachOf(endpoint.host) === 'unusable') {
    const { seen, channel } = await call(peer);
    return { channel, dial: undefined, peerDial: seen, viaPeer: channel !== undefined };
  }
  const direct = call(endpoint);
  const early = await withTimeout(direct, HEAD_START_MS);
  if (early?.channel) {
    return { channel: early.channel, dial: early.seen, peerDial: undefined, viaPeer: false };
  }
  const [first, second] = await Promise.all([direct, call(peer)]);
  if (first.channel) second.channel?.destroy();
  return {
    channel: first.channel ?? second.channel,
    dial: first.seen,
    peerDial: second.seen,
    viaPeer: !first.channel && second.channel !== undefined,
  };
}

interface Called {
  readonly seen: DataDial;
  readonly channel: Channel | undefined;
}

async function callOnce(context: ProbeContext, to: Endpoint, dialMs: number): Promise<Called> {
  const timeoutMs = isSilent(context, to.host) ? Math.min(dialMs, AGAIN_MS) : dialMs;
  const dialled = await dial(to, { timeoutMs, signal: context.signal });
  const { outcome, ms } = dialled;
  if (outcome === 'connected')
    return { seen: { to, outcome, code: '', ms }, channel: dialled.channel };
  return { seen: { to, outcome, code: dialled.code, ms }, channel: undefined };
}
