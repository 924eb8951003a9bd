import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startContainer, type RunningContainer } from '../../src/targets/container.ts';
import {
  buildImage,
  connectEngine,
  type Engine,
  ownerLabels,
  removeLeftovers,
} from '../../src/targets/container-engine.ts';
import type { Declared } from './declaration.ts';

/** Real servers in containers on a network with both address families. */
export interface Lab {
  /** a fresh container; its endpoints are the IPv4 and the IPv6 one */
  start(server: string): Promise<RunningContainer>;
  /** removes what the lab made */
  close(): Promise<void>;
}

/** Builds the images of these servers, where they are not built, and makes the network. */
export async function openLab(servers: readonly Declared[]): Promise<Lab> {
  const engine = await connectEngine();
  await removeLeftovers(engine);
  await buildImage(engine, join(import.meta.dirname, 'base'), 'ftpspec/base');
  await Promise.all(servers.map(({ name, folder }) => buildImage(engine, folder, tag(name))));
  const network = await makeNetwork(engine);
  const containers: RunningContainer[] = [];
  return {
    async start(server) {
      const capabilities = servers.find(({ name }) => name === server)?.capabilities ?? [];
      const container = await startContainer(
        { image: tag(server) },
        { capabilities, network: network.id },
      );
      containers.push(container);
      return container;
    },
    async close() {
      await Promise.all(containers.map((container) => container.stop()));
      await network.remove();
    },
  };
}

async function makeNetwork(engine: Engine) {
  const id = randomBytes(5).toString('hex');
  // A unique local prefix as RFC 4193 section 3.2 makes them, so that labs can stand side by side.
  const prefix = `fd${id.slice(0, 2)}:${id.slice(2, 6)}:${id.slice(6)}`;
  return await engine.container.dockerode.createNetwork({
    Name: `ftpspec-lab-${id}`,
    EnableIPv6: true,
    IPAM: { Driver: 'default', Config: [{ Subnet: `${prefix}::/64` }] },
    Labels: await ownerLabels(),
  });
}

function tag(server: string): string {
  return `ftpspec/${server}`;
}
