import { randomBytes } from 'node:crypto';
import { startContainer, type RunningContainer } from '../../src/targets/container.ts';
import {
  buildImage,
  connectEngine,
  type Engine,
  ownerLabels,
  removeLeftovers,
} from '../../src/targets/container-engine.ts';

/** The real servers, and what each needs of the engine. */
export const SERVERS = {
  vsftpd: {},
  proftpd: {},
  'pure-ftpd': { capabilities: ['SYS_NICE', 'DAC_READ_SEARCH'] },
} as const;
export type ServerName = keyof typeof SERVERS;
export const SERVER_NAMES = Object.keys(SERVERS) as ServerName[];

/** The accounts in every image. */
export const ACCOUNT = { user: 'ftpspec', password: 'open-sesame' };
export const ANOTHER = { user: 'another', password: 'open window' };

/** Real servers in containers on a network with both address families. */
export interface Lab {
  /** a fresh container; its endpoints are the IPv4 and the IPv6 one */
  start(server: ServerName): Promise<RunningContainer>;
  /** removes what the lab made */
  close(): Promise<void>;
}

/** Builds the images, where they are not built, and makes the network. */
export async function openLab(): Promise<Lab> {
  const engine = await connectEngine();
  await removeLeftovers(engine);
  await buildImage(engine, directory('base'), 'ftpspec/base');
  await Promise.all(SERVER_NAMES.map((name) => buildImage(engine, directory(name), tag(name))));
  const network = await makeNetwork(engine);
  const containers: RunningContainer[] = [];
  return {
    async start(server) {
      const container = await startContainer(
        { image: tag(server) },
        { ...SERVERS[server], network: network.id },
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

function directory(image: string): string {
  return new URL(`images/${image}`, import.meta.url).pathname;
}

function tag(server: ServerName): string {
  return `ftpspec/${server}`;
}
