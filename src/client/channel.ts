import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { canonicalAddress, type Endpoint } from '../wire/endpoint.ts';
import { CLOSED_HERE, type Ending, errorCode } from './failures.ts';
import { type Handshake, RecordWatch, shakeHands, Tunnel } from './tls.ts';
import { within } from './waiting.ts';

/** Whoever uses a channel hears of bytes and of the end here. */
export interface ChannelOwner {
  /** the peer ended TLS, and the TCP connection may go on in clear; absent where that is the end */
  tlsEnd?(): void;
  /** bytes, decrypted where TLS is on */
  data(bytes: Buffer): void;
  end(ending: Ending): void;
}

/** What TLS a channel has. */
export interface Secured {
  /** `TLSv1.3` */
  readonly protocol: string;
  readonly cipher: string;
  readonly resumed: boolean;
  /** why the certificate is not to be trusted (`CERT_HAS_EXPIRED`), undefined where it is */
  readonly trustError: string | undefined;
}

/** Bytes that are handed to the kernel at a time, and how long a peer may leave no room for them, unless given. */
const PIECE = 64 * 1024;
const STALL_MS = 60_000;

/** One TCP connection, in clear or under TLS, that its creator owns and destroys. */
export class Channel {
  readonly local: Endpoint;
  readonly peer: Endpoint;
  readonly #socket: Socket;
  #owner: ChannelOwner | undefined;
  #tunnel: Tunnel | undefined;
  #tls: TLSSocket | undefined;
  /** What was agreed on; a destroyed TLS socket no longer tells. */
  #secured: Secured | undefined;
  #records: RecordWatch | undefined;
  #ending: Ending | undefined;
  /** after CCC: the beginning of a TLS record that still comes before the first byte in clear */
  #tail: Buffer | undefined;

  /** @param socket a connected socket that allows half-open connections */
  constructor(socket: Socket) {
    this.#socket = socket;
    this.local = endpoint(socket.localAddress, socket.localPort);
    this.peer = endpoint(socket.remoteAddress, socket.remotePort);
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#received(bytes));
    socket.on('end', () => {
      if (this.#tunnel && this.#tls?.readableEnded !== true) this.#tunnel.finish();
      else this.#ended({ how: 'fin', code: undefined, closeNotify: this.#closeNotify() });
    });
    socket.on('error', (error) => {
      const code = errorCode(error);
      const reset = code === 'ECONNRESET' || code === 'EPIPE';
      const closeNotify = this.#closeNotify();
      // Whoever has said close_notify may be gone before our answer is there, and his kernel resets that.
      if (reset && closeNotify) this.#ended({ how: 'fin', code: undefined, closeNotify });
      else this.#ended({ how: reset ? 'reset' : 'error', code, closeNotify });
    });
    socket.on('close', () => {
      this.#ended({ how: 'error', code: CLOSED_HERE, closeNotify: this.#closeNotify() });
      // A handshake under way must not wait for what cannot come any more.
      if (!this.#tls) this.#tunnel?.finish();
    });
    socket.pause();
  }

  /** Gives the channel to an owner; bytes flow from now on. */
  attach(owner: ChannelOwner): void {
    this.#owner = owner;
    if (this.#ending) owner.end(this.#ending);
    this.resume();
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  get secured(): Secured | undefined {
    return this.#secured;
  }

  /** The certificate the peer showed, undefined in clear or where it showed none. */
  get certificate(): ReturnType<TLSSocket['getPeerX509Certificate']> {
    return this.#tls?.getPeerX509Certificate();
  }

  /**
   * Sends bytes; resolves when the kernel took them, also when the connection is gone.
   * @param ms how long the peer may leave no room for more
   * @throws Timeout
   */
  async write(bytes: Buffer, ms = STALL_MS): Promise<void> {
    for (let at = 0; at < bytes.length; at += PIECE) {
      const stream = this.#tls ?? this.#socket;
      if (!stream.writable) return;
      const taken = new Promise<void>((resolve) => {
        // A write that waits for room ends with the connection.
        stream.once('close', resolve);
        stream.write(bytes.subarray(at, at + PIECE), () => {
          stream.off('close', resolve);
          resolve();
        });
      });
      await within(taken, ms, `room for more than ${at} of ${bytes.length} bytes sent`);
    }
  }

  pause(): void {
    (this.#tls ?? this.#socket).pause();
  }

  resume(): void {
    (this.#tls ?? this.#socket).resume();
  }

  /**
   * Starts TLS as client.
   * @throws HandshakeFailed, Timeout
   */
  async secure(wish: Handshake): Promise<Secured> {
    const tunnel = new Tunnel(this.#socket);
    const records = new RecordWatch();
    this.#tunnel = tunnel;
    this.#records = records;
    this.#socket.resume();
    if (this.#socket.readableEnded || this.#socket.destroyed) tunnel.finish();
    const tls = await shakeHands(tunnel, wish);
    this.#tls = tls;
    tls.on('data', (bytes: Buffer) => this.#owner?.data(bytes));
    tls.on('end', () => this.#tlsEnded(tls));
    tls.on('error', (error) => {
      this.#ended({ how: 'tls', code: errorCode(error), closeNotify: this.#closeNotify() });
    });
    this.#secured = describeSecurity(tls);
    return this.#secured;
  }

  /** Ends TLS with a close_notify and goes on in clear (RFC 4217 section 12.3, CCC). */
  async clear(): Promise<void> {
    const tls = this.#tls;
    this.#tls = undefined;
    this.#secured = undefined;
    this.#tunnel = undefined;
    this.#tail = Buffer.alloc(0);
    this.#socket.resume();
    if (!tls) return;
    tls.removeAllListeners('end');
    await new Promise<void>((resolve) => {
      tls.once('close', resolve);
      tls.end(resolve);
    });
  }

  /** Sends FIN (after a close_notify under TLS); the other direction stays open. */
  async end(): Promise<void> {
    const tls = this.#tls;
    if (tls && tls.writable) await new Promise<void>((resolve) => tls.end(resolve));
    if (this.#socket.writable) this.#socket.end();
  }

  /** Sends RST. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Releases everything; safe to call at any time. */
  destroy(): void {
    this.#tls?.on('error', () => undefined);
    this.#tls?.destroy();
    this.#socket.destroy();
  }

  #received(bytes: Buffer): void {
    if (this.#tunnel) {
      this.#records?.push(bytes);
      this.#tunnel.feed(bytes);
      return;
    }
    if (!this.#tail) {
      this.#owner?.data(bytes);
      return;
    }
    const rest = afterRecords(Buffer.concat([this.#tail, bytes]));
    const isClear = rest.length > 0 && !beginsRecord(rest);
    this.#tail = isClear ? undefined : rest;
    if (isClear) this.#owner?.data(rest);
  }

  /**
   * Answers a close_notify with one of our own (RFC 5246 section 7.2.1); the peer may wait for it before it closes.
   * TLS 1.3 lets us go on (RFC 8446 section 6.1), which makes sense where the other direction carries data.
   */
  #tlsEnded(tls: TLSSocket): void {
    const owner = this.#owner;
    if (owner?.tlsEnd || this.#secured?.protocol !== 'TLSv1.3') tls.end();
    if (owner?.tlsEnd && !this.#socket.readableEnded) owner.tlsEnd();
    else this.#ended({ how: 'fin', code: undefined, closeNotify: this.#closeNotify() });
  }

  #ended(ending: Ending): void {
    if (this.#ending) return;
    this.#ending = ending;
    this.#owner?.end(ending);
  }

  #closeNotify(): boolean | undefined {
    return this.#tls ? (this.#records?.endsInAlert ?? false) : undefined;
  }
}

function describeSecurity(tls: TLSSocket): Secured {
  // Typed as an Error; Node gives the code as text, and null where nothing is wrong.
  const trustError: unknown = tls.authorizationError;
  return {
    protocol: tls.getProtocol() ?? 'unknown',
    cipher: tls.getCipher().standardName,
    resumed: tls.isSessionReused(),
    trustError:
      trustError === undefined || trustError === null
        ? undefined
        : typeof trustError === 'string'
          ? trustError
          : errorCode(trustError),
  };
}

/** What follows whole TLS records: after a CCC the peer's close_notify precedes its first byte in clear. */
function afterRecords(bytes: Buffer): Buffer {
  let rest = bytes;
  while (beginsRecord(rest) && rest.length >= 5 && rest.length >= 5 + rest.readUInt16BE(3))
    rest = rest.subarray(5 + rest.readUInt16BE(3));
  return rest;
}

/** The content types of TLS are control characters that no reply begins with. */
function beginsRecord(bytes: Buffer): boolean {
  const [type = 0] = bytes;
  return type >= 0x14 && type <= 0x17;
}

function endpoint(host: string | undefined, port: number | undefined): Endpoint {
  return { host: canonicalAddress(host ?? ''), port: port ?? 0 };
}
