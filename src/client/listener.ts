import { createServer, type Server } from 'node:net';
import type { Endpoint } from '../wire/endpoint.ts';
import { Channel } from './channel.ts';
import { Closed, CLOSED_HERE } from './failures.ts';
import { LISTENER } from './limits.ts';
import { Changes } from './waiting.ts';

/** Where the client listens for a data connection in active mode. */
export class Listener {
  readonly endpoint: Endpoint;
  readonly #server: Server;
  readonly #arrived: Channel[] = [];
  readonly #changes = new Changes();
  #closed = false;

  private constructor(server: Server, endpoint: Endpoint) {
    this.#server = server;
    this.endpoint = endpoint;
    // A connection that cannot be taken (too many files open) is one that did not arrive.
    server.on('error', () => undefined);
    server.on('connection', (socket) => {
      if (this.#arrived.length >= LISTENER.waiting) socket.destroy();
      else this.#arrived.push(new Channel(socket));
      this.#changes.notify();
    });
  }

  /**
   * Listens on an address literal, on the first port of `ports` that is free (0: any).
   * @throws Error with the system's code where none is
   */
  static async open(host: string, ports: Iterable<number>): Promise<Listener> {
    let last: unknown = new Error('no port to listen on');
    for (const port of ports) {
      const server = createServer({ allowHalfOpen: true });
      try {
        await new Promise<void>((resolve, reject) => {
          server.once('error', reject);
          server.listen({ host, port, exclusive: true }, resolve);
        });
      } catch (error) {
        last = error;
        continue;
      }
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      return new Listener(server, { host, port: bound });
    }
    throw last;
  }

  /**
   * The next connection that arrived.
   * @throws Timeout, Closed where the listener is closed meanwhile
   */
  async accept(ms: number): Promise<Channel> {
    const arrived = await this.#changes.until(
      () => this.#arrived.shift() ?? (this.#closed ? 'closed' : undefined),
      ms,
      'a connection from the server',
    );
    if (arrived === 'closed')
      throw new Closed('the listener', {
        how: 'error',
        code: CLOSED_HERE,
        closeNotify: undefined,
      });
    return arrived;
  }

  /** Stops listening and drops connections that nobody accepted; resolves when those accepted are gone too. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#changes.notify();
    for (const channel of this.#arrived) channel.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
