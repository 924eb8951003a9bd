import { DataConnection } from '../../client/data.ts';
import { errorCode, Timeout } from '../../client/failures.ts';
import { Listener } from '../../client/listener.ts';
import { describeReply } from '../../scenario/match-reply.ts';
import { portsToListenOn } from '../../scenario/server-profile.ts';
import type { Control, World } from '../../scenario/world.ts';
import { formatEndpoint, formatExtendedPort, formatHostPort } from '../../wire/endpoint.ts';
import { isTargetError } from '../target-errors.ts';

/**
 * Tries a listing in active mode.
 * @param control logged in
 * @returns why no data connection arrives here; undefined where one does
 */
export async function whyNotActive(world: World, control: Control): Promise<string | undefined> {
  const { profile } = world;
  const { local } = control.connection;
  const listener = await Listener.open(local.host, portsToListenOn(profile)).catch(errorCode);
  if (typeof listener === 'string') return `nothing can listen at ${local.host} (${listener})`;
  world.addListener('survey', listener);
  const announced = { ...listener.endpoint, host: profile.activeAddress ?? local.host };
  const v6 = announced.host.includes(':');
  await control.connection.send(
    v6 ? `EPRT ${formatExtendedPort(announced)}` : `PORT ${formatHostPort(announced)}`,
  );
  const reply = await control.connection.reply(profile.replyMs);
  if (reply.code !== 200) return `the server refuses active mode: ${describeReply(reply)}`;
  await control.connection.send('LIST');
  try {
    const arrived = await listener.accept(profile.dialMs);
    await hearOut(world, control, new DataConnection(arrived));
    return undefined;
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
    return `no active data connection arrives at ${formatEndpoint(announced)}`;
  }
}

/** Takes a transfer to its end, as a server may complain of one that breaks off. That it began is enough. */
async function hearOut(world: World, control: Control, data: DataConnection): Promise<void> {
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
