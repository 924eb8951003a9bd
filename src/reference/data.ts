import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { canonicalAddress, familyOf, type Endpoint } from '../wire/endpoint.ts';

/** What the server closes at its end, whatever became of it. */
export type Owned = Socket | Server;

/** Where the next transfer's data connection comes from (RFC 959 section 3.2). */
export interface DataPort {
  /** Whether it can serve another transfer (RFC 959 section 3.3). */
  readonly lasting: boolean;
  /**
   * The data connection, paused; the caller owns it.
   * @throws Error where there is none within its time or `signal` says to stop
   */
  open(signal: AbortSignal): Promise<Socket>;
  /** Closes listener and unused connection. */
  close(): void;
}

export interface PassiveOptions {
  /** the control connection's own address */
  readonly address: string;
  /** the only address that may connect; undefined: any */
  readonly peer: string | undefined;
  /** ports to try in this order */
  readonly ports: Iterable<number>;
  /** never taken: the default data port (RFC 959 section 4.1.2) */
  readonly exceptPort: number;
  /** undefined: for ever */
  readonly acceptTimeoutMs: number | undefined;
  /** take the newest connection, and go on listening */
  readonly greedy: boolean;
  /** stay open after the transfer */
  readonly reusable: boolean;
  /** is told the listener and every connection, so that somebody can close them at the end */
  readonly own: (owned: Owned) => void;
}

/** Listens for one data connection. */
export class PassivePort implements DataPort {
  readonly lasting: boolean;
  readonly #options: PassiveOptions;
  readonly #listener: Server;
  #port = 0;
  #waiting: Socket | undefined;
  #arrived: (() => void) | undefined;

  constructor(options: PassiveOptions) {
    this.#options = options;
    this.lasting = options.reusable;
    this.#listener = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) =>
      this.#accept(socket),
    );
    // Running out of descriptors is told by the transfer's timeout.
    this.#listener.on('error', () => undefined);
  }

  /** Whether the client has connected and no transfer has begun. */
  get waiting(): boolean {
    return this.#waiting !== undefined;
  }

  /** stays known when the listener has closed */
  get port(): number {
    return this.#port;
  }

  /** @throws Error where no port is free */
  async listen(): Promise<void> {
    const { ports, exceptPort } = this.#options;
    for (const port of ports) {
      if (port === exceptPort) continue;
      if (!(await this.#listenOn(port))) continue;
      this.#port = (this.#listener.address() as AddressInfo).port;
      if (this.port !== exceptPort) {
        this.#options.own(this.#listener);
        return;
      }
      this.#listener.close();
      await once(this.#listener, 'close');
    }
    throw new Error('no port is free');
  }

  /** Drops the connection that waits, for a transfer that has not come. */
  renew(): void {
    this.#waiting?.destroy();
    this.#waiting = undefined;
  }

  async open(signal: AbortSignal): Promise<Socket> {
    const { acceptTimeoutMs } = this.#options;
    signal.throwIfAborted();
    if (!this.#waiting)
      await limited(
        acceptTimeoutMs,
        signal,
        (limit) =>
          new Promise<void>((resolve, reject) => {
            this.#arrived = resolve;
            limit.addEventListener('abort', () => reject(limit.reason as Error), { once: true });
          }),
      );
    const socket = this.#waiting;
    this.#waiting = undefined;
    if (!socket) throw new Error('the listener was closed');
    return socket;
  }

  close(): void {
    this.#listener.close();
    this.#waiting?.destroy();
    this.#waiting = undefined;
    this.#arrived?.();
  }

  async #listenOn(port: number): Promise<boolean> {
    this.#listener.listen({ host: this.#options.address, port, exclusive: true });
    try {
      await once(this.#listener, 'listening');
      return true;
    } catch {
      return false;
    }
  }

  #accept(socket: Socket): void {
    const { peer, greedy, reusable, own } = this.#options;
    own(socket);
    // A peer that goes away before the transfer is told by the transfer.
    socket.on('error', () => undefined);
    const stranger = peer !== undefined && canonicalAddress(socket.remoteAddress ?? '') !== peer;
    if (stranger || (this.#waiting && !greedy)) {
      socket.destroy();
      return;
    }
    this.#waiting?.destroy();
    this.#waiting = socket;
    if (!greedy && !reusable) this.#listener.close();
    this.#arrived?.();
  }
}

const CONNECT_MS = 10_000;

/** Connects to an endpoint of the client's. */
export class ActivePort implements DataPort {
  readonly lasting = true;
  readonly #target: Endpoint;
  readonly #from: Endpoint;
  readonly #own: (owned: Owned) => void;

  /**
   * @param from the control connection's own address and the port to come from; 0 for any
   * @param own is told every connection, so that somebody can close it at the end
   */
  constructor(target: Endpoint, from: Endpoint, own: (owned: Owned) => void) {
    this.#target = target;
    this.#from = from;
    this.#own = own;
  }

  async open(signal: AbortSignal): Promise<Socket> {
    return await limited(CONNECT_MS, signal, async (limit) => {
      try {
        return await this.#connect(this.#from.port, limit);
      } catch (error) {
        // The port may belong to another process, to root, or still to the last connection to this endpoint.
        const taken = ['EADDRINUSE', 'EADDRNOTAVAIL', 'EACCES', 'EPERM'];
        if (!taken.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
        return await this.#connect(0, limit);
      }
    });
  }

  close(): void {
    // nothing is open between transfers
  }

  async #connect(localPort: number, signal: AbortSignal): Promise<Socket> {
    const { host, port } = this.#target;
    const socket = connect({
      host,
      port,
      allowHalfOpen: true,
      ...(familyOf(host) === familyOf(this.#from.host) && { localAddress: this.#from.host }),
      ...(localPort !== 0 && { localPort }),
    });
    socket.pause();
    this.#own(socket);
    try {
      await once(socket, 'connect', { signal });
      socket.on('error', () => undefined);
      return socket;
    } catch (error) {
      socket.on('error', () => undefined).destroy();
      throw error;
    }
  }
}

/**
 * Does something until it is told to stop or its time is over. Not AbortSignal.any of a timeout signal, which may be
 * collected before it fires.
 * @param ms undefined: without a limit
 */
async function limited<T>(
  ms: number | undefined,
  signal: AbortSignal,
  work: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  signal.addEventListener('abort', stop, { once: true });
  const timer = ms === undefined ? undefined : setTimeout(stop, ms);
  if (signal.aborted) stop();
  try {
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
