import { type DataConnection, DataConnection as Data } from '../../client/data.ts';
import { dial as dialEndpoint } from '../../client/dial.ts';
import { errorCode, formatMs, Timeout } from '../../client/failures.ts';
import { Listener } from '../../client/listener.ts';
import {
  formatEndpoint,
  formatExtendedPort,
  formatHostPort,
  parse227,
  parse229,
} from '../../wire/endpoint.ts';
import { expectReply, milliseconds, notMet, type Context } from '../context.ts';
import { sendWithRetry } from '../retry-busy.ts';
import type { Path, StepOf } from '../schema.ts';
import { portsToListenOn } from '../server-profile.ts';
import { asText, Saved, savedEndpoint } from '../values.ts';
import { SetupFailed, Skipped, Deviation } from '../outcomes.ts';
import type { Control, World } from '../world.ts';

/** Sets a data connection up in one of the ways. */
export async function data(context: Context, step: StepOf<'data'>): Promise<void> {
  await setUp(context, context.world.control(step.on), step.data, step.as, step.plain);
}

/** Does what a path says; in passive mode the connection is dialled, in active mode it is awaited when used. */
export async function setUp(
  context: Context,
  control: Control,
  path: Path,
  name: string,
  clear = false,
): Promise<void> {
  const { world } = context;
  const v6 = control.connection.peer.host.includes(':');
  if (path === 'active' || path === 'eprt' || path === 'port') {
    const extended = path === 'eprt' || (path === 'active' && v6);
    // First, as its port may be the only one.
    world.letGo(name);
    const listener = await openListener(world, control);
    world.addData(name, control, listener, clear);
    const announced = {
      ...listener.endpoint,
      host: world.profile.activeAddress ?? listener.endpoint.host,
    };
    const argument = extended ? formatExtendedPort(announced) : formatHostPort(announced);
    await control.connection.send(`${extended ? 'EPRT' : 'PORT'} ${argument}`);
    await expectReply(context, control, { pass: 200, skip: ['4yz', '5yz'], cite: 'R47' });
    return;
  }
  const extended =
    path === 'epsv' || (path === 'passive' && (v6 || world.profile.passive === 'epsv'));
  await sendWithRetry(world, control, extended ? 'EPSV' : 'PASV');
  const reply = await expectReply(context, control, extended ? 229 : 227);
  if (!reply) throw new SetupFailed('the passive set-up drew no reply');
  const { port } = extended ? parse229(reply.text) : parse227(reply.text);
  const to = { host: control.connection.peer.host, port };
  const dialled = await dialEndpoint(to, { timeoutMs: world.profile.dialMs, signal: world.gone });
  if (dialled.outcome !== 'connected')
    throw new Deviation(
      `a listener at ${formatEndpoint(to)}`,
      `${dialled.outcome} (${dialled.code}) after ${formatMs(dialled.ms)}`,
    );
  world.transcript.note(name, `connected to ${formatEndpoint(to)} in ${formatMs(dialled.ms)}`);
  world.addData(name, control, new Data(dialled.channel), clear);
}

async function openListener(
  world: World,
  control: Control,
  at?: string,
  ports?: Iterable<number>,
): Promise<Listener> {
  const host = at ?? control.connection.local.host;
  try {
    return await Listener.open(host, ports ?? portsToListenOn(world.profile));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE' && ports === undefined && world.profile.activePorts)
      throw new Skipped('it needs another port to listen on, and all of --active-ports are in use');
    throw new SetupFailed(`cannot listen on ${host} for active mode (${code})`);
  }
}

/** Connects to an announced endpoint, and says how it went where that is not what was expected. */
export async function dial(context: Context, step: StepOf<'dial'>): Promise<void> {
  const { world } = context;
  const control = world.control(step.on);
  const announced = String(world.values.get(`${step.dial}.host`));
  const port = Number(world.values.get(`${step.dial}.port`));
  const host = step.address === 'announced' ? announced : control.connection.peer.host;
  const to = { host, port };
  const timeoutMs = step.within === undefined ? world.profile.dialMs : milliseconds(step.within);
  const dialled = await dialEndpoint(to, {
    timeoutMs,
    localAddress: step.source,
    signal: world.gone,
  });
  const wanted: readonly string[] = typeof step.expect === 'string' ? [step.expect] : step.expect;
  let outcome: string = dialled.outcome;
  if (dialled.outcome === 'connected') {
    const connection = new Data(dialled.channel);
    world.addData(step.as, control, connection, step.plain);
    if (wanted.includes('closed') && (await endsAtOnce(connection))) outcome = 'closed';
  }
  const code = dialled.outcome === 'connected' ? '' : ` (${dialled.code})`;
  const story = `${formatEndpoint(to)} ${outcome}${code} in ${formatMs(dialled.ms)}`;
  world.transcript.note(step.as, story);
  if (step.save !== undefined)
    world.values.set(
      step.save,
      new Saved(
        {
          outcome: () => outcome,
          ms: () => Math.round(dialled.ms),
          code: () => code,
          endpoint: () => formatEndpoint(to),
        },
        () => story,
      ),
    );
  if (!wanted.includes(outcome))
    throw notMet(
      context,
      `${formatEndpoint(to)} to be ${wanted.join(' or ')}`,
      outcome + code,
      step,
    );
}

/** Long enough for a FIN that is on its way, short enough not to wait for a transfer. */
const AT_ONCE_MS = 1500;

async function endsAtOnce(connection: DataConnection): Promise<boolean> {
  try {
    return (await connection.arrival(AT_ONCE_MS)) !== 'data';
  } catch (error) {
    if (error instanceof Timeout) return false;
    throw error;
  }
}

export async function listen(context: Context, step: StepOf<'listen'>): Promise<void> {
  const { world } = context;
  const control = world.control(step.on);
  const at = step.at === undefined ? undefined : world.values.fill(step.at);
  const listener = await openListener(
    world,
    control,
    at,
    step.port === undefined ? undefined : portsOf(asText(world.values.resolve(step.port))),
  );
  world.addListener(step.listen, listener);
  const host = at ?? world.profile.activeAddress ?? listener.endpoint.host;
  const announced = { host, port: listener.endpoint.port };
  world.values.set(step.listen, savedEndpoint(announced));
  world.transcript.note(step.listen, `listening on ${formatEndpoint(listener.endpoint)}`);
}

function portsOf(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(part.trim()) ?? [];
    const length = Number(to) - Number(from) + 1;
    return Array.from({ length }, (_, index) => Number(from) + index);
  });
}

export async function accept(context: Context, step: StepOf<'accept'>): Promise<void> {
  const { world } = context;
  const listener = world.listener(step.accept);
  const control = world.control(step.on);
  const ms = step.within === undefined ? world.profile.replyMs : milliseconds(step.within);
  const start = performance.now();
  let connection: DataConnection;
  try {
    connection = await world.accept(listener, control, step.as, ms);
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
