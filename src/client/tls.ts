import { isIP } from 'node:net';
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { readFileSync } from 'node:fs';
import {
  connect,
  type ConnectionOptions,
  rootCertificates,
  type SecureVersion,
  type TLSSocket,
} from 'node:tls';
import { Distrusted, errorCode, HandshakeFailed } from './failures.ts';
import { within } from './waiting.ts';

/** What a client wants of TLS, the same for control and data connections of one target. */
export interface TlsSettings {
  /** the name the certificate must carry and SNI announces */
  readonly servername: string;
  /** false: any certificate will do */
  readonly verify: boolean;
  /** PEM certificates trusted in addition to the system's */
  readonly ca: string | undefined;
  /** the one version to offer; the usual ones unless given */
  readonly version?: SecureVersion | undefined;
  /** the application protocol to ask for (ALPN) */
  readonly alpn?: string | undefined;
}

/** One handshake. */
export interface Handshake extends TlsSettings {
  /** the session to resume */
  readonly session: Buffer | undefined;
  readonly timeoutMs: number;
  /** gets each session or ticket that the server hands out, newest last */
  onSession(session: Buffer): void;
}

/**
 * Carries TLS records between a plain socket and the TLS engine, so that the socket stays ours: its bytes
 * can be watched, and it goes on in clear when TLS ends (CCC, REIN).
 */
export class Tunnel extends Duplex {
  readonly #socket: Socket;
  /** a byte came from the network */
  fed = false;

  constructor(socket: Socket) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    if (this.#socket.writable) this.#socket.write(chunk, (error) => done(error));
    else done();
  }

  override _final(done: () => void): void {
    done();
  }

  /** Bytes from the network. When TLS is over nobody reads them, but the end of the connection behind them counts. */
  feed(bytes: Buffer): void {
    this.fed = true;
    if (!this.destroyed && !this.push(bytes)) this.#socket.pause();
  }

  /** The network's end. */
  finish(): void {
    this.push(null);
  }
}

/**
 * Shakes hands over a tunnel.
 * @throws HandshakeFailed, Timeout
 */
export async function shakeHands(tunnel: Tunnel, wish: Handshake): Promise<TLSSocket> {
  const options: ConnectionOptions = {
    socket: tunnel,
    rejectUnauthorized: wish.verify,
    // SNI carries names only (RFC 6066 section 3)
    ...(isIP(wish.servername) === 0 && { servername: wish.servername }),
    ...(isIP(wish.servername) !== 0 && { host: wish.servername }),
    ...(wish.ca !== undefined && { ca: trusted(wish.ca) }),
    ...(wish.session && { session: wish.session }),
    ...(wish.alpn !== undefined && { ALPNProtocols: [wish.alpn] }),
    // Versions that are out of use need ciphers that are as well.
    ...(wish.version !== undefined && {
      minVersion: wish.version,
      maxVersion: wish.version,
      ciphers: 'DEFAULT:@SECLEVEL=0',
    }),
  };
  const secure = connect(options);
  secure.on('session', (session: Buffer) => wish.onSession(session));
  const done = new Promise<void>((resolve, reject) => {
    secure.once('secureConnect', resolve);
    secure.once('error', reject);
    secure.once('close', () => reject(new Error('the connection ended during the handshake')));
  });
  try {
    await within(done, wish.timeoutMs, 'the end of the TLS handshake');
    return secure;
  } catch (error) {
    secure.on('error', () => undefined);
    secure.destroy();
    if (error instanceof Error && error.name === 'Timeout') throw error;
    // Null until a certificate is found wanting, whatever its type says.
    const distrust = secure.authorizationError as Error | null;
    if (distrust !== null) throw new Distrusted(reasonOf(error), errorCode(error));
    const message = `the TLS handshake failed: ${reasonOf(error)}`;
    throw new HandshakeFailed(message, errorCode(error), tunnel.fed);
  }
}

/** OpenSSL's own message names its source files; its reason is what a reader needs. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'reason' in error && typeof error.reason === 'string')
    return `${error.reason} (${errorCode(error)})`;
  return error instanceof Error ? error.message : String(error);
}

/** What `ca` gives replaces what is trusted otherwise, so the default certificates are listed as well. */
function trusted(ca: string): string[] {
  const extra = process.env['NODE_EXTRA_CA_CERTS'];
  let extraCertificates: string[] = [];
  try {
    if (extra !== undefined && extra !== '') extraCertificates = [readFileSync(extra, 'utf8')];
  } catch {
    // Node itself warns of a file that cannot be read.
  }
  return [...rootCertificates, ...extraCertificates, ca];
}

/**
 * Watches TLS records for a close_notify. In TLS 1.2 alerts have a type of their own; in 1.3 they look
 * like application data of 19 bytes, which is 2 bytes of alert, its type, and a 16-byte tag.
 */
export class RecordWatch {
  #header: number[] = [];
  #skip = 0;
  #last: { type: number; length: number } | undefined;

  push(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#skip > 0) {
        const taken = Math.min(this.#skip, bytes.length - at);
        this.#skip -= taken;
        at += taken;
        continue;
      }
      this.#header.push(bytes[at++] ?? 0);
      if (this.#header.length < 5) continue;
      const [type = 0, , , high = 0, low = 0] = this.#header;
      this.#last = { type, length: high * 256 + low };
      this.#skip = this.#last.length;
      this.#header = [];
    }
  }

  /** Whether the last complete record can be an alert. */
  get endsInAlert(): boolean {
    if (!this.#last || this.#skip > 0) return false;
    return this.#last.type === 21 || (this.#last.type === 23 && this.#last.length === 19);
  }
}
