import { createHash } from 'node:crypto';
import type { Endpoint } from '../wire/endpoint.ts';
import type { Channel, Secured } from './channel.ts';
import { WireError } from '../wire/errors.ts';
import { Closed, type Ending, Timeout } from './failures.ts';
import { TRANSFER } from './limits.ts';
import type { Handshake } from './tls.ts';
import { Changes } from './waiting.ts';
import { UNBOUNDED, type Waits } from './waits.ts';

/** What came over a data connection. */
export interface Received {
  /** the first of them; what is beyond TRANSFER.kept counts in size and digest only */
  readonly bytes: Buffer;
  readonly size: number;
  /** hex */
  readonly sha256: string;
  /** how the connection ended, undefined where reading stopped before */
  readonly ending: Ending | undefined;
}

/** A data connection, dialled or accepted. It reads some bytes ahead, then only when asked to. */
export class DataConnection {
  readonly local: Endpoint;
  readonly peer: Endpoint;
  readonly #channel: Channel;
  readonly #waits: Waits;
  readonly #changes = new Changes();
  #chunks: Buffer[] = [];
  #waiting = 0;
  #arrived = 0;
  #wanted: number = TRANSFER.ahead;
  #discards = false;
  #ending: Ending | undefined;

  constructor(channel: Channel, waits = UNBOUNDED) {
    this.#channel = channel;
    this.#waits = waits;
    this.local = channel.local;
    this.peer = channel.peer;
    channel.attach({
      data: (bytes) => {
        this.#arrived += bytes.length;
        if (this.#discards) return;
        this.#chunks.push(bytes);
        this.#waiting += bytes.length;
        if (this.#waiting >= this.#wanted) channel.pause();
        this.#changes.notify();
      },
      end: (ending) => {
        this.#ending = ending;
        this.#changes.notify();
      },
    });
  }

  get secured(): Secured | undefined {
    return this.#channel.secured;
  }

  get certificate(): Channel['certificate'] {
    return this.#channel.certificate;
  }

  /** Bytes that came so far, read or not. */
  get arrived(): number {
    return this.#arrived;
  }

  /** How the server ended it; undefined while it is open or unread bytes hide the end. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** @throws HandshakeFailed, Timeout */
  async secure(wish: Handshake): Promise<Secured> {
    return await this.#waits.for('the handshake on a data connection', wish.timeoutMs, (given) =>
      this.#channel.secure({ ...wish, timeoutMs: given }),
    );
  }

  /**
   * Reads to the end, or `most` bytes.
   * @param ms how long the connection may be without a byte before this gives up
   * @param totalMs how long all may take, however steadily bytes come; sooner where they only drip
   * @throws Timeout, WireError where more comes than TRANSFER.bytes
   */
  async receive(
    most: number,
    ms: number,
    totalMs = Math.max(TRANSFER.ms, 10 * ms),
  ): Promise<Received> {
    const received = await this.#waits.for('the end of data that keeps coming', totalMs, (given) =>
      this.#receive(most, ms, given),
    );
    if (received instanceof Timeout) throw received;
    return received;
  }

  /**
   * @returns a Timeout where no more came
   * @throws Timeout where too much time went by in all
   */
  async #receive(most: number, ms: number, totalMs: number): Promise<Received | Timeout> {
    const start = performance.now();
    const hash = createHash('sha256');
    const kept: Buffer[] = [];
    let size = 0;
    let keptSize = 0;
    while (size < most) {
      this.#wanted = Math.min(TRANSFER.ahead, most - size);
      this.#channel.resume();
      const allowed = Math.min(totalMs, Math.max(2 * ms, size / TRANSFER.leastBytesPerMs));
      const left = start + allowed - performance.now();
      const here = this.#next();
      if (!here && left <= 0) throw new Timeout(`the end of the data after ${size} bytes`, allowed);
      const chunk = here ?? (await this.#more(Math.min(ms, left), size));
      if (chunk instanceof Timeout) return chunk;
      if (chunk === 'end') break;
      this.#waiting -= chunk.length;
      const taken = chunk.subarray(0, most - size);
      if (taken.length < chunk.length) {
        const rest = chunk.subarray(taken.length);
        this.#chunks.unshift(rest);
        this.#waiting += rest.length;
      }
      hash.update(taken);
      size += taken.length;
      const part = taken.subarray(0, TRANSFER.kept - keptSize);
      keptSize += part.length;
      if (part.length > 0) kept.push(part);
      if (size > TRANSFER.bytes) {
        this.#channel.destroy();
        throw new WireError(`more than ${TRANSFER.bytes} bytes came over the data connection`);
      }
    }
    if (size >= most) this.#channel.pause();
    const ended = size < most ? this.#ending : undefined;
    return { bytes: Buffer.concat(kept), size, sha256: hash.digest('hex'), ending: ended };
  }

  #next(): Buffer | 'end' | undefined {
    return this.#chunks.shift() ?? (this.#ending ? 'end' : undefined);
  }

  /** @param size bytes that came before */
  async #more(ms: number, size: number): Promise<Buffer | 'end' | Timeout> {
    const kind = size === 0 ? 'the first byte of data' : 'more data, or its end,';
    const awaited = size === 0 ? kind : `data after ${size} bytes`;
    try {
      return await this.#waits.for(kind, ms, (given) =>
        this.#changes.until(() => this.#next(), given, awaited),
      );
    } catch (error) {
      if (error instanceof Timeout) return error;
      throw error;
    }
  }

  /**
   * Sends bytes.
   * @param ms how long the server may leave no room for more
   * @throws Timeout, Closed where the server ended the connection before all was taken
   */
  async send(bytes: Buffer, ms?: number): Promise<void> {
    await this.#channel.write(bytes, ms);
    const ending = this.#ending;
    if (ending && ending.how !== 'fin') throw new Closed('the data connection', ending);
  }

  /**
   * Waits for a byte or the end, and leaves both to be read.
   * @throws Timeout
   */
  async arrival(ms: number): Promise<'data' | Ending> {
    this.#channel.resume();
    return await this.#changes.until(
      () => (this.#chunks.length > 0 ? 'data' : this.#ending),
      ms,
      'the first byte of data',
    );
  }

  /**
   * Waits for the server to end the connection; bytes that come before are thrown away.
   * @throws Timeout
   */
  async ended(ms: number): Promise<Ending> {
    this.#discards = true;
    this.#chunks = [];
    this.#channel.resume();
    const awaited = 'the end of a data connection';
    return await this.#waits.for(awaited, ms, (given) =>
      this.#changes.until(() => this.#ending, given, awaited),
    );
  }

  /** FIN, after a close_notify under TLS; the other direction stays open. */
  async end(): Promise<void> {
    await this.#channel.end();
  }

  /** RST. */
  reset(): void {
    this.#channel.reset();
  }

  destroy(): void {
    this.#channel.destroy();
  }
}
