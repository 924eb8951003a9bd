import {
  activeCommand,
  activeVerb,
  type ActiveVerb,
  ANNOUNCING,
  dialPassive,
  type PassiveVerb,
  passiveVerb,
} from '../../client/data-set-up.ts';
import { DataConnection } from '../../client/data.ts';
import { formatMs } from '../../client/failures.ts';
import { formatEndpoint } from '../../wire/endpoint.ts';
import type { Context } from '../context.ts';
import { expectReply } from '../expect-reply.ts';
import { Deviation, SetupFailed } from '../outcomes.ts';
import { sendWithRetry } from '../retry-busy.ts';
import type { Path, StepOf } from '../schema.ts';
import type { ServerProfile } from '../server-profile.ts';
import type { Control } from '../world.ts';
import { openListener } from './listen.ts';

/** How a data connection is set up, and its name. */
export type DataPlan = Pick<StepOf<'data'>, 'data' | 'as' | 'plain'>;

/** Sets a data connection up in one of the ways. */
export async function data(context: Context, step: StepOf<'data'>): Promise<void> {
  await setUp(context, context.world.control(step.on), step);
}

/** Does what a path says; in passive mode the connection is dialled, in active mode it is awaited when used. */
export async function setUp(context: Context, control: Control, plan: DataPlan): Promise<void> {
  const verb = verbOf(plan.data, control.connection.peer.host, context.world.profile);
  if (verb === 'PORT' || verb === 'EPRT') await setUpActive(context, control, verb, plan);
  else await setUpPassive(context, control, verb, plan);
}

/** The command of a path; where the path leaves that open, the address family and the server decide. */
function verbOf(path: Path, host: string, { passive }: ServerProfile): PassiveVerb | ActiveVerb {
  if (path === 'passive') return passiveVerb(host, passive);
  if (path === 'active') return activeVerb(host);
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
  const reply = await expectReply(context, control, ANNOUNCING[verb]);
  if (!reply) throw new SetupFailed('the passive set-up drew no reply');
  const { to, dialled } = await dialPassive(control.connection, verb, reply, {
    timeoutMs: world.profile.dialMs,
    signal: world.gone,
  });
  const took = formatMs(dialled.ms);
  if (dialled.outcome !== 'connected')
    throw new Deviation(
      `a listener at ${formatEndpoint(to)}`,
      `${dialled.outcome} (${dialled.code}) after ${took}`,
    );
  world.transcript.note(as, `connected to ${formatEndpoint(to)} in ${took}`);
  world.addData(as, control, new DataConnection(dialled.channel), plain);
}
