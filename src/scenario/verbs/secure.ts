import type { Secured } from '../../client/channel.ts';
import type { DataConnection } from '../../client/data.ts';
import { HandshakeFailed, Timeout } from '../../client/failures.ts';
import { notMet, type Context } from '../context.ts';
import type { StepOf } from '../schema.ts';
import { Saved } from '../values.ts';

export async function secureData(context: Context, step: StepOf<'secure'>): Promise<void> {
  const { world } = context;
  const { version, alpn } = step;
  await shake(context, step, async () => {
    const secured = await world.secureData(step.secure, step.resume, { version, alpn });
    return { ...secured, certificate: (await world.data(step.secure)).certificate };
  });
}

/** Judges a handshake, on a control or a data connection. */
export async function shake(
  context: Context,
  step: StepOf<'secure'>,
  hands: () => Promise<Secured & { certificate: DataConnection['certificate'] }>,
): Promise<void> {
  const { world } = context;
  try {
    const secured = await hands();
    if (step.save !== undefined)
      world.values.set(
        step.save,
        new Saved(
          {
            outcome: () => 'secured',
            protocol: () => secured.protocol,
            resumed: () => String(secured.resumed),
            certificate: () => secured.certificate?.fingerprint256 ?? '',
          },
          () => secured.protocol,
        ),
      );
    if (step.expect === 'refused')
      throw notMet(
        context,
        'the TLS handshake to be refused',
        `${secured.protocol} established`,
        step,
      );
  } catch (error) {
    if (!(error instanceof HandshakeFailed || error instanceof Timeout)) throw error;
    world.transcript.note(step.secure, error.message);
    if (step.save !== undefined)
      world.values.set(step.save, new Saved({ outcome: () => 'refused' }, () => error.message));
    if (step.expect === 'secured')
      throw notMet(context, `a TLS handshake on ${step.secure}`, error.message, step);
  }
}
