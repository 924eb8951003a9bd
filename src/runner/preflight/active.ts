import {
  activeCommand,
  type ActiveSetUp,
  activeVerb,
  listenForServer,
  portsToListenOn,
} from '../../client/data-set-up.ts';
import { DataConnection } from '../../client/data.ts';
import { errorCode, Timeout } from '../../client/failures.ts';
import { describeReply } from '../../scenario/match-reply.ts';
import type { Control, World } from '../../scenario/world.ts';
import { formatEndpoint } from '../../wire/endpoint.ts';
import { isTargetError } from '../target-errors.ts';

/**
 * Tries a listing in active mode.
 * @param control logged in
 * @returns why no data connection arrives here; undefined where one does
 */
export async function whyNotActive(world: World, control: Control): Promise<string | undefined> {
  const { profile } = world;
  const { connection } = control;
  const { host } = connection.local;
  const ports = portsToListenOn(profile.activePorts);
  let active: ActiveSetUp;
  try {
    active = await listenForServer(host, ports, profile.activeAddress);
  } catch (error) {
    return `nothing can listen at ${host} (${errorCode(error)})`;
  }
  const { listener, announced } = active;
  world.addListener('preflight', listener);
  await connection.send(activeCommand(activeVerb(announced.host), announced));
  const reply = await connection.reply(profile.replyMs);
  if (reply.code !== 200) return `the server refuses active mode: ${describeReply(reply)}`;
  await connection.send('LIST');
  try {
    const arrived = await listener.accept(profile.dialMs);
    await finishListing(world, control, new DataConnection(arrived));
    return undefined;
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
    return `no active data connection arrives at ${formatEndpoint(announced)}`;
  }
}

/** Takes a listing to its end, as a server may complain of one that breaks off. That it began is enough. */
async function finishListing(world: World, control: Control, data: DataConnection): Promise<void> {
  const ms = world.profile.replyMs;
  try {
    world.addData('file', control, data);
    await (await world.readyData('file')).receive(Infinity, ms);
    await data.end();
    while ((await control.connection.reply(ms)).code < 200);
  } catch (error) {
    if (!isTargetError(error)) throw error;
    control.unsynced = true;
  }
}
