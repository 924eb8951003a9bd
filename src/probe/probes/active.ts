import {
  activeCommand,
  type ActiveSetUp,
  type ActiveVerb,
  listenForServer,
} from '../../client/data-set-up.ts';
import { errorCode } from '../../client/failures.ts';
import { isClass } from '../observations.ts';
import type { Session } from '../session.ts';
import { type Attempt, attempt, carry, type Wanted } from '../transfer.ts';

/** One transfer in active mode, recorded; undefined where this client has no port to listen on. */
export async function activeTransfer(
  session: Session,
  verb: ActiveVerb,
  wanted: Wanted,
): Promise<Attempt | undefined> {
  const { context } = session;
  const start = performance.now();
  const active = await listenOrTell(session);
  if (!active) return undefined;
  try {
    const done = await run(session, verb, wanted, active);
    done.seen.ms = performance.now() - start;
    context.see(done.seen);
    return done;
  } finally {
    await active.listener.close();
  }
}

/** Listens; where no port is free, that is an observation. */
async function listenOrTell({ control, context }: Session): Promise<ActiveSetUp | undefined> {
  const { activePorts, activeAddress } = context.options;
  const { host } = control.local;
  try {
    return await listenForServer(host, activePorts, activeAddress);
  } catch (error) {
    const isAnyPort = activePorts.length === 1 && activePorts[0] === 0;
    context.see({
      kind: 'omitted',
      stage: 'active set-up',
      why: `no ${isAnyPort ? 'port' : 'port of --active-ports'} to listen on at ${host} (${errorCode(error)})`,
      ms: 0,
    });
    return undefined;
  }
}

async function run(
  session: Session,
  verb: ActiveVerb,
  wanted: Wanted,
  { listener, announced }: ActiveSetUp,
): Promise<Attempt> {
  const { limits } = session.context;
  const setup = await session.ask(activeCommand(verb, announced));
  const started = attempt(session, 'active', wanted, setup);
  const { seen } = started;
  seen.endpoint = announced;
  if (!isClass(setup, 2)) {
    seen.stopped = 'set-up';
    return started;
  }
  const waiting = performance.now();
  return await carry(session, wanted, started, async (opening) => {
    // A refusal ends the waiting; a 150 may come long before the connection, or after it.
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
