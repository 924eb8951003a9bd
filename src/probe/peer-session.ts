import { setTimeout as delay } from 'node:timers/promises';
import { ControlConnection } from '../client/control.ts';
import { dial } from '../client/dial.ts';
import { Closed, describeEnding, Timeout } from '../client/failures.ts';
import { Transcript } from '../client/transcript.ts';
import { isSame, parseGreeting, proofOf, unguessable, VERSION } from '../peer/protocol.ts';
import { type Endpoint, formatEndpoint } from '../wire/endpoint.ts';
import { WireError } from '../wire/errors.ts';
import type { ProbeContext } from './context.ts';
import { startOf } from './kept-text.ts';
import type { PeerPlaces } from './observations.ts';

/** Well below the silence that ends a session, there and on the way. */
const STAY_MS = 20_000;

/** Why the peer does not answer, in a sentence for the user. */
export class PeerFailure extends Error {
  override name = 'PeerFailure';
}

/** What the peer said. */
interface PeerAnswer {
  readonly code: number;
  /** the whole line, and what stands behind the code */
  readonly line: string;
  readonly text: string;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  refused: 'refuses the connection: start `ftpspec peer` there, and name its --port here',
  filtered: 'does not answer: a firewall may keep its port shut, see its --port',
  unreachable: 'cannot be reached',
};

/** A talk with the peer at the server's side. What goes wrong is a PeerFailure. */
export class PeerSession {
  readonly peer: Endpoint;
  /** the ports that it may listen on, as text */
  ports = '';
  readonly #control: ControlConnection;
  readonly #context: ProbeContext;

  private constructor(context: ProbeContext, peer: Endpoint, control: ControlConnection) {
    this.#context = context;
    this.peer = peer;
    this.#control = control;
  }

  /** Connects, and proves to each other that both have the token, which is not said. @throws PeerFailure */
  static async open(context: ProbeContext, to: Endpoint, token: string): Promise<PeerSession> {
    const { limits, signal } = context;
    const name = `the peer at ${formatEndpoint(to)}`;
    const dialled = await dial(to, { timeoutMs: limits.dialMs, signal });
    if (dialled.outcome !== 'connected')
      throw new PeerFailure(
        `${name} ${OUTCOMES[dialled.outcome] ?? `cannot be asked (${dialled.code})`}`,
      );
    const { channel } = dialled;
    const control = new ControlConnection('peer', channel, new Transcript([]));
    const session = new PeerSession(context, channel.peer, control);
    context.sessions.add(session);
    try {
      await session.#prove(name, token);
      return session;
    } catch (error) {
      session.destroy();
      throw error;
    }
  }

  /** @throws PeerFailure */
  async ask(command: string, ms = this.#context.limits.replyMs): Promise<PeerAnswer> {
    try {
      if (command !== '') await this.#control.send(command);
      const { code, lines } = await this.#control.reply(ms);
      const line = lines[0]?.text ?? '';
      return { code, line, text: line.slice(4) };
    } catch (error) {
      throw failureOf(
        error,
        command === '' ? 'says nothing' : `stops answering at ${verbOf(command)}`,
      );
    }
  }

  /** Waits for other work, and keeps the connection known to the peer, and to what stands on the way, meanwhile. */
  async staying(work: Promise<void>): Promise<void> {
    const over = new AbortController();
    const end = work.finally(() => over.abort());
    try {
      for (;;) {
        await delay(STAY_MS, undefined, { signal: over.signal });
        await this.ask('NOOP');
      }
    } catch {
      // The work is over; or the peer is gone, which is told when it is asked.
    }
    await end;
  }

  /** Both ends of this connection. @throws PeerFailure */
  async places(): Promise<PeerPlaces> {
    const { code, text } = await this.ask('STAT');
    const [host = '', port = '', serverHost = '', serverPort = ''] = text.split(' ');
    if (code !== 211 || serverPort === '')
      throw new PeerFailure('the peer’s answer to STAT is unreadable');
    return {
      client: this.#control.local,
      clientSeen: { host, port: Number(port) },
      server: { host: serverHost, port: Number(serverPort) },
      serverSeen: this.#control.peer,
    };
  }

  /** Who connected to the port on which the peer listens. @throws PeerFailure */
  async arrival(): Promise<Endpoint | undefined> {
    const { code, text } = await this.ask('CAME');
    const [host = '', port = ''] = text.split(' ');
    return code === 200 ? { host, port: Number(port) } : undefined;
  }

  /** @throws PeerFailure */
  async leave(): Promise<void> {
    await this.ask('QUIT');
  }

  destroy(): void {
    this.#context.sessions.delete(this);
    this.#control.destroy();
  }

  async #prove(name: string, token: string): Promise<void> {
    const first = await this.ask('');
    const greeting = first.code === 220 ? parseGreeting(first.text) : undefined;
    if (!greeting)
      throw new PeerFailure(`${name} is no ftpspec peer; it says "${startOf(first.line)}"`);
    if (greeting.version !== VERSION)
      throw new PeerFailure(
        `${name} speaks version ${greeting.version} and this client ${VERSION}: have the same ftpspec at both ends`,
      );
    const nonces = { client: unguessable(), peer: greeting.nonce };
    const { code, text } = await this.ask(
      `PASS ${nonces.client} ${proofOf(token, 'client', nonces)}`,
    );
    if (code !== 230)
      throw new PeerFailure(
        `${name} does not take the token: it has another, or it was used, as each is good for one diagnosis ("${startOf(text)}")`,
      );
    const [proof = '', ports = ''] = text.split(/ (.*)/s, 2);
    if (!isSame(proof, proofOf(token, 'peer', nonces)))
      throw new PeerFailure(`${name} does not have the token itself, so nothing was asked`);
    this.ports = ports;
  }
}

function verbOf(command: string): string {
  return command.split(' ', 1)[0] ?? '';
}

function failureOf(error: unknown, what: string): PeerFailure {
  if (error instanceof Timeout) return new PeerFailure(`the peer ${what} (${error.within})`);
  if (error instanceof Closed)
    return new PeerFailure(`the peer ${what}: the connection was ${describeEnding(error.ending)}`);
  if (error instanceof WireError) return new PeerFailure(`the peer ${what}: ${error.message}`);
  throw error;
}
