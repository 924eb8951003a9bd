import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Endpoint } from '../wire/endpoint.ts';
import { ContainerError, type Engine } from './container-engine.ts';

/** How a container is reached. */
export interface Reach {
  readonly candidates: readonly Endpoint[];
  readonly way: 'at its own address' | 'through the published port';
}

/**
 * Where a container's control port is to be reached from here: at its own addresses where this machine is
 * on the container's link (a bridge of a local engine), otherwise through the port that the engine
 * publishes. Passive endpoints are announced by own address, so that is what an FTP client wants.
 */
export async function findEndpoints(engine: Engine, id: string, port: number): Promise<Reach> {
  const { NetworkSettings, State } = await engine.container.inspect(engine.container.getById(id));
  const networks = Object.values(NetworkSettings.Networks);
  const own = networks.flatMap((network) => [
    { host: network.IPAddress, prefix: network.IPPrefixLen },
    { host: network.GlobalIPv6Address, prefix: network.GlobalIPv6PrefixLen },
  ]);
  const candidates = own
    .filter(({ host, prefix }) => host !== '' && isOnLink(host, prefix))
    .map(({ host }) => ({ host, port }));
  if (candidates.length > 0) return { candidates, way: 'at its own address' };

  // A container that has ended already has no addresses and no ports.
  if (!State.Running) return { candidates: [], way: 'at its own address' };

  const published = NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort;
  if (published === undefined)
    throw new ContainerError(
      `The container cannot be reached: this machine is in none of its networks, and port ${port} is not published.`,
    );
  const { host } = engine.info.containerRuntime;
  const numeric = host === 'localhost' ? '127.0.0.1' : host;
  return {
    candidates: [{ host: numeric, port: Number(published) }],
    way: 'through the published port',
  };
}

function isOnLink(host: string, prefix: number): boolean {
  const subnet = new BlockList();
  subnet.addSubnet(host, prefix, family(host));
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .some(({ address }) => subnet.check(address, family(address)));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
