import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A relay that makes a server on this machine seem far away. */
export interface Relay {
  close(): void;
}

/**
 * Listens at the same ports of another loopback address, and passes on what comes, in both directions, late: half of
 * the round trip each way. Opening a connection costs nothing, as the kernel does it before we see it.
 */
export async function openRelay(
  from: string,
  to: string,
  ports: readonly number[],
  roundTripMs: number,
): Promise<Relay> {
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  for (const port of ports) {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      const far = connect({ host: to, port, allowHalfOpen: true, noDelay: true });
      for (const [here, there] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(here);
        here.on('data', (bytes) => later(() => there.write(bytes)));
        here.on('end', () => later(() => there.end()));
        here.on('error', () => later(() => there.resetAndDestroy()));
        here.on('close', () => sockets.delete(here));
      }
    });
    server.listen(port, from);
    await once(server, 'listening');
    servers.push(server);
  }
  return {
    close: () => {
      for (const server of servers) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };

  function later(act: () => void): void {
    setTimeout(act, roundTripMs / 2);
  }
}
