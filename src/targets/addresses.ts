import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { canonicalAddress } from '../wire/endpoint.ts';
import { errorCode } from '../client/failures.ts';
import { within } from '../client/waiting.ts';
import { TargetError } from './url.ts';

/** One address of a target. */
export interface Address {
  readonly host: string;
  readonly family: 4 | 6;
}

const LOOKUP_MS = 15_000;

/**
 * The addresses of a name, in the order that the system prefers.
 * @throws TargetError where there is none
 */
export async function resolveAddresses(host: string): Promise<Address[]> {
  const family = isIP(host.split('%', 1)[0] ?? '');
  if (family !== 0) return [{ host, family: family as 4 | 6 }];
  try {
    const found = await within(
      lookup(host, { all: true }),
      LOOKUP_MS,
      'the answer of the resolver',
    );
    return found.map(({ address, family: kind }) => ({
      host: address,
      family: kind === 6 ? 6 : 4,
    }));
  } catch (error) {
    throw new TargetError(
      `${host} does not resolve to an address (${errorCode(error)}); check the spelling and the resolver`,
    );
  }
}

/** Whether two addresses are on this machine, or on one network that this machine is on. */
export function areNear(one: string, other: string): boolean {
  const both = [one, other].map(canonicalAddress);
  const networks = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return networks.some(({ address, cidr, family, internal }) => {
    const bits = Number(cidr?.split('/')[1]);
    // A network of one host, as of a tunnel, says nothing about others; nor does one without bounds.
    if (!Number.isInteger(bits) || bits === 0) return false;
    const kind = family === 'IPv6' ? 'ipv6' : 'ipv4';
    const network = new BlockList();
    network.addSubnet(address, internal ? Math.min(bits, 128) : bits, kind);
    return both.every(
      (host) => isIP(host) === (kind === 'ipv6' ? 6 : 4) && network.check(host, kind),
    );
  });
}

/** Whether an address is on this machine. */
export function isLoopback(host: string): boolean {
  const address = canonicalAddress(host);
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

/** Whether a host, as a user names it, is this machine, where everything may be done. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || isLoopback(host);
}
