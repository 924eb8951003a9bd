import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { Duplex } from 'node:stream';
import { parse229 } from '../../src/wire/endpoint.ts';
import { ReplyReader, type Reply } from '../../src/wire/reply.ts';
import {
  startReference,
  type ReferenceOptions,
  type ReferenceServer,
} from '../../src/reference/index.ts';

const DEADLINE_MS = 20_000;

/** A control connection with nothing between the test and the bytes. */
export class Raw {
  readonly socket: Socket;
  readonly host: string;
  #stream: Duplex;
  #reader = new ReplyReader();
  #replies: Reply[] = [];
  #bytes: Buffer[] = [];
  #news = (): void => undefined;
  closed = false;

  constructor(socket: Socket, host: string) {
    this.socket = socket;
    this.host = host;
    this.#stream = socket;
    this.#listen(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.#news();
    });
  }

  /** all that has come in clear or out of TLS */
  get received(): Buffer {
    return Buffer.concat(this.#bytes);
  }

  write(bytes: string | Buffer): void {
    this.#stream.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** The next reply. */
  async reply(): Promise<Reply> {
    await this.until(() => this.#replies.length > 0 || this.closed);
    const reply = this.#replies.shift();
    if (!reply) throw new Error('the connection closed without a reply');
    return reply;
  }

  /** The codes of the next replies. */
  async codes(count: number): Promise<number[]> {
    const codes: number[] = [];
    while (codes.length < count) codes.push((await this.reply()).code);
    return codes;
  }

  async send(command: string): Promise<Reply> {
    this.write(`${command}\r\n`);
    return this.reply();
  }

  async gone(): Promise<void> {
    await this.until(() => this.closed);
  }

  async login(user = 'ftpspec', password = 'correct horse'): Promise<void> {
    await this.send(`USER ${user}`);
    const { code, text } = await this.send(`PASS ${password}`);
    if (code !== 230) throw new Error(`login: ${code} ${text}`);
  }

  /** Dials where EPSV says; the socket is paused. */
  async passive(): Promise<Socket> {
    const { port } = parse229((await this.send('EPSV')).text);
    return dial(this.host, port);
  }

  /** What a transfer command sends, and its replies' codes. */
  async fetch(command: string): Promise<{ data: Buffer; codes: number[] }> {
    const data = await this.passive();
    this.write(`${command}\r\n`);
    const first = (await this.reply()).code;
    if (first !== 150) {
      data.destroy();
      return { data: Buffer.alloc(0), codes: [first] };
    }
    return { data: await readAll(data), codes: [first, (await this.reply()).code] };
  }

  async store(command: string, body: string | Buffer): Promise<number[]> {
    const data = await this.passive();
    this.write(`${command}\r\n`);
    const first = (await this.reply()).code;
    if (first !== 150) {
      data.destroy();
      return [first];
    }
    data.resume();
    data.end(typeof body === 'string' ? Buffer.from(body, 'latin1') : body);
    return [first, (await this.reply()).code];
  }

  /** Goes on under TLS, over a stream of its own so that the socket can be had back. */
  async secure(servername?: string): Promise<TLSSocket> {
    const { socket } = this;
    socket.removeAllListeners('data');
    const below = new Duplex({
      read: () => undefined,
      write: (bytes, _, done) => void socket.write(bytes as Buffer, done),
    });
    socket.on('data', (bytes: Buffer) => below.push(bytes));
    const tls = connectTls({
      socket: below,
      rejectUnauthorized: false,
      ...(servername !== undefined && { servername }),
    });
    tls.on('error', () => undefined);
    await once(tls, 'secureConnect');
    this.#stream = tls;
    this.#listen(tls);
    return tls;
  }

  /** Goes on in clear once TLS has ended. */
  async inClear(tls: TLSSocket): Promise<void> {
    if (!tls.readableEnded) await once(tls, 'end');
    this.socket.removeAllListeners('data');
    this.#stream = this.socket;
    this.#listen(this.socket);
  }

  async until(condition: () => boolean): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error('the server did not answer in time');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#news = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  #listen(stream: Duplex): void {
    stream.on('data', (bytes: Buffer) => {
      this.#bytes.push(bytes);
      this.#replies.push(...this.#reader.push(bytes));
      this.#news();
    });
  }
}

/** A connected socket, paused; @throws where nobody listens */
export async function dial(host: string, port: number, localAddress?: string): Promise<Socket> {
  const socket = connect({ host, port, ...(localAddress !== undefined && { localAddress }) });
  socket.pause();
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

/** All that comes until the end. */
export async function readAll(stream: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Runs a test against a server of its own, and closes everything after it. */
export async function withServer(
  options: ReferenceOptions,
  test: (open: (host?: string) => Promise<Raw>, server: ReferenceServer) => Promise<void>,
): Promise<void> {
  const server = await startReference(options);
  const sockets: Socket[] = [];
  const open = async (host = '127.0.0.1'): Promise<Raw> => {
    const socket = connect({ host, port: server.port });
    sockets.push(socket);
    await once(socket, 'connect');
    return new Raw(socket, host);
  };
  try {
    await test(open, server);
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.close();
  }
}

/** The same, with one connection that is logged in. */
export function withLogin(
  options: ReferenceOptions,
  test: (raw: Raw, server: ReferenceServer) => Promise<void>,
): Promise<void> {
  return withServer(options, async (open, server) => {
    const raw = await open();
    await raw.reply();
    await raw.login();
    await test(raw, server);
  });
}
