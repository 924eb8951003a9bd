import { createServer, type Server, type Socket } from 'node:net';

/** A server that does with each connection what a test wants. */
export interface Stub {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on loopback. */
export async function stub(serve: (socket: Socket) => void): Promise<Stub> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    url: `ftp://user:pa55word@127.0.0.1:${port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
