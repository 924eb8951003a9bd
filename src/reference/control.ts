import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { HasQuirk } from './behaviours/quirks.ts';
import { LineCutter, type TOO_LONG } from './lines.ts';
import { TelnetFilter } from './telnet.ts';
import { secure } from './tls.ts';
import { Tunnel } from './tunnel.ts';

const HANDSHAKE_MS = 30_000;
const LINGER_MS = 2000;

/** What a control connection tells its session. */
export interface ControlEvents {
  readonly line: (line: string | typeof TOO_LONG) => void;
  /** the peer will send nothing more */
  readonly end: () => void;
  /** nothing can be sent or received any more */
  readonly close: () => void;
}

/** The bytes of one control connection: lines in, replies out, in clear or under TLS. */
export class Control {
  readonly #socket: Socket;
  readonly #events: ControlEvents;
  readonly #lines: LineCutter;
  readonly #telnet: TelnetFilter | undefined;
  #tunnel: Tunnel | undefined;
  #tls: TLSSocket | undefined;
  /** whose last records may still come although TLS has ended */
  #endedTunnel: Tunnel | undefined;
  #closing = false;
  /** resolves when what was written before has gone out, where that takes turns */
  #written: Promise<void> | undefined;
  readonly #octetSegments: boolean;

  constructor(socket: Socket, events: ControlEvents, quirk: HasQuirk, octetSegments: boolean) {
    this.#socket = socket;
    this.#octetSegments = octetSegments;
    this.#events = events;
    this.#lines = new LineCutter(quirk('segmentIsLine'));
    if (!quirk('deafToTelnet')) this.#telnet = new TelnetFilter((bytes) => this.#send(bytes));
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.#received(bytes));
    socket.on('end', () => {
      this.#tunnel?.push(null);
      events.end();
    });
    // A reset is followed by its close.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#tls?.destroy();
      events.close();
    });
  }

  get secured(): boolean {
    return this.#tls !== undefined;
  }

  /** The host that the client named in its TLS handshake (SNI). */
  get serverName(): string | undefined {
    const name = (this.#tls as { servername?: string | false } | undefined)?.servername;
    return name === false ? undefined : name;
  }

  /** Whether no reply can be sent any more. */
  get closed(): boolean {
    return this.#closing || this.#socket.destroyed;
  }

  write(bytes: Buffer): void {
    if (!this.closed) this.#send(bytes);
  }

  /** Takes no more bytes from the peer for now. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Forgets the part of a line that has come: clear bytes do not count after a TLS handshake. */
  discard(): void {
    this.#lines.reset();
  }

  /** @throws Error where the handshake fails; the connection is of no use then */
  async startTls(context: SecureContext, takesAnyProtocol = false): Promise<void> {
    await this.#written;
    const tunnel = new Tunnel(this.#socket);
    this.#tunnel = tunnel;
    const timeout = AbortSignal.timeout(HANDSHAKE_MS);
    const tls = await secure(tunnel, context, timeout, takesAnyProtocol);
    this.#tls = tls;
    tls.on('data', (bytes: Buffer) => this.#plain(bytes));
    tls.on('end', () => {
      // TLS ends with the connection unless the server ended it.
      if (this.#tls === tls) this.#events.end();
    });
  }

  /** Ends TLS and goes on in clear (RFC 4217 sections 5 and 13). */
  async stopTls(): Promise<void> {
    await this.#written;
    const tls = this.#tls;
    if (!tls) return;
    this.#endedTunnel = this.#tunnel;
    this.#tunnel = this.#tls = undefined;
    this.discard();
    tls.end();
    await Promise.race([once(tls, 'finish'), once(tls, 'close')]);
    tls.destroy();
  }

  /** Closes when everything written has gone out. */
  end(): void {
    if (this.closed) return;
    this.#closing = true;
    const finish = (): void => {
      this.#socket.end();
      // What still comes is read and dropped: unread bytes would turn the close into a reset.
      this.#socket.resume();
    };
    void Promise.resolve(this.#written).then(() => {
      if (this.#tls) this.#tls.end(finish);
      else finish();
    });
    const timer = setTimeout(() => this.destroy(), LINGER_MS);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #send(bytes: Buffer): void {
    const stream = this.#tls ?? this.#socket;
    if (this.#octetSegments) this.#written = octetByOctet(stream, bytes, this.#written);
    else stream.write(bytes);
  }

  #received(bytes: Buffer): void {
    if (this.#tunnel) {
      this.#tunnel.feed(bytes);
      return;
    }
    const clear = this.#endedTunnel?.afterEnd(bytes) ?? bytes;
    if (clear.length === 0) return;
    this.#endedTunnel = undefined;
    this.#plain(clear);
  }

  #plain(bytes: Buffer): void {
    if (this.#closing) return;
    for (const line of this.#lines.push(this.#telnet?.filter(bytes) ?? bytes))
      this.#events.line(line);
  }
}

/** Lets the peer read each octet before the next one goes out. */
async function octetByOctet(
  stream: Writable,
  bytes: Buffer,
  before: Promise<void> | undefined,
): Promise<void> {
  await before;
  for (const octet of bytes) {
    stream.write(Buffer.of(octet));
    await nextTurn();
  }
}
