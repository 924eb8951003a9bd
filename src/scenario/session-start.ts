import { Closed, HandshakeFailed, Timeout } from '../client/failures.ts';
import { WireError } from '../wire/errors.ts';
import type { Reply } from '../wire/reply.ts';
import { describeReply } from './match-reply.ts';
import type { Start } from './stages.ts';
import type { Account } from './server-profile.ts';
import { SetupFailed } from './outcomes.ts';
import type { Control, World } from './world.ts';

/** What a client does by itself. */
export interface SessionStart {
  /** how far it goes */
  readonly stage: Start;
  readonly account: Account;
  /** whether it goes on to the directory of the scenario or the target */
  readonly directory?: 'enter' | 'stay';
  /** the connection comes from a port that can be listened on as well */
  readonly fromListenPort?: boolean | undefined;
}

/**
 * Does what comes before a scenario's own steps.
 * @throws SetupFailed, as no trouble here says anything about what the scenario tests
 */
export async function startSession(world: World, name: string, start: SessionStart): Promise<void> {
  if (start.stage === 'nothing') return;
  try {
    const control = await world.openControl(name, start.fromListenPort);
    await reachStage(world, control, start);
  } catch (error) {
    if (
      error instanceof Timeout ||
      error instanceof Closed ||
      error instanceof WireError ||
      error instanceof HandshakeFailed
    )
      throw new SetupFailed(error.message, undefined, { cause: error });
    throw error;
  }
}

async function reachStage(
  world: World,
  control: Control,
  { stage, account, directory = 'enter' }: SessionStart,
): Promise<void> {
  if (stage === 'connected') return;
  await greeting(control, world.profile.replyMs);
  if (stage === 'greeted') return;
  await secure(world, control);
  if (stage === 'secured') return;
  await login(world, control, account);
  await protect(world, control);
  const place = world.profile.scratch ?? world.profile.directory;
  if (directory === 'enter' && place !== '') await command(world, control, `CWD ${place}`, [2]);
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

/** Logs in: USER, and PASS where the server asks for it. */
async function login(world: World, control: Control, account: Account): Promise<void> {
  const user = await command(world, control, `USER ${account.user}`, [2, 3]);
  if (user.code >= 200 && user.code < 300) return;
  await command(world, control, `PASS ${account.password}`, [2]);
}

/**
 * PBSZ and PROT under TLS, so that data is under TLS too (RFC 4217 section 9). A server may refuse that level (section
 * 10.2); data is in clear then.
 */
async function protect(world: World, control: Control): Promise<void> {
  if (world.profile.security === 'ftp') return;
  await command(world, control, 'PBSZ 0', [2, 5]);
  const { code } = await command(world, control, 'PROT P', [2, 4, 5]);
  control.protect = code < 300;
}

/** How long a server may take to answer QUIT, and then to close, before the client does. */
const QUIT_MS = 3000;
const CLOSE_MS = 500;

/**
 * Sends QUIT and waits until the server has released the session, so that the next one is not one too many.
 * What else the server makes of it does not matter here.
 */
export async function quit(world: World, { connection }: Control): Promise<void> {
  await connection.send('QUIT');
  await connection.peek(Math.min(QUIT_MS, world.profile.replyMs));
  try {
    await connection.ended(CLOSE_MS);
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
  }
  connection.destroy();
}

/**
 * Sends a command and wants a reply of one of these classes.
 * @throws SetupFailed
 */
export async function command(
  world: World,
  control: Control,
  line: string,
  classes: readonly number[],
): Promise<Reply> {
  control.connection.forgetReplies();
  await control.connection.send(line);
  return await replyTo(world, control, line, classes);
}

/**
 * The reply to a command that was sent, of one of these classes.
 * @throws SetupFailed that names the command
 */
export async function replyTo(
  { profile, transcript }: World,
  { connection }: Control,
  line: string,
  classes: readonly number[],
): Promise<Reply> {
  let reply: Reply;
  try {
    reply = await connection.reply(profile.replyMs);
  } catch (error) {
    // A reply that did not come is told apart from one that refuses.
    if (!(error instanceof Timeout || error instanceof Closed)) throw error;
    connection.owed(error);
    throw new SetupFailed(`after "${transcript.hide(line)}" ${error.message}`);
  }
  if (classes.includes(Math.floor(reply.code / 100))) return reply;
  const drawn = transcript.hide(describeReply(reply));
  throw new SetupFailed(`"${transcript.hide(line)}" draws ${drawn}`, reply.code);
}
