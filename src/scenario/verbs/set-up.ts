import { isIPv6 } from 'node:net';
import {
  activeCommand,
  activeVerb,
  type ActiveVerb,
  ANNOUNCING,
  type PassiveVerb,
  passiveVerb,
} from '../../client/data-set-up.ts';
import { DataConnection } from '../../client/data.ts';
import { formatMs } from '../../client/failures.ts';
import { formatEndpoint } from '../../wire/endpoint.ts';
import type { Context } from '../context.ts';
import { expectReply } from '../expect-reply.ts';
import { Deviation, SetupFailed, Skipped } from '../outcomes.ts';
import { sendWithRetry } from '../retry-busy.ts';
import type { Expected, Path, StepOf } from '../schema.ts';
import type { ServerProfile } from '../server-profile.ts';
import type { Control } from '../world.ts';
import { openListener } from './listen.ts';

/** How a data connection is set up, and its name. */
export type DataPlan = Pick<StepOf<'data'>, 'data' | 'as' | 'plain'>;

/** Sets a data connection up in one of the ways. */
export async function data(context: Context, step: StepOf<'data'>): Promise<void> {
  await setUp(context, context.world.control(step.on), step);
}

/**
 * What announces a port. Over IPv6, which PASV cannot express, a server without EPSV has no passive mode; and data that
 * has to be protected may be refused here already (R28).
 */
function announcing(verb: PassiveVerb, { connection }: Control): Expected {
  const alone = verb === 'EPSV' && isIPv6(connection.peer.host);
  const unprotected = [521, 522, 534];
  return { pass: ANNOUNCING[verb], skip: alone ? [500, 502, ...unprotected] : unprotected };
}

/** Does what a path says; in passive mode the connection is dialled, in active mode it is awaited when used. */
export async function setUp(context: Context, control: Control, plan: DataPlan): Promise<void> {
  const verb = verbOf(plan.data, control.connection.peer.host, context.world.profile);
  if (verb === 'PORT' || verb === 'EPRT') await setUpActive(context, control, verb, plan);
  else await setUpPassive(context, control, verb, plan);
}

/**
 * The command of a path; where the path leaves that open, the address family and the server decide.
 * @throws Skipped where the server has no such path
 */
function verbOf(path: Path, host: string, profile: ServerProfile): PassiveVerb | ActiveVerb {
  const { passive, noData } = profile;
  if (path === 'active') return activeVerb(host);
  if (path === 'any' || path === 'passive') {
    if (passive !== undefined) return passiveVerb(host, passive);
    if (path === 'passive') throw new Skipped('the server has no passive mode');
    if (noData !== undefined) throw new Skipped(noData);
    return activeVerb(host);
  }
  return ({ pasv: 'PASV', epsv: 'EPSV', port: 'PORT', eprt: 'EPRT' } as const)[path];
}

async function setUpActive(
  context: Context,
  control: Control,
  verb: ActiveVerb,
  { as, plain }: DataPlan,
): Promise<void> {
  const { world } = context;
  // First, as its port may be the only one.
  world.letGo(as);
  const { listener, announced } = await openListener(world, control);
  world.addData(as, control, listener, plain);
  await control.connection.send(activeCommand(verb, announced));
  await expectReply(context, control, { pass: 200, skip: ['4yz', '5yz'], cite: 'R47' });
}

async function setUpPassive(
  context: Context,
  control: Control,
  verb: PassiveVerb,
  { as, plain }: DataPlan,
): Promise<void> {
  const { world } = context;
  await sendWithRetry(world, control, verb);
  const reply = await expectReply(context, control, announcing(verb, control));
  if (!reply) throw new SetupFailed('the passive set-up drew no reply');
  const { to, dialled } = await world.dialPassive(control, verb, reply);
  const took = formatMs(dialled.ms);
  if (dialled.outcome !== 'connected')
    throw new Deviation(
      `a listener at ${formatEndpoint(to)}`,
      `${dialled.outcome} (${dialled.code}) after ${took}`,
    );
  world.transcript.note(as, `connected to ${formatEndpoint(to)} in ${took}`);
  world.addData(as, control, new DataConnection(dialled.channel, world.profile.waits), plain);
}
