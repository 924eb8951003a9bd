import {
  ANNOUNCING,
  announcedEndpoint,
  atPeer,
  passiveVerb,
  type PassiveVerb,
} from '../../client/data-set-up.ts';
import { DataConnection } from '../../client/data.ts';
import { dial } from '../../client/dial.ts';
import { fetchOver } from '../../scenario/files.ts';
import { describeReply } from '../../scenario/match-reply.ts';
import { sendWithRetry } from '../../scenario/retry-busy.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import type { Control, World } from '../../scenario/world.ts';
import { areNear } from '../../targets/addresses.ts';
import type { Endpoint } from '../../wire/endpoint.ts';
import { WireError } from '../../wire/errors.ts';
import type { Reply } from '../../wire/reply.ts';
import type { DataAddress } from '../options.ts';
import { isTargetError } from '../target-errors.ts';

/** How data connections are made where it does not matter to a scenario. */
export interface DataPath extends Pick<ServerProfile, 'passive' | 'dataHost'> {
  /** why there is no PASV; undefined where there is */
  readonly noPasv: string | undefined;
}

/** Asks for passive mode in both ways. @param control logged in */
export async function findDataPath(
  world: World,
  control: Control,
  wish: DataAddress,
): Promise<DataPath> {
  const { peer } = control.connection;
  const extended = await ask(world, control, 'EPSV');
  // What does not answer at all is not asked once more: the scenarios do.
  const unknown = { dataHost: undefined, noPasv: undefined };
  if (!extended) return { ...unknown, passive: 'PASV' };
  const knowsEpsv = extended.code === ANNOUNCING.EPSV;
  if (passiveVerb(peer.host, 'PASV') === 'EPSV')
    return { ...unknown, passive: isRefused(extended) ? undefined : 'EPSV' };
  const old = await ask(world, control, 'PASV');
  if (!old) return { ...unknown, passive: knowsEpsv ? 'EPSV' : 'PASV' };
  const noPasv = isRefused(old) ? `"PASV" draws ${describeReply(old)}` : undefined;
  const dataHost =
    old.code === ANNOUNCING.PASV ? await dataHostOf(world, control, old, wish) : undefined;
  const fallback = noPasv === undefined ? 'PASV' : undefined;
  return { passive: knowsEpsv ? 'EPSV' : fallback, dataHost, noPasv };
}

/** The reply, after some tries where it is refused for the moment; undefined where none comes. */
async function ask(world: World, control: Control, verb: PassiveVerb): Promise<Reply | undefined> {
  const { connection } = control;
  await sendWithRetry(world, control, verb);
  const arrived = await connection.peek(world.profile.replyMs);
  return arrived && (await connection.reply(0));
}

function isRefused({ code }: Reply): boolean {
  return code >= 400;
}

/**
 * The address that a 227 names, where that is another one than the control connection's and data is to go there:
 * as the user wants, or because a transfer works there and none at the control connection's, and it is on the same
 * network, so that nobody else's host is dialled (RFC 2577 section 3).
 */
async function dataHostOf(
  world: World,
  control: Control,
  { text }: Reply,
  wish: DataAddress,
): Promise<string | undefined> {
  const { peer } = control.connection;
  let announced: Endpoint;
  try {
    announced = announcedEndpoint('PASV', text, peer);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return undefined;
  }
  if (wish === 'peer' || announced.host === peer.host) return undefined;
  if (wish === 'announced') return announced.host;
  if (await serves(world, control, atPeer(peer, announced.port))) return undefined;
  const isOurs = areNear(peer.host, announced.host);
  return isOurs && (await serves(world, control, announced)) ? announced.host : undefined;
}

/** Whether the server transfers something over a connection there; whoever else may listen does not. */
async function serves(world: World, control: Control, to: Endpoint): Promise<boolean> {
  const { dialMs, waits } = world.profile;
  const dialled = await dial(to, { timeoutMs: dialMs, signal: world.gone });
  if (dialled.outcome !== 'connected') return false;
  world.addData('file', control, new DataConnection(dialled.channel, waits));
  try {
    await fetchOver(world, control, 'LIST');
    return true;
  } catch (error) {
    if (!isTargetError(error)) throw error;
    return false;
  }
}
