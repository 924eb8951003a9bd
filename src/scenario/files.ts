import { Closed, formatMs } from '../client/failures.ts';
import { DataConnection } from '../client/data.ts';
import { ANNOUNCING, dialPassive, passiveVerb } from '../client/data-set-up.ts';
import { contentBytes } from './content.ts';
import { sendWithRetry } from './retry-busy.ts';
import { startSession, command, quit, replyTo } from './session-start.ts';
import type { Content } from './schema.ts';
import { SetupFailed } from './outcomes.ts';
import type { Control, World } from './world.ts';

/**
 * Makes a scenario's scratch directory and the files it starts from, over a connection of their own, so
 * that the one under test is fresh.
 * @throws SetupFailed
 */
export async function makeFiles(
  world: World,
  files: Readonly<Record<string, Content>>,
): Promise<void> {
  const { scratch } = world.profile;
  if (scratch === undefined) return;
  const control = await keeper(world);
  await command(world, control, `MKD ${scratch}`, [2]);
  const entries = Object.entries(files);
  if (entries.length > 0) await command(world, control, 'TYPE I', [2]);
  for (const [name, content] of entries)
    await store(world, control, `${scratch}/${name}`, [
      contentBytes(content, world.values, world.nextSeed()),
    ]);
  await quit(world, control);
}

/** A logged-in connection that looks after files; it stays in the login directory. */
export async function keeper(world: World): Promise<Control> {
  const { account } = world.profile;
  await startSession(world, 'keeper', { stage: 'logged-in', account, directory: 'stay' });
  return world.control('keeper');
}

/** Stores bytes, in pieces that need not all be there at once, under an absolute path. The connection must be in TYPE I. */
export async function store(
  world: World,
  control: Control,
  path: string,
  pieces: Iterable<Buffer>,
): Promise<void> {
  await passive(world, control);
  await command(world, control, `STOR ${path}`, [1]);
  const connection = await world.readyData('file');
  try {
    for (const piece of pieces) await connection.send(piece, world.profile.replyMs);
    await connection.end();
  } catch (error) {
    if (!(error instanceof Closed)) throw error;
  }
  const reply = await control.connection.reply(world.profile.replyMs);
  connection.destroy();
  // 226 or 250 are due, but which of them is a scenario's business.
  if (reply.code < 200 || reply.code >= 300)
    throw new SetupFailed(`storing ${path} ends with ${reply.code}`, reply.code);
}

/** The bytes of a listing or a file, or the first `most` of them. */
export async function fetch(
  world: World,
  control: Control,
  line: string,
  most = Infinity,
): Promise<Buffer> {
  await passive(world, control);
  await command(world, control, line, [1]);
  const connection = await world.readyData('file');
  const { bytes } = await connection.receive(most, world.profile.replyMs);
  connection.destroy();
  await control.connection.reply(world.profile.replyMs);
  return bytes;
}

/** Dials a data connection and gives it to the world, which releases it also where the transfer is refused. */
async function passive(world: World, control: Control): Promise<void> {
  const verb = passiveVerb(control.connection.peer.host, world.profile.passive);
  control.connection.forgetReplies();
  await sendWithRetry(world, control, verb);
  let reply = await replyTo(world, control, verb, [2]);
  // A second answer to the command before: that is for the rules to judge, and must not cost the files.
  while (reply.code !== ANNOUNCING[verb])
    reply = await control.connection.reply(world.profile.replyMs);
  const { to, dialled } = await dialPassive(control.connection, verb, reply, {
    timeoutMs: world.profile.dialMs,
    signal: world.gone,
  });
  if (dialled.outcome !== 'connected')
    throw new SetupFailed(
      `passive port ${to.port} is ${dialled.outcome} (${dialled.code}) after ${formatMs(dialled.ms)}`,
    );
  world.addData('file', control, new DataConnection(dialled.channel));
}
