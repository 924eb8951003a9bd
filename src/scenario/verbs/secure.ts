import { isIP } from 'node:net';
import type { Secured } from '../../client/channel.ts';
import type { DataConnection } from '../../client/data.ts';
import { Distrusted, HandshakeFailed, Timeout } from '../../client/failures.ts';
import { notMet, type Context } from '../context.ts';
import { Skipped } from '../outcomes.ts';
import type { StepOf } from '../schema.ts';
import { Saved } from '../values.ts';

export async function secureData(context: Context, step: StepOf<'secure'>): Promise<void> {
  const { world } = context;
  const { version, alpn } = step;
  await shake(context, step, async () => {
    const secured = await world.secureData(step.secure, step.resume, { version, alpn });
    const { certificate } = await world.data(step.secure);
    return { ...secured, certificate, servername: world.profile.tls.servername };
  });
}

/** What came of a handshake. */
interface Shaken extends Secured {
  readonly certificate: DataConnection['certificate'];
  /** the name that the certificate is to carry */
  readonly servername: string;
}

/** Judges a handshake, on a control or a data connection. */
export async function shake(
  context: Context,
  step: StepOf<'secure'>,
  hands: () => Promise<Shaken>,
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
            misnamed: () => misnamed(secured),
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
    // It is this client that refused, for what its user trusts.
    if (error instanceof Distrusted) throw new Skipped(error.message);
    world.transcript.note(step.secure, error.message);
    if (step.save !== undefined)
      world.values.set(step.save, new Saved({ outcome: () => 'refused' }, () => error.message));
    if (step.expect === 'secured')
      throw notMet(context, `a TLS handshake on ${step.secure}`, error.message, step);
  }
}

/** Whom the certificate names where that is not the server meant, as for HTTPS; empty where it is. */
function misnamed({ certificate, servername }: Shaken): string {
  if (!certificate) return '';
  const found =
    isIP(servername) === 0 ? certificate.checkHost(servername) : certificate.checkIP(servername);
  return found === undefined ? (certificate.subjectAltName ?? certificate.subject) : '';
}
