import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** TLS content types (RFC 8446 section 5.1); no FTP command begins with such an octet. */
const isRecord = (octet: number | undefined): boolean =>
  octet !== undefined && octet >= 20 && octet <= 23;

const HEADER = 5;

/**
 * The stream below the control connection's TLS. It stands between the TLS engine and the socket, so
 * that TLS can end while the TCP connection goes on in clear (RFC 4217 sections 5 and 13).
 */
export class Tunnel extends Duplex {
  readonly #socket: Socket;
  /** octets still to come of the record that is passing */
  #left = 0;
  #header: number[] = [];

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
  }

  /** Hands received bytes to the TLS engine. */
  feed(bytes: Buffer): void {
    this.#cut(bytes, false);
    this.push(bytes);
  }

  /** Once TLS has ended: drops the peer's last records and returns what comes in clear after them. */
  afterEnd(bytes: Buffer): Buffer {
    return bytes.subarray(this.#cut(bytes, true));
  }

  /** Follows the records; @returns where they end */
  #cut(bytes: Buffer, stopAtClear: boolean): number {
    let at = 0;
    while (at < bytes.length) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, bytes.length - at);
        this.#left -= taken;
        at += taken;
        continue;
      }
      const octet = bytes[at];
      if (stopAtClear && this.#header.length === 0 && !isRecord(octet)) return at;
      this.#header.push(octet ?? 0);
      at++;
      if (this.#header.length === HEADER) {
        const [, , , high = 0, low = 0] = this.#header;
        this.#left = high * 256 + low;
        this.#header = [];
      }
    }
    return at;
  }

  override _read(): void {
    // fed from outside
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void) {
    if (this.#socket.destroyed) done(new Error('the control connection is gone'));
    else this.#socket.write(bytes, done);
  }
}
