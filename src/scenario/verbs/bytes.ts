import { createHash } from 'node:crypto';
import type { Received } from '../../client/data.ts';
import {
  Closed,
  describeEnding,
  type Ending,
  Timeout,
  TransferRefused,
} from '../../client/failures.ts';
import { visible } from '../../wire/bytes.ts';
import { contentBytes } from '../content.ts';
import { milliseconds, notMet, type Context, waitMs } from '../context.ts';
import type { Content, StepOf } from '../schema.ts';
import { savedBytes } from '../values.ts';
import type { World } from '../world.ts';

export async function receive(context: Context, step: StepOf<'receive'>): Promise<void> {
  const { world } = context;
  const ms = waitMs(world, step.within);
  const most = step.receive === 'all' ? Infinity : step.receive;
  let received: Received;
  try {
    received = await receiveBytes(world, step.from, most, ms);
  } catch (error) {
    if (!isAbsence(error)) throw error;
    const wanted = step.receive === 'all' ? 'data to its end' : `${step.receive} bytes of data`;
    throw notMet(context, wanted, error.message, step);
  }
  if (step.save !== undefined) {
    const { arrived: total } = await world.data(step.from);
    world.values.set(
      step.save,
      savedBytes(
        received.bytes,
        { total: () => total, notified: () => notified(received.ending) },
        received,
      ),
    );
  }
  if (step.is !== undefined) compareBytes(context, received, step.is, step);
  if (step.receive !== 'all' && received.size < step.receive)
    throw notMet(
      context,
      `${step.receive} bytes of data`,
      `${received.size} bytes and the end`,
      step,
    );
}

function isAbsence(error: unknown): error is Error {
  return error instanceof Timeout || error instanceof Closed || error instanceof TransferRefused;
}

/** Reads from a data connection, under TLS where that is agreed, and keeps a record for the rules. */
export async function receiveBytes(
  world: World,
  name: string,
  most: number,
  ms: number,
): Promise<Received> {
  const connection = await world.readyData(name);
  const received = await connection.receive(most, ms);
  const { ending } = received;
  const end = ending ? `, ${describeEnding(ending)}` : '';
  world.transcript.note(name, `received ${received.size} bytes${end}`);
  if (ending) {
    if (ending.how !== 'fin')
      throw new Closed(`the data connection, after ${received.size} bytes,`, ending);
    world.dataEvents.push({ kind: 'received', size: received.size, ending });
    const { size, bytes } = received;
    if (connection.arrived === size)
      world.controlOf(name).connection.events.push({ kind: 'transferred', size, bytes });
    // As every client does; some servers wait for it before they say that the transfer is complete.
    await connection.end();
  }
  return received;
}

/** Whether TLS was closed in order: true, false, or empty where there is none. */
export function notified(ending: Ending | undefined): string {
  return ending?.closeNotify === undefined ? '' : String(ending.closeNotify);
}

/** No byte comes over a data connection; that it ends is fine. */
export async function dataSilence(
  context: Context,
  step: StepOf<'silence'>,
  name: string,
): Promise<void> {
  const connection = await context.world.data(name);
  try {
    if ((await connection.arrival(milliseconds(step.silence))) !== 'data') return;
  } catch (error) {
    if (error instanceof Timeout) return;
    throw error;
  }
  const { bytes } = await connection.receive(1, context.world.profile.replyMs);
  throw notMet(context, `not a byte on ${name}`, visible(bytes), step);
}

/** Judges bytes that came against the content that had to. */
export function compareBytes(
  context: Context,
  received: Received,
  is: Content,
  step: {
    otherwise?: StepOf<'receive'>['otherwise'];
    cite?: string | undefined;
    because?: string | undefined;
  },
): void {
  const { world } = context;
  const wanted = contentBytes(is, world.values, world.nextSeed());
  if (received.size === wanted.length && received.sha256 === sha256(wanted)) return;
  let at = 0;
  while (at < wanted.length && wanted[at] === received.bytes[at]) at++;
  const from = Math.max(0, at - 16);
  const part = (bytes: Buffer, size: number): string =>
    `${size} bytes${from > 0 ? `, from ${from} on` : ''} "${visible(bytes.subarray(from, from + 48))}"`;
  throw notMet(context, part(wanted, wanted.length), part(received.bytes, received.size), step);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function transmit(context: Context, step: StepOf<'transmit'>): Promise<void> {
  const { world } = context;
  const bytes = contentBytes(step.transmit, world.values, world.nextSeed());
  if (step.save !== undefined) world.values.set(step.save, savedBytes(bytes));
  try {
    await sendBytes(world, step.to, bytes, step.then === 'end');
  } catch (error) {
    // The reply is judged where it is expected.
    if (!(error instanceof TransferRefused)) throw error;
  }
}

/** Sends over a data connection, under TLS where that is agreed. */
export async function sendBytes(
  world: World,
  name: string,
  bytes: Buffer,
  end: boolean,
): Promise<void> {
  const connection = await world.readyData(name);
  await connection.send(bytes, world.profile.replyMs);
  if (end) await connection.end();
  world.transcript.note(name, `sent ${bytes.length} bytes${end ? ' and FIN' : ''}`);
}
