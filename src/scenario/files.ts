import { Closed, formatMs } from '../client/failures.ts';
import { DataConnection } from '../client/data.ts';
import { dial } from '../client/dial.ts';
import { parse227, parse229 } from '../wire/endpoint.ts';
import { contentBytes } from './content.ts';
import { sendWithRetry } from './retry-busy.ts';
import { startSession, command, quit } from './session-start.ts';
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
  await startSession(world, 'keeper', 'logged-in', world.profile.account, 'stay');
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

/** Dials a data connection and gives it to the world, which lets it go also where the transfer is refused. */
async function passive(world: World, control: Control): Promise<void> {
  const extended = world.profile.passive === 'epsv' || world.profile.host.includes(':');
  let reply = await command(world, control, extended ? 'EPSV' : 'PASV', [2], sendWithRetry);
  // A second answer to the command before: that is for the rules to judge, and must not cost the files.
  while (reply.code !== (extended ? 229 : 227))
    reply = await control.connection.reply(world.profile.replyMs);
  const { port } = extended ? parse229(reply.text) : parse227(reply.text);
  const dialled = await dial(
    { host: world.profile.host, port },
    { timeoutMs: world.profile.dialMs, signal: world.gone },
  );
  if (dialled.outcome !== 'connected')
    throw new SetupFailed(
      `passive port ${port} is ${dialled.outcome} (${dialled.code}) after ${formatMs(dialled.ms)}`,
    );
  world.addData('file', control, new DataConnection(dialled.channel));
}
