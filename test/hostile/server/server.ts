import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import type { Behaviour, ServerRecord } from '../behaviour.ts';
import { Session } from './session.ts';
import { Tree } from './tree.ts';

/** A small FTP server on loopback that is ordinary but for one behaviour. */
export class HostileServer {
  readonly behaviour: Behaviour;
  readonly context: SecureContext | undefined;
  readonly tree = new Tree();
  readonly sessions = new Set<Session>();
  commands = 0;
  #listener: Server | undefined;
  #port = 0;

  private constructor(behaviour: Behaviour, context: SecureContext | undefined) {
    this.behaviour = behaviour;
    this.context = context;
    behaviour.plants?.(this.tree);
  }

  static async start(behaviour: Behaviour): Promise<HostileServer> {
    const context = behaviour.tls && (await makeContext(behaviour.tls.name ?? 'localhost'));
    const server = new HostileServer(behaviour, context);
    await server.#listen();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get record(): ServerRecord {
    return { commands: this.commands, strayed: this.tree.strayed, left: this.tree.left };
  }

  /** Resets every connection and listens no more; comes back after a while where `backMs` says so. */
  crash(backMs?: number): void {
    for (const { socket } of this.sessions) socket.resetAndDestroy();
    this.#listener?.close();
    this.#listener = undefined;
    if (backMs !== undefined) setTimeout(() => void this.#listen(), backMs);
  }

  async #listen(): Promise<void> {
    const listener = createServer({ noDelay: true }, (socket) => this.#take(socket));
    listener.listen(this.#port, '127.0.0.1');
    await once(listener, 'listening');
    this.#listener = listener;
    this.#port = (listener.address() as AddressInfo).port;
  }

  #take(socket: Socket): void {
    socket.on('error', () => undefined);
    const session = new Session(this, socket);
    this.sessions.add(session);
    void session.closed.then(() => this.sessions.delete(session));
    if (this.behaviour.tls?.scheme === 'ftps') session.secure();
    session.start();
  }
}

async function makeContext(name: string): Promise<SecureContext> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
  });
  return createSecureContext({ cert, key });
}
