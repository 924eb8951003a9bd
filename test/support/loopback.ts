import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A server on loopback that does what one test wants, and its sockets, all let go at the end of the test. */
export interface Loopback {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

const open: Loopback[] = [];

/** Listens; `serve` gets every connection. `letGo` in `afterEach` closes what is still there. */
export async function listen(
  serve: (socket: Socket, index: number) => void,
  host = '127.0.0.1',
): Promise<Loopback> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket, count++);
  });
  server.listen(0, host);
  await once(server, 'listening');
  const loopback = {
    host,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
  open.push(loopback);
  return loopback;
}

/** Closes all that tests have opened with `listen`. */
export async function letGo(): Promise<void> {
  await Promise.all(open.splice(0).map((one) => one.close()));
}

/** Resolves with everything a socket gets until `enough` says so. */
export async function readUntil(
  socket: Socket,
  enough: (text: string) => boolean,
): Promise<string> {
  let text = '';
  return await new Promise((resolve, reject) => {
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      if (enough(text)) resolve(text);
    });
    socket.once('close', () => reject(new Error(`closed behind "${text}"`)));
  });
}

/** What a socket gets, line by line; each line is handed to `answer`. */
export function onLines(socket: Socket, answer: (line: string) => void): void {
  let rest = '';
  socket.on('data', (bytes: Buffer) => {
    const lines = (rest + bytes.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) answer(line);
  });
}
