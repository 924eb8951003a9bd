import type { ControlConnection } from '../../client/control.ts';
import { DataConnection } from '../../client/data.ts';
import {
  describeEnding,
  type Ending,
  formatMs,
  Timeout,
  TransferRefused,
} from '../../client/failures.ts';
import { notMet, type Context, waitMs } from '../context.ts';
import type { StepOf } from '../schema.ts';
import { Saved } from '../values.ts';
import type { World } from '../world.ts';
import { notified } from './bytes.ts';

/** The client's FIN or RST, on a control or data connection. */
export async function close(context: Context, step: StepOf<'close'>): Promise<void> {
  const { world } = context;
  if (world.hasData(step.close)) {
    await (await world.readyData(step.close).catch(unsecured(world, step.close))).end();
    world.transcript.note(step.close, 'closed by the client (FIN)');
    return;
  }
  const control = world.control(step.close);
  control.unsynced = true;
  await control.connection.end();
}

/** Where the transfer is refused, TLS never came to be (RFC 4217 section 10.1). */
function unsecured(world: World, name: string): (error: unknown) => Promise<DataConnection> {
  return (error) => {
    if (error instanceof TransferRefused) return world.data(name);
    throw error;
  };
}

export async function reset(context: Context, step: StepOf<'reset'>): Promise<void> {
  const { world } = context;
  if (world.hasData(step.reset)) {
    (await world.data(step.reset)).reset();
    world.transcript.note(step.reset, 'reset by the client (RST)');
    return;
  }
  const control = world.control(step.reset);
  control.unsynced = true;
  control.connection.reset();
}

/** The server's FIN or RST, on a control or data connection. */
export async function expectClose(context: Context, step: StepOf<'expect-close'>): Promise<void> {
  const { world } = context;
  const name = step['expect-close'];
  const ms = waitMs(world, step.within);
  const connection = world.hasData(name) ? await world.data(name) : world.control(name).connection;
  let ending: Ending;
  try {
    ending = await connection.ended(ms);
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
    throw notMet(
      context,
      `the server to close ${name} within ${formatMs(ms)}`,
      'it is still open',
      step,
    );
  }
  // As every client does after the end of data; some servers wait for it before they go on.
  if (connection instanceof DataConnection && ending.how === 'fin') await connection.end();
  if (step.save !== undefined) world.values.set(step.save, savedEnding(ending, connection));
  const described = describeEnding(ending);
  if (step.with === 'fin' && ending.how !== 'fin')
    throw notMet(context, 'the connection to be closed in order (FIN)', described, step);
  if (step.with === 'rst' && ending.how !== 'reset')
    throw notMet(context, 'the connection to be reset (RST)', described, step);
}

/** How it ended; of a data connection also how many bytes came before. */
function savedEnding(ending: Ending, connection: DataConnection | ControlConnection): Saved {
  const fields = {
    how: () => ending.how,
    notified: () => notified(ending),
    total: () => connection.arrived,
  };
  return new Saved(fields, () => describeEnding(ending));
}
