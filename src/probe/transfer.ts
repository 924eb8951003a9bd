import type { Channel } from '../client/channel.ts';
import { DataConnection } from '../client/data.ts';
import { HandshakeFailed, Timeout } from '../client/failures.ts';
import {
  type Answer,
  type DataHandshake,
  isClass,
  type Purpose,
  type Transfer,
} from './observations.ts';
import { onAbort, unlessAborted } from '../client/abort.ts';
import { patienceOf } from './patience.ts';
import type { Session } from './session.ts';
import { withTimeout } from './with-timeout.ts';

/** What to transfer and how. */
export interface Wanted {
  readonly purpose: Purpose;
  /** `LIST`, `RETR name`, …; empty: only see whether the connection opens */
  readonly command: string;
  /** stop reading after this many bytes */
  readonly most: number;
  /** what SIZE said */
  readonly expected?: number | undefined;
  /** false: a TLS handshake of its own on the data connection */
  readonly resume?: boolean;
  /** do not read for so long, so that the control connection stays silent meanwhile */
  readonly holdMs?: number;
  /** bytes to send, for an upload */
  readonly upload?: Buffer;
  readonly before?: Answer | undefined;
  /** how long the first reply may take, where that is less than usual */
  readonly replyMs?: number;
}

/** How soon the end of a control connection belongs to what was said last. */
const AFTERMATH_MS = 40;

/** What is kept of the data; the rest is only counted. */
const MOST_KEPT = 1024 * 1024;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A transfer in progress: an observation that is filled in as it goes. */
export interface Attempt {
  readonly seen: Mutable<Transfer>;
  /** what came, up to 1 MiB; empty where it stopped on the way */
  readonly bytes: Buffer;
}

/** Starts the record of a transfer; nothing is sent. */
export function attempt(
  session: Session,
  mode: 'passive' | 'active',
  wanted: Wanted,
  setup: Answer,
): Attempt {
  return {
    bytes: Buffer.alloc(0),
    seen: {
      kind: 'transfer',
      at: session.at,
      purpose: wanted.purpose,
      mode,
      protected: session.protectsData,
      setup,
      before: wanted.before,
      endpoint: undefined,
      dial: undefined,
      peerDial: undefined,
      viaPeer: false,
      accepted: undefined,
      opened: undefined,
      handshake: undefined,
      bytes: 0,
      gapMs: 0,
      expected: wanted.expected,
      dataEnd: 'none',
      closeNotify: undefined,
      completion: undefined,
      heldMs: 0,
      stopped: undefined,
      ms: 0,
    },
  };
}

/** Gets the connection that a transfer goes over; undefined where there is none. */
export type Connect = (opening: Promise<Answer>) => Promise<Channel | undefined>;

/** Carries a transfer: command, connection, handshake, data, completion. Fills the record in. */
export async function carry(
  session: Session,
  wanted: Wanted,
  { seen, ...rest }: Attempt,
  connect: Connect,
): Promise<Attempt> {
  const { limits } = session.context;
  const ended = await endedEarly(session, wanted);
  const opening = ended
    ? Promise.resolve(ended)
    : session.ask(wanted.command, wanted.replyMs ?? limits.replyMs);
  // Servers differ in whether they connect, or shake hands, before or after their 150.
  const channel = await connected(session, connect(opening));
  if (!channel) {
    seen.opened = await opening;
    seen.stopped = isClass(seen.opened, 1) || seen.opened.how === 'silence' ? 'accept' : 'open';
    return { seen, ...rest };
  }
  const data = new DataConnection(channel);
  const release = onAbort(session.context.signal, () => data.destroy());
  try {
    const shaking = session.protectsData ? shake(session, data, wanted) : undefined;
    seen.opened = await opening;
    // Many alike are not worth more time than the first.
    if (wanted.replyMs === undefined) seen.opened = await session.lookAgain(seen.opened);
    if (!isClass(seen.opened, 1)) {
      // A server may refuse a transfer because of the handshake, which then tells more than the refusal.
      if (shaking) seen.handshake = await withTimeout(shaking, AFTERMATH_MS);
      seen.dataEnd = data.ending?.how ?? 'open';
      seen.stopped = 'open';
      return { seen, ...rest };
    }
    if (shaking) {
      seen.handshake = await shaking;
      if (seen.handshake.outcome !== 'secured') {
        data.destroy();
        seen.completion = await session.next(wanted.command, limits.replyMs);
        seen.stopped = 'handshake';
        return { seen, ...rest };
      }
    }
    const bytes = wanted.upload
      ? await send(session, wanted, wanted.upload, data, seen)
      : await receive(session, wanted, data, seen);
    return { seen, bytes };
  } finally {
    release();
    data.destroy();
  }
}

/** The data connection, if it comes before the probes are called off; a later one is closed. */
async function connected(
  { context }: Session,
  connecting: Promise<Channel | undefined>,
): Promise<Channel | undefined> {
  const channel = await unlessAborted(connecting, context.signal);
  if (!channel)
    void connecting.then(
      (late) => late?.destroy(),
      () => undefined,
    );
  return channel;
}

/** A connection that ends right after the set-up ends because of the set-up, not of the command that would follow. */
async function endedEarly(session: Session, { purpose }: Wanted): Promise<Answer | undefined> {
  const arrival = purpose === 'listing' ? await session.control.arrival(AFTERMATH_MS) : undefined;
  if (!arrival || 'lines' in arrival) return undefined;
  return await session.next('', 1);
}

async function receive(
  session: Session,
  wanted: Wanted,
  data: DataConnection,
  seen: Mutable<Transfer>,
): Promise<Buffer> {
  const { limits } = session.context;
  if (wanted.holdMs !== undefined) await hold(session, wanted.holdMs, seen);
  const bytes = await read(session, wanted, data, seen);
  if (seen.dataEnd === 'open') {
    seen.stopped = 'data';
    // A completion that is there already says that the server thinks it sent everything.
    const arrival = await session.control.arrival(1);
    if (arrival && 'lines' in arrival) seen.completion = await session.next(wanted.command, 1);
    return Buffer.alloc(0);
  }
  if (seen.dataEnd === 'cut') {
    data.reset();
    await session.next(wanted.command, limits.replyMs);
    return bytes;
  }
  await data.end();
  const completion = await session.next(wanted.command, limits.replyMs);
  seen.completion = await session.lookAgain(completion);
  const short = seen.expected !== undefined && seen.bytes < seen.expected;
  if (!isClass(seen.completion, 2)) seen.stopped = 'completion';
  else if (seen.dataEnd !== 'fin' || short) seen.stopped = 'data';
  return bytes;
}

/** Reads to the end, or as much as is wanted, or for as long as a transfer may take; how it ended is recorded. */
async function read(
  session: Session,
  wanted: Wanted,
  data: DataConnection,
  seen: Mutable<Transfer>,
): Promise<Buffer> {
  const { limits } = session.context;
  const kept: Buffer[] = [];
  let end = performance.now() + limits.transferMs;
  seen.dataEnd = 'cut';
  try {
    while (seen.bytes < wanted.most && performance.now() < end) {
      const waited = await nextByte(session, wanted, data, seen);
      if (waited > limits.quietMs) end += waited;
      const part = await data.receive(nextPortion(data, wanted, seen), limits.quietMs);
      seen.bytes += part.size;
      if (seen.bytes <= MOST_KEPT) kept.push(part.bytes);
      if (!part.ending) continue;
      seen.dataEnd = part.ending.how;
      seen.closeNotify = part.ending.closeNotify;
      break;
    }
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
    seen.bytes = data.arrived;
    seen.dataEnd = 'open';
  }
  return Buffer.concat(kept);
}

/**
 * Waits for a byte or the end, and then a second time, longer, while the control connection has nothing to say.
 * @returns milliseconds
 * @throws Timeout
 */
async function nextByte(
  session: Session,
  { purpose }: Wanted,
  data: DataConnection,
  seen: Mutable<Transfer>,
): Promise<number> {
  const { limits } = session.context;
  const start = performance.now();
  const waited = (): number => performance.now() - start;
  try {
    await data.arrival(limits.quietMs);
  } catch (error) {
    const patience = purpose === 'sample' ? 0 : patienceOf(session.context);
    if (!(error instanceof Timeout) || patience === 0) {
      throw error;
    }
    const late = data.arrival(patience);
    late.catch(() => undefined);
    await Promise.race([late, session.control.arrival(patience)]);
    await data.arrival(1);
  } finally {
    seen.gapMs = Math.max(seen.gapMs, waited());
  }
  return waited();
}

/** Only what is there already, so that bytes that come one by one are counted against the time of the transfer. */
function nextPortion(data: DataConnection, { most }: Wanted, { bytes }: Transfer): number {
  return Math.max(1, Math.min(data.arrived, most) - bytes);
}

/** Leaves the data unread until the time is over or something comes on the control connection. */
async function hold(session: Session, ms: number, seen: Mutable<Transfer>): Promise<void> {
  const start = performance.now();
  await session.control.arrival(ms);
  seen.heldMs = performance.now() - start;
}

async function send(
  session: Session,
  wanted: Wanted,
  bytes: Buffer,
  data: DataConnection,
  seen: Mutable<Transfer>,
): Promise<Buffer> {
  const { limits } = session.context;
  // A write resolves when the kernel took it: a network that swallows it shows in the missing 226 only.
  const sent = data.send(bytes).then(
    () => data.end(),
    () => undefined,
  );
  await Promise.race([sent, session.control.arrival(limits.transferMs)]);
  seen.bytes = bytes.length;
  const completion = await session.next(wanted.command, limits.quietMs);
  seen.completion = await session.lookAgain(completion);
  const stored = isClass(seen.completion, 2);
  seen.dataEnd = data.ending?.how ?? (stored ? 'fin' : 'open');
  if (!stored) seen.stopped = 'completion';
  return Buffer.alloc(0);
}

async function shake(
  session: Session,
  data: DataConnection,
  wanted: Wanted,
): Promise<DataHandshake> {
  const start = performance.now();
  const offered = wanted.resume !== false && session.control.session !== undefined;
  const seen = { offered, resumed: false } as const;
  try {
    const secured = await data.secure({
      ...session.context.tls,
      session: offered ? session.control.session : undefined,
      timeoutMs: session.context.limits.replyMs,
      onSession: () => undefined,
    });
    const ms = performance.now() - start;
    const { resumed } = secured;
    return { outcome: 'secured', code: '', offered, resumed, answered: true, ms };
  } catch (error) {
    const ms = performance.now() - start;
    if (error instanceof Timeout)
      return { ...seen, outcome: 'silence', code: '', answered: false, ms };
    const { code, answered } =
      error instanceof HandshakeFailed ? error : { code: '', answered: false };
    return { ...seen, outcome: 'failed', code, answered, ms };
  }
}
