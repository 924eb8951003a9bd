import { Closed, formatMs, TransferRefused } from '../client/failures.ts';
import { DataConnection } from '../client/data.ts';
import { KEEPER } from '../client/records.ts';
import {
  activeCommand,
  activeVerb,
  ANNOUNCING,
  listenForServer,
  type PassiveVerb,
  passiveVerb,
  portsToListenOn,
} from '../client/data-set-up.ts';
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
  await startSession(world, KEEPER, { stage: 'logged-in', account, directory: 'stay' });
  return world.control('keeper');
}

/** Stores bytes, in pieces that need not all be there at once, under an absolute path. The connection must be in TYPE I. */
export async function store(
  world: World,
  control: Control,
  path: string,
  pieces: Iterable<Buffer>,
  verb: 'STOR' | 'APPE' = 'STOR',
): Promise<void> {
  await openData(world, control);
  const connection = await begin(world, control, `${verb} ${path}`);
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

/** The bytes of a listing or a file, or the first `most` of them, `rest` octets behind its beginning. */
export async function fetch(
  world: World,
  control: Control,
  line: string,
  { most, rest }: { readonly most?: number; readonly rest?: number } = {},
): Promise<Buffer> {
  await openData(world, control);
  // Directly before the transfer, as anything between is undefined (RFC 3659 section 5.3).
  if (rest !== undefined) await command(world, control, `REST ${rest}`, [3]);
  return await fetchOver(world, control, line, most);
}

/** As `fetch`, over the data connection "file" that is there. */
export async function fetchOver(
  world: World,
  control: Control,
  line: string,
  most = Infinity,
): Promise<Buffer> {
  const connection = await begin(world, control, line);
  const { bytes } = await connection.receive(most, world.profile.replyMs);
  connection.destroy();
  await control.connection.reply(world.profile.replyMs);
  return bytes;
}

/** Sends a transfer command. @returns its data connection, which was ready as soon as the server wanted it to be */
async function begin(world: World, control: Control, line: string): Promise<DataConnection> {
  control.connection.forgetReplies();
  await control.connection.send(line);
  world.prepareData(control);
  await replyTo(world, control, line, [1]);
  try {
    return await world.readyData('file');
  } catch (error) {
    // Behind its 1yz reply, where a handshake is awaited.
    if (!(error instanceof TransferRefused)) throw error;
    throw new SetupFailed(`after "${world.transcript.hide(line)}" ${error.message}`, error.code);
  }
}

/** Sets up a data connection of the world's, which releases it also where the transfer is refused. */
async function openData(world: World, control: Control): Promise<void> {
  const { passive, noData } = world.profile;
  if (noData !== undefined) throw new SetupFailed(noData);
  const { peer } = control.connection;
  if (passive === undefined) await openActive(world, control);
  else await openPassive(world, control, passiveVerb(peer.host, passive));
}

async function openActive(world: World, control: Control): Promise<void> {
  const { profile } = world;
  const { local } = control.connection;
  world.letGo('file');
  const ports = portsToListenOn(profile.activePorts);
  const { listener, announced } = await listenForServer(local.host, ports, profile.activeAddress);
  world.addData('file', control, listener);
  const line = activeCommand(activeVerb(announced.host), announced);
  await command(world, control, line, [2]);
}

async function openPassive(world: World, control: Control, verb: PassiveVerb): Promise<void> {
  control.connection.forgetReplies();
  await sendWithRetry(world, control, verb);
  let reply = await replyTo(world, control, verb, [2]);
  // A second answer to the command before: that is for the rules to judge, and must not cost the files.
  while (reply.code !== ANNOUNCING[verb])
    reply = await control.connection.reply(world.profile.replyMs);
  const { to, dialled } = await world.dialPassive(control, verb, reply);
  if (dialled.outcome !== 'connected')
    throw new SetupFailed(
      `passive port ${to.port} is ${dialled.outcome} (${dialled.code}) after ${formatMs(dialled.ms)}`,
    );
  world.addData('file', control, new DataConnection(dialled.channel, world.profile.waits));
}
