import { DataConnection } from '../../client/data.ts';
import { describeEnding, formatMs, Timeout } from '../../client/failures.ts';
import { milliseconds, notMet, type Context } from '../context.ts';
import type { StepOf } from '../schema.ts';
import { Saved } from '../values.ts';
import { notified } from './bytes.ts';

/** The client's FIN or RST, on a control or data connection. */
export async function close(context: Context, step: StepOf<'close'>): Promise<void> {
  const { world } = context;
  if (world.hasData(step.close)) {
    await (await world.readyData(step.close)).end();
    world.transcript.note(step.close, 'closed by the client (FIN)');
    return;
  }
  const control = world.control(step.close);
  control.unsynced = true;
  await control.connection.end();
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
  const ms = step.within === undefined ? world.profile.replyMs : milliseconds(step.within);
  const connection = world.hasData(step['expect-close'])
    ? await world.data(step['expect-close'])
    : world.control(step['expect-close']).connection;
  try {
    const ending = await connection.ended(ms);
    // As every client does behind the end of data; some servers wait for it before they go on.
    if (connection instanceof DataConnection && ending.how === 'fin') await connection.end();
    if (step.save !== undefined)
      world.values.set(
        step.save,
        new Saved(
          {
            how: () => ending.how,
            notified: () => notified(ending),
            ...('arrived' in connection && { total: () => connection.arrived }),
          },
          () => describeEnding(ending),
        ),
      );
    if (step.with === 'fin' && ending.how !== 'fin')
      throw notMet(
        context,
        'the connection to be closed in order (FIN)',
        describeEnding(ending),
        step,
      );
    if (step.with === 'rst' && ending.how !== 'reset')
      throw notMet(context, 'the connection to be reset (RST)', describeEnding(ending), step);
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
    throw notMet(
      context,
      `the server to close ${step['expect-close']} within ${formatMs(ms)}`,
      'it is still open',
      step,
    );
  }
}
