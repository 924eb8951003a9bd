import type { Channel } from '../client/channel.ts';
import { Closed, errorCode, Timeout } from '../client/failures.ts';
import { Listener } from '../client/listener.ts';
import { onAbort } from '../client/abort.ts';
import type { Endpoint } from '../wire/endpoint.ts';
import { WireError } from '../wire/errors.ts';
import { formatPorts } from '../wire/ports.ts';
import { Lines } from './lines.ts';
import { formatGreeting, isSame, proofOf, unguessable, VERSION } from './protocol.ts';
import { serveSession } from './session.ts';

/** What a peer may do, and for how long. */
export interface PeerOptions {
  /** address literals to listen on, the first that the system has */
  readonly hosts: readonly string[];
  readonly port: number;
  /** the ports that a client may have listened on, and no others */
  readonly ports: readonly number[];
  readonly token: string;
  readonly forMs: number;
  readonly signal: AbortSignal;
  /** hears where it listens */
  readonly onListening: (endpoint: Endpoint) => void;
  /** hears who came, and what became of it */
  readonly onEvent: (sentence: string) => void;
}

/** served: a client with the token was. nobody: none came in the time. stopped: by the signal. */
export type PeerEnd = 'served' | 'nobody' | 'stopped';

/** The peer cannot listen where it should. */
class PeerError extends Error {
  override name = 'PeerError';
}

/** Strangers that may be connected at a time, and how long each has to prove that it is none. */
const MOST_STRANGERS = 4;
const PROOF_MS = 10_000;

/**
 * Waits for one client that has the token, and answers it: the token is good for one session.
 * @throws PeerError
 */
export async function servePeer(options: PeerOptions): Promise<PeerEnd> {
  const listener = await open(options);
  options.onListening(listener.endpoint);
  const guests = new Set<Channel>();
  const over = new AbortController();
  const release = onAbort(options.signal, () => over.abort());
  // Whoever holds a connection open does not hold the peer.
  over.signal.addEventListener('abort', () => {
    for (const guest of guests) guest.destroy();
    void listener.close();
  });
  const end = performance.now() + options.forMs;
  let session: Promise<void> | undefined;
  const welcome = async (guest: Channel): Promise<void> => {
    const lines = new Lines(guest);
    try {
      if (!(await isTrusted(lines, options, () => session === undefined))) return;
      options.onEvent(`answering ${guest.peer.host}`);
      session = serveSession(lines, options.ports, over.signal);
      await session.finally(() => over.abort());
    } catch (error) {
      if (!isAboutPeer(error)) throw error;
    } finally {
      guests.delete(guest);
      guest.destroy();
    }
  };
  try {
    while (!over.signal.aborted) {
      const guest = await listener.accept(Math.max(1, end - performance.now()));
      guests.add(guest);
      if (guests.size > MOST_STRANGERS) guest.destroy();
      void welcome(guest);
    }
  } catch (error) {
    if (!isAboutPeer(error)) throw error;
  }
  await session?.catch(() => undefined);
  release();
  over.abort();
  return session ? 'served' : options.signal.aborted ? 'stopped' : 'nobody';
}

/** What a client may do, or the way to it: it ends a conversation and nothing else. */
function isAboutPeer(error: unknown): boolean {
  return error instanceof Timeout || error instanceof Closed || error instanceof WireError;
}

/** @throws PeerError */
async function open({ hosts, port }: PeerOptions): Promise<Listener> {
  let why = '';
  for (const host of hosts)
    try {
      return await Listener.open(host, [port]);
    } catch (error) {
      why = errorCode(error);
    }
  throw new PeerError(
    `nothing can listen at port ${port} of ${hosts.join(' or ')} (${why}); choose another with --port`,
  );
}

/** Whether a guest proves that it has the token; whoever comes behind the first that did comes too late. */
async function isTrusted(
  lines: Lines,
  { token, ports, onEvent }: PeerOptions,
  isFree: () => boolean,
): Promise<boolean> {
  const from = lines.channel.peer.host;
  const peer = unguessable();
  await lines.say(`220 ${formatGreeting({ version: VERSION, nonce: peer })}`);
  const said = await lines.next(PROOF_MS);
  const [, client, proof] = /^PASS ([0-9a-f]{32}) ([0-9a-f]{64})$/.exec(said) ?? [];
  if (client === undefined || proof === undefined) {
    await lines.say('530 only ftpspec diagnose --peer is answered here');
    onEvent(`turned ${from} away, who does not know what to say`);
    return false;
  }
  if (!isSame(proof, proofOf(token, 'client', { client, peer }))) {
    await lines.say('530 the token is wrong');
    onEvent(`turned ${from} away, whose token is wrong`);
    return false;
  }
  if (!isFree()) {
    await lines.say('530 the token was used already');
    return false;
  }
  await lines.say(`230 ${proofOf(token, 'peer', { client, peer })} ${formatPorts(ports)}`);
  return true;
}
