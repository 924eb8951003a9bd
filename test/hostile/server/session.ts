import type { Socket } from 'node:net';
import { posix } from 'node:path';
import { TLSSocket } from 'node:tls';
import type { Behaviour } from '../behaviour.ts';
import type { DataPort } from './data-port.ts';
import { ORDINARY } from './ordinary.ts';
import type { HostileServer } from './server.ts';
import { HOME, type Tree } from './tree.ts';

/** Telnet commands that clients send in front of ABOR. */
const TELNET = /\xff[\xf0-\xfa]|\xff[\xfb-\xfe][^]/g;

/** One control connection. Text is a character a byte. */
export class Session {
  readonly server: HostileServer;
  readonly tree: Tree;
  readonly behaviour: Behaviour;
  /** resolves once the connection is gone */
  readonly closed: Promise<void>;
  cwd = HOME;
  user = '';
  loggedIn = false;
  restart = 0;
  renaming: string | undefined;
  protection: 'C' | 'P' = 'C';
  data: DataPort | undefined;
  /** the data connection of the transfer that goes on */
  transfer: Socket | undefined;
  #socket: Socket;
  #rest = '';
  #work: Promise<void> = Promise.resolve();

  constructor(server: HostileServer, socket: Socket) {
    this.server = server;
    this.tree = server.tree;
    this.behaviour = server.behaviour;
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    void this.closed.then(() => {
      this.transfer?.destroy();
      this.dropData();
    });
  }

  get open(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  get socket(): Socket {
    return this.#socket;
  }

  get secured(): boolean {
    return this.#socket instanceof TLSSocket;
  }

  /** Greets, and answers from then on, one command after another. */
  start(): void {
    this.#listen();
    this.#later(async () => {
      const { greeting } = this.behaviour;
      await (greeting ? greeting(this, '') : this.reply('220 ready'));
    });
  }

  /** Goes on over TLS. */
  secure(): void {
    if (!this.server.context) throw new Error('the behaviour has no TLS');
    this.#socket.removeAllListeners('data');
    this.#socket = new TLSSocket(this.#socket, {
      isServer: true,
      secureContext: this.server.context,
    });
    this.#socket.on('error', () => undefined);
    this.#listen();
  }

  /** Stops hearing commands. */
  deafen(): void {
    this.#socket.removeAllListeners('data').resume();
  }

  async reply(...lines: readonly string[]): Promise<void> {
    const { says } = this.behaviour;
    await this.write(lines.map((line) => `${says ? says(line) : line}\r\n`).join(''));
  }

  /** Writes, and waits where the client does not read as fast. */
  async write(bytes: Buffer | string): Promise<void> {
    await send(this.#socket, bytes);
  }

  /** The absolute name of what a client means. */
  path(name: string): string {
    return posix.resolve(this.cwd, this.behaviour.reads?.(name) ?? name);
  }

  dropData(): void {
    this.data?.close();
    this.data = undefined;
    this.transfer = undefined;
  }

  #listen(): void {
    this.#socket.on('data', (bytes: Buffer) => {
      const lines = (this.#rest + bytes.toString('latin1')).split(this.behaviour.lineEnd ?? '\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#hear(line.replace(/\r$/, '').replace(TELNET, ''));
    });
  }

  #hear(line: string): void {
    this.server.commands += 1;
    const [, verb = '', argument = ''] = /^(\S*) ?([^]*)$/.exec(line) ?? [];
    const name = verb.toUpperCase();
    if (name === 'ABOR') this.transfer?.destroy(new Error('aborted'));
    this.#later(async () => {
      const { on } = this.behaviour;
      const act = on?.[name] ?? on?.['*'] ?? ORDINARY[name];
      await (act ? act(this, argument) : this.reply('502 not here'));
    });
  }

  #later(work: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (!this.open) return;
      // What a client or a behaviour breaks is one session.
      await work().catch(() => this.#socket.destroy());
    });
  }
}

/** Writes, and waits where the peer does not read as fast; nothing where it has gone. */
export async function send(socket: Socket, bytes: Buffer | string): Promise<void> {
  if (socket.destroyed || !socket.writable) return;
  if (socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)) return;
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      socket.off('drain', settle).off('close', settle);
      resolve();
    };
    socket.on('drain', settle).on('close', settle);
  });
}
