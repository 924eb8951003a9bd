import type { Received } from '../../client/data.ts';
import { Closed, Timeout, TransferRefused } from '../../client/failures.ts';
import { contentBytes } from '../content.ts';
import type { Context } from '../context.ts';
import { expectReply } from '../expect-reply.ts';
import { describeReply } from '../match-reply.ts';
import { NO_ROOM, Skipped } from '../outcomes.ts';
import type { StepOf } from '../schema.ts';
import { savedBytes } from '../values.ts';
import type { Control, World } from '../world.ts';
import { compareBytes, receiveBytes, sendBytes } from './bytes.ts';
import { setUp } from './set-up.ts';

/** A whole transfer to the client. */
export async function download(context: Context, step: StepOf<'download'>): Promise<void> {
  const { world } = context;
  const control = world.control(step.on);
  if (!(await openTransfer(context, control, step, world.values.fill(step.download)))) return;
  const received = await receiveOrRefusal(context, control, step);
  world.letGo(TRANSFER);
  if (!received) {
    saveTransfer(world, step.save, Buffer.alloc(0));
    return;
  }
  await expectReply(context, control, step.expect ?? [226, 250], step.save && `${step.save}_reply`);
  saveTransfer(world, step.save, received.bytes, received);
  if (step.is !== undefined) compareBytes(context, received, step.is, step);
}

/**
 * Reads the data. Where none comes because the transfer has failed, the reply that says so tells more.
 * @returns undefined where it failed as expected
 */
async function receiveOrRefusal(
  context: Context,
  control: Control,
  step: StepOf<'download'>,
): Promise<Received | undefined> {
  const { world } = context;
  try {
    return await receiveBytes(world, TRANSFER, Infinity, world.profile.replyMs);
  } catch (error) {
    const reply = await control.connection.arrival(0);
    const isNone = error instanceof Timeout || error instanceof TransferRefused;
    if (!isNone || !reply || !('lines' in reply) || reply.code < 400) throw error;
    await expectReply(
      context,
      control,
      step.expect ?? [226, 250],
      step.save && `${step.save}_reply`,
    );
    return undefined;
  }
}

/** A whole transfer to the server. */
export async function upload(context: Context, step: StepOf<'upload'>): Promise<void> {
  const { world } = context;
  const control = world.control(step.on);
  const bytes = contentBytes(step.content, world.values, world.nextSeed());
  if (!(await openTransfer(context, control, step, world.values.fill(step.upload)))) return;
  try {
    await sendBytes(world, TRANSFER, bytes, true);
  } catch (error) {
    // The completion tells more than the broken connection.
    if (!(error instanceof Closed || error instanceof TransferRefused)) throw error;
  }
  if (step.expect === undefined) await needRoom(context, control);
  await expectReply(context, control, step.expect ?? [226, 250], step.save && `${step.save}_reply`);
  (await world.data(TRANSFER)).destroy();
  saveTransfer(world, step.save, bytes);
}

/** The name of the data connection of `download` and `upload`. */
const TRANSFER = 'transfer';

/**
 * Sets up, sends the command and judges what comes first. A 2yz there is no refusal, whatever is expected
 * at the end: without its 1yz nobody knows whether data flows.
 * @returns whether data flows; false where the command was refused as expected
 */
async function openTransfer(
  context: Context,
  control: Control,
  step: StepOf<'upload'> | StepOf<'download'>,
  line: string,
): Promise<boolean> {
  const { world } = context;
  await setUp(context, control, { data: step.via, as: TRANSFER, plain: false });
  if (step.rest !== undefined) {
    await control.connection.send(`REST ${world.values.fill(String(step.rest))}`);
    await expectReply(context, control, { pass: 350, skip: [500, 502] });
  }
  await control.connection.send(line);
  world.prepareData(control);
  const first = await control.connection.peek(world.profile.replyMs);
  if (first && first.code >= 300 && step.expect !== undefined) {
    await expectReply(context, control, step.expect, step.save && `${step.save}_reply`);
    saveTransfer(world, step.save, Buffer.alloc(0));
    return false;
  }
  if (step.preliminary === undefined) await needRoom(context, control);
  await expectReply(
    context,
    control,
    step.preliminary ?? [125, 150],
    step.save && `${step.save}_preliminary`,
  );
  return true;
}

/** @throws Skipped where the next reply says that the disk is full, or a quota is */
async function needRoom({ world }: Context, { connection }: Control): Promise<void> {
  const reply = await connection.peek(world.profile.replyMs);
  if (reply && NO_ROOM.includes(reply.code)) throw new Skipped(`no room: ${describeReply(reply)}`);
}

/** What is saved of a transfer: the bytes, with both replies beside them. */
function saveTransfer(
  world: World,
  save: string | undefined,
  bytes: Buffer,
  digest?: { size: number; sha256: string },
): void {
  if (save === undefined) return;
  const more = {
    reply: () => world.values.get(`${save}_reply`),
    preliminary: () => world.values.get(`${save}_preliminary`),
  };
  world.values.set(save, savedBytes(bytes, more, digest));
}
