import { Closed, HandshakeFailed, Timeout } from '../client/failures.ts';
import { WireError } from '../wire/errors.ts';
import type { Reply } from '../wire/reply.ts';
import { describeReply } from './match-reply.ts';
import type { sendWithRetry } from './retry-busy.ts';
import type { Start } from './schema.ts';
import type { Account } from './server-profile.ts';
import { SetupFailed } from './outcomes.ts';
import type { Control, World } from './world.ts';

/** What a client does before a scenario's own steps; any trouble here is no verdict on the scenario. */
export async function startSession(
  world: World,
  name: string,
  start: Start,
  account: Account,
  directory: 'enter' | 'stay' = 'enter',
  fromListenPort = false,
): Promise<void> {
  if (start === 'nothing') return;
  try {
    const control = await world.openControl(name, fromListenPort);
    if (start === 'connected') return;
    await greeting(control, world.profile.replyMs);
    if (start === 'greeted') return;
    await secure(world, control);
    if (start === 'secured') return;
    await login(world, control, account);
    await protect(world, control);
    const place = world.profile.scratch ?? world.profile.directory;
    if (directory === 'enter' && place !== '') await command(world, control, `CWD ${place}`, [2]);
  } catch (error) {
    if (
      error instanceof Timeout ||
      error instanceof Closed ||
      error instanceof WireError ||
      error instanceof HandshakeFailed
    )
      throw new SetupFailed(error.message);
    throw error;
  }
}

async function greeting(control: Control, ms: number): Promise<void> {
  let reply = await control.connection.reply(ms);
  // 120: ready in a while (RFC 959 section 5.4)
  if (reply.code === 120) reply = await control.connection.reply(ms);
  if (reply.code !== 220)
    throw new SetupFailed(`the greeting is ${describeReply(reply)}`, reply.code);
}

/** AUTH TLS where the target asks for it (RFC 4217 section 4). */
async function secure(world: World, control: Control): Promise<void> {
  if (world.profile.security !== 'ftpes') return;
  await command(world, control, 'AUTH TLS', [2]);
  await control.connection.secure(world.profile.tls, world.profile.replyMs);
}

/** Logs in: USER, PASS, and nothing more where the server wants less. */
async function login(world: World, control: Control, account: Account): Promise<void> {
  const user = await command(world, control, `USER ${account.user}`, [2, 3]);
  if (user.code >= 200 && user.code < 300) return;
  await command(world, control, `PASS ${account.password}`, [2]);
}

/** PBSZ and PROT under TLS, so that data is under TLS too (RFC 4217 section 9). */
async function protect(world: World, control: Control): Promise<void> {
  if (world.profile.security === 'ftp') return;
  await command(world, control, 'PBSZ 0', [2]);
  await command(world, control, 'PROT P', [2]);
  control.protect = true;
}

/** How long a server may take to close behind its 221, before the client does. */
const CLOSE_MS = 500;

/**
 * Says goodbye and waits until the server has let the session go, so that the next one is not one too many.
 * What else the server makes of it does not matter here.
 */
export async function quit(world: World, { connection }: Control): Promise<void> {
  await connection.send('QUIT');
  await connection.arrival(world.profile.replyMs);
  try {
    await connection.ended(CLOSE_MS);
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
  }
  connection.destroy();
}

/** Sends a command and wants a reply of one of these classes. */
export async function command(
  world: World,
  control: Control,
  line: string,
  classes: readonly number[],
  send: typeof sendWithRetry = sendOnce,
): Promise<Reply> {
  control.connection.forgetReplies();
  await send(world, control, line);
  const reply = await replyTo(world, control, line);
  if (!classes.includes(Math.floor(reply.code / 100))) {
    const sent = world.transcript.hide(line);
    throw new SetupFailed(
      `"${sent}" draws ${world.transcript.hide(describeReply(reply))}`,
      reply.code,
    );
  }
  return reply;
}

/** @throws SetupFailed that names the command; a reply that did not come is told apart from one that refuses */
async function replyTo(world: World, { connection }: Control, line: string): Promise<Reply> {
  try {
    return await connection.reply(world.profile.replyMs);
  } catch (error) {
    if (!(error instanceof Timeout || error instanceof Closed)) throw error;
    throw new SetupFailed(`behind "${world.transcript.hide(line)}" ${error.message}`);
  }
}

async function sendOnce(_: World, { connection }: Control, line: string): Promise<void> {
  await connection.send(line);
}
