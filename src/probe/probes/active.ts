import { Listener } from '../../client/listener.ts';
import { errorCode } from '../../client/failures.ts';
import { formatExtendedPort, formatHostPort } from '../../wire/endpoint.ts';
import { isClass } from '../observations.ts';
import type { Session } from '../session.ts';
import { type Attempt, attempt, carry, type Wanted } from '../transfer.ts';

export type ActiveVerb = 'PORT' | 'EPRT';

/** One transfer in active mode, recorded; undefined where this client has no port to listen on. */
export async function activeTransfer(
  session: Session,
  verb: ActiveVerb,
  wanted: Wanted,
): Promise<Attempt | undefined> {
  const { context } = session;
  const { options } = context;
  const start = performance.now();
  let listener: Listener;
  try {
    listener = await Listener.open(session.control.local.host, options.activePorts);
  } catch (error) {
    const ports = options.activePorts.length === 1 && options.activePorts[0] === 0;
    context.see({
      kind: 'omitted',
      stage: 'active set-up',
      why: `no ${ports ? 'port' : 'port of --active-ports'} to listen on at ${session.control.local.host} (${errorCode(error)})`,
      ms: 0,
    });
    return undefined;
  }
  try {
    const done = await run(session, verb, wanted, listener);
    done.seen.ms = performance.now() - start;
    context.see(done.seen);
    return done;
  } finally {
    await listener.close();
  }
}

async function run(
  session: Session,
  verb: ActiveVerb,
  wanted: Wanted,
  listener: Listener,
): Promise<Attempt> {
  const { options, limits } = session.context;
  const { host, port } = listener.endpoint;
  const endpoint = { host: options.activeAddress ?? host, port };
  const format = verb === 'PORT' ? formatHostPort : formatExtendedPort;
  const setup = await session.ask(`${verb} ${format(endpoint)}`);
  const started = attempt(session, 'active', wanted, setup);
  const { seen } = started;
  seen.endpoint = endpoint;
  if (!isClass(setup, 2)) {
    seen.stopped = 'set-up';
    return started;
  }
  const waiting = performance.now();
  return await carry(session, wanted, started, async (opening) => {
    // A refusal ends the waiting; a 150 may come long before the connection, or behind it.
    const refused = opening.then(async (answer) =>
      isClass(answer, 1) ? await new Promise<undefined>(() => undefined) : undefined,
    );
    const accepted = listener.accept(limits.dialMs).catch(() => undefined);
    const channel = await Promise.race([accepted, refused]);
    if (!channel) return undefined;
    seen.accepted = { peer: channel.peer, ms: performance.now() - waiting };
    return channel;
  });
}
