import type { Place } from '../../src/ledger/places.ts';
import type { Endpoint } from '../../src/wire/endpoint.ts';
import { buildServer } from './build.ts';
import type { Lab } from './containers.ts';
import type { Declared } from './declaration.ts';
import { startProcess } from './process.ts';

/** A server that greets. Whoever started it stops it. */
export interface Running {
  readonly endpoint: Endpoint;
  /** how often it has died so far and was started again */
  deaths(): number;
  stop(): Promise<void>;
}

/** Starts a server for one place. */
export type Start = (place: Place) => Promise<Running>;

/**
 * Builds a server, if that is not done yet: a container where it has an image, otherwise a process.
 * @param lab for servers that have an image
 * @throws Error where it cannot be built; its `Start` where it does not greet
 */
export async function starterOf(server: Declared, lab: Lab | undefined): Promise<Start> {
  if (server.build !== 'image') {
    const built = await buildServer(server);
    return (place) => startProcess(server, place, built);
  }
  if (!lab) throw new Error(`${server.name} needs a Docker engine`);
  return (place) => startContainer(server, place, lab);
}

async function startContainer({ name }: Declared, place: Place, lab: Lab): Promise<Running> {
  const container = await lab.start(name);
  const endpoint = container.endpoints.find(
    ({ host }) => host.includes(':') === place.endsWith('ipv6'),
  );
  if (endpoint) return { endpoint, stop: () => container.stop(), deaths: () => 0 };
  await container.stop();
  throw new Error(`the container of ${name} has no address for ${place}`);
}
