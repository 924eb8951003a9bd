import type { Socket } from 'node:net';
import { decode, encode, keep, skip, type Octets } from './codec.ts';
import { Refusal } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { Settings } from './options.ts';
import { RunningTransfer } from './running-transfer.ts';
import type { Session } from './session.ts';
import { secure } from './tls.ts';

const LINGER_MS = 2000;
/** Long enough for nobody to call it a race. */
const EARLY_MS = 2500;

/** What a transfer command does with its data connection. */
export interface Work {
  /** text of the 150 reply */
  readonly opening: string;
  readonly send?: Octets;
  /** octets of the network's form to leave out at the start */
  readonly skip?: number;
  /** how many octets of the network's form go out at most */
  readonly keep?: number;
  /** text of a listing: lines that have their CRLF whatever TYPE says */
  readonly text?: boolean;
  readonly receive?: (octets: AsyncIterable<Buffer>) => Promise<void>;
}

/** Runs one transfer: 150, data connection, data, its close, 226 (RFC 959 sections 5.2 and 5.4). */
export async function transfer(exchange: Exchange, work: Work): Promise<void> {
  const { session } = exchange;
  if (session.settings.tls === 'required' && !session.protectsData)
    throw new Refusal('Data must be protected: PROT P first.', 521);
  const running = new RunningTransfer(exchange.verb);
  session.transfer = running;
  try {
    const late = work.send !== undefined && session.quirk('dataBeforePreliminary');
    const preliminary = late ? undefined : session.settings.preliminary;
    if (preliminary === 'at once') exchange.reply(150, work.opening);
    const [code, text] = await attempt(exchange, work, running, (stage) => {
      if (stage === preliminary) exchange.reply(150, work.opening);
    });
    if (late) exchange.reply(150, work.opening);
    if (running.signal.aborted) exchange.reply(426, 'Transfer aborted.');
    else if (session.quirk('reportsSuccess')) exchange.reply(226, 'Transfer complete.');
    else if (!exchange.codes.includes(226)) exchange.reply(code, text);
  } finally {
    session.transfer = undefined;
    session.releaseDataPort();
  }
}

/**
 * @param reached is told how far the data connection is
 * @returns the completion reply
 */
async function attempt(
  exchange: Exchange,
  work: Work,
  running: RunningTransfer,
  reached: (stage: Settings['preliminary']) => void,
): Promise<readonly [number, string]> {
  const { session } = exchange;
  let socket: Socket;
  try {
    socket = await session.dataPort.open(running.signal);
  } catch {
    return [425, 'No data connection could be opened.'];
  }
  reached('with connection');
  let stream = socket;
  const stop = (): void => {
    stream.destroy();
  };
  running.signal.addEventListener('abort', stop);
  if (running.signal.aborted) stop();
  try {
    if (session.protectsData) {
      try {
        stream = await secureData(exchange, socket, running.signal);
      } catch (error) {
        if (error instanceof Refusal) throw error;
        return [522, 'The TLS handshake on the data connection failed.'];
      }
    }
    reached('with handshake');
    stream.setTimeout(session.settings.stallTimeoutMs, stop);
    if (work.receive) await receive(exchange, work.receive, stream, running);
    else await send(exchange, work, stream, running);
    return [226, 'Transfer complete.'];
  } catch (error) {
    if (error instanceof Refusal) return [error.code ?? 451, error.message];
    return [426, 'The data connection was lost.'];
  } finally {
    running.signal.removeEventListener('abort', stop);
    release(stream, session);
  }
}

/**
 * Lets go of a data connection: one that has ended well stays until the peer closes as well, because
 * a close with bytes unread would reset it and take the last data with it.
 */
function release(stream: Socket, session: Session): void {
  if (session.quirk('keepsDataOpen') && !stream.destroyed) return;
  if (!stream.writableFinished) {
    stream.destroy();
    return;
  }
  stream.resume();
  stream.setTimeout(LINGER_MS, () => stream.destroy());
}

async function secureData(exchange: Exchange, socket: Socket, signal: AbortSignal) {
  const stream = await secure(socket, await exchange.tlsContext(), signal);
  if (exchange.session.settings.requireReuse && !stream.isSessionReused()) {
    stream.destroy();
    throw new Refusal('The TLS session of the control connection has to be resumed.', 522);
  }
  return stream;
}

async function send(exchange: Exchange, work: Work, stream: Socket, running: RunningTransfer) {
  const { session } = exchange;
  const form = work.text
    ? { ...session.representation, type: 'I' as const }
    : session.representation;
  const encoded = encode(work.send ?? [], form);
  const rest = work.skip ? skip(encoded, work.skip) : encoded;
  const octets = exchange.interceptor.sends(
    work.keep === undefined ? rest : keep(rest, work.keep),
    exchange,
  );
  if (session.quirk('completesEarly')) {
    exchange.reply(226, 'Transfer complete.');
    await session.pause(EARLY_MS);
  }
  // What the peer sends meanwhile is dropped, and its close noticed.
  stream.resume();
  for await (const chunk of octets) {
    running.signal.throwIfAborted();
    running.octets += chunk.length;
    if (!stream.write(chunk)) await either(stream, 'drain');
  }
  if (session.quirk('keepsDataOpen')) return;
  await closed(stream, session);
}

async function receive(
  exchange: Exchange,
  take: (octets: AsyncIterable<Buffer>) => Promise<void>,
  stream: Socket,
  running: RunningTransfer,
) {
  const { session } = exchange;
  const counted = async function* () {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      running.octets += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  };
  await take(decode(exchange.interceptor.receives(counted(), exchange), session.representation));
  if (session.quirk('completesEarly')) exchange.reply(226, 'Transfer complete.');
  if (session.quirk('keepsDataOpen')) return;
  await closed(stream, session);
}

/** Ends our side and waits until that has gone out. */
async function closed(stream: Socket, session: Session): Promise<void> {
  if (session.quirk('noCloseNotify')) {
    await new Promise((written) => stream.write(Buffer.alloc(0), written));
    stream.destroy();
    return;
  }
  stream.end();
  if (!stream.writableFinished) await either(stream, 'finish');
}

/** Waits for the event; @throws Error where the stream fails or closes before */
function either(stream: Socket, event: 'drain' | 'finish'): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      stream.off(event, done).off('error', failed).off('close', lost);
    };
    const done = (): void => {
      settle();
      resolve();
    };
    const failed = (error: Error): void => {
      settle();
      reject(error);
    };
    const lost = (): void => failed(new Error('the data connection was closed'));
    stream.once(event, done).once('error', failed).once('close', lost);
    if (stream.destroyed) lost();
  });
}
