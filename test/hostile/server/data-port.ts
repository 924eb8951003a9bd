import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** How long a client may take to come, or to be reached. */
const PATIENCE_MS = 5000;

/** Where the next data connection will be. */
export interface DataPort {
  /** 0 in active mode */
  readonly port: number;
  /** @throws Error where no connection comes about */
  connection(): Promise<Socket>;
  close(): void;
}

/** Listens on loopback for one connection. */
export async function passive(): Promise<DataPort> {
  const server = createServer();
  const coming = new Promise<Socket>((resolve) => {
    server.once('connection', (socket) => {
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connection: () => inTime(coming),
    close: () => {
      server.close();
      void coming.then((socket) => socket.destroySoon());
    },
  };
}

/** Dials the client, on loopback only. */
export function active(host: string, port: number): DataPort {
  let socket: Socket | undefined;
  return {
    port: 0,
    connection: async () => {
      if (!host.startsWith('127.')) throw new Error('not on loopback');
      socket = connect(port, host);
      socket.on('error', () => undefined);
      await inTime(once(socket, 'connect'));
      return socket;
    },
    close: () => socket?.destroySoon(),
  };
}

async function inTime<T>(wanted: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no data connection came')), PATIENCE_MS);
  });
  try {
    return await Promise.race([wanted, late]);
  } finally {
    clearTimeout(timer);
  }
}
