import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';

/** PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate that vouches for itself, good for these names and addresses for a year. */
export async function makeCertificate(
  names: readonly string[],
  addresses: readonly string[],
): Promise<Certificate> {
  // Only servers with TLS pay for the library.
  const { generate } = await import('selfsigned');
  const { cert, private: key } = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // Clocks of client and server may differ a little.
    notBeforeDate: new Date(Date.now() - 3_600_000),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { cert, key };
}

/** The one TLS context of a server: control and data connections share it, and so session tickets. */
export function makeContext({ cert, key }: Certificate): SecureContext {
  return createSecureContext({
    cert,
    key,
    minVersion: 'TLSv1.2',
    ticketKeys: randomBytes(48),
    sessionIdContext: 'ftp',
  });
}

/**
 * Shakes hands as the TLS server (RFC 4217 section 7), whoever opened the connection.
 * @throws Error when the peer does not, or `signal` says to stop
 */
export async function secure(
  stream: Duplex,
  secureContext: SecureContext,
  signal: AbortSignal,
  takesAnyProtocol = false,
): Promise<TLSSocket> {
  const secured = new TLSSocket(stream, {
    isServer: true,
    secureContext,
    // The name registered for FTP; a client that offers others only is talking to the wrong server.
    ...(!takesAnyProtocol && { ALPNProtocols: ['ftp'] }),
  });
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      secured.destroy();
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    const closed = (): void => fail(new Error('the peer closed during the TLS handshake'));
    const done = (): void => {
      settle();
      // The event comes from inside the engine, before it has written its session tickets; what is
      // written now would overtake them, and an end now would lose the close_notify.
      setImmediate(resolve);
    };
    const settle = (): void => {
      signal.removeEventListener('abort', stop);
      secured.off('secure', done).off('_tlsError', fail).off('close', closed);
    };
    signal.addEventListener('abort', stop);
    // The error that comes with a failed handshake is reported by its close.
    secured.on('error', () => undefined);
    secured.once('secure', done).once('_tlsError', fail).once('close', closed);
    if (signal.aborted) stop();
  });
  return secured;
}
