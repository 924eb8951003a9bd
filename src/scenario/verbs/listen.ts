import { type ActiveSetUp, listenForServer, portsToListenOn } from '../../client/data-set-up.ts';
import type { DataConnection } from '../../client/data.ts';
import { errorCode, Timeout } from '../../client/failures.ts';
import { formatEndpoint } from '../../wire/endpoint.ts';
import { milliseconds, notMet, type Context, waitMs } from '../context.ts';
import { SetupFailed, Skipped } from '../outcomes.ts';
import type { StepOf } from '../schema.ts';
import { asText, savedEndpoint } from '../values.ts';
import type { Control, World } from '../world.ts';

/** Listens where the scenario says; what it leaves open is as the user allows. */
export async function listen(context: Context, step: StepOf<'listen'>): Promise<void> {
  const { world } = context;
  const { listener, announced } = await openListener(world, world.control(step.on), {
    at: step.at === undefined ? undefined : world.values.fill(step.at),
    ports: step.port === undefined ? undefined : portsOf(asText(world.values.resolve(step.port))),
  });
  world.addListener(step.listen, listener);
  world.values.set(step.listen, savedEndpoint(announced));
  world.transcript.note(step.listen, `listening on ${formatEndpoint(listener.endpoint)}`);
}

/** `5000`, `5000-5010`, `5000,5002`. */
function portsOf(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(part.trim()) ?? [];
    return portsToListenOn([Number(from), Number(to)]);
  });
}

/**
 * Listens for the server, who is told of --active-address unless the script names an address of its own.
 * @throws Skipped, SetupFailed where no port is free
 */
export async function openListener(
  { profile }: World,
  { connection }: Control,
  script: { readonly at?: string | undefined; readonly ports?: readonly number[] | undefined } = {},
): Promise<ActiveSetUp> {
  const host = script.at ?? connection.local.host;
  try {
    return await listenForServer(
      host,
      script.ports ?? portsToListenOn(profile.activePorts),
      script.at ?? profile.activeAddress,
    );
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE' && script.ports === undefined && profile.activePorts)
      throw new Skipped('it needs another port to listen on, and all of --active-ports are in use');
    throw new SetupFailed(`cannot listen on ${host} for active mode (${code})`);
  }
}

/** Waits for the server to connect. */
export async function accept(context: Context, step: StepOf<'accept'>): Promise<void> {
  const { world } = context;
  const listener = world.listener(step.accept);
  const control = world.control(step.on);
  const start = performance.now();
  let connection: DataConnection;
  try {
    connection = await world.accept(listener, control, step.as, waitMs(world, step.within));
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
    throw notMet(
      context,
      `the server to connect to ${formatEndpoint(listener.endpoint)}`,
      error.message,
      step,
    );
  }
  world.addData(step.as, control, connection);
  const took = Math.round(performance.now() - start);
  if (step.save !== undefined)
    world.values.set(step.save, savedEndpoint(connection.peer, { ms: () => took }));
}

/** The server does not connect. */
export async function noArrival(context: Context, step: StepOf<'no-arrival'>): Promise<void> {
  const listener = context.world.listener(step['no-arrival']);
  try {
    const channel = await listener.accept(milliseconds(step.within));
    const from = formatEndpoint(channel.peer);
    channel.destroy();
    throw notMet(
      context,
      `no connection to ${formatEndpoint(listener.endpoint)}`,
      `one from ${from}`,
      step,
    );
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
  }
}
