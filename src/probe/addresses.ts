import { isIP, isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { canonicalAddress } from '../wire/endpoint.ts';

/** What an address can be used for. */
export type AddressReach = 'public' | 'private' | 'unusable';

/** IPv4 blocks that do not lead to a host elsewhere (RFC 6890): first octets, prefix length, reach. */
const BLOCKS: readonly (readonly [string, number, AddressReach])[] = [
  ['0.0.0.0', 8, 'unusable'],
  ['127.0.0.0', 8, 'unusable'],
  ['224.0.0.0', 3, 'unusable'],
  ['10.0.0.0', 8, 'private'],
  ['172.16.0.0', 12, 'private'],
  ['192.168.0.0', 16, 'private'],
  ['100.64.0.0', 10, 'private'],
  ['169.254.0.0', 16, 'private'],
  ['192.0.0.0', 24, 'private'],
  ['198.18.0.0', 15, 'private'],
];

/** Ranges of documents and tests, which people find there and write down (RFC 5737, RFC 2544). */
const BORROWED: readonly (readonly [string, number])[] = [
  ['198.18.0.0', 15],
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
];
/** Carriers’ NAT (RFC 6598): a server behind one has such an address, and so have many others. */
const CARRIERS = ['100.64.0.0', 10] as const;

export function isCarriers(address: string): boolean {
  return isIPv4(address) && isWithin(address, CARRIERS);
}

/** Whether an address is of a range that leads to somebody’s own network at most, and not to that of another. */
export function isBorrowed(address: string, peer: string): boolean {
  if (!isIPv4(address)) return false;
  const block = BORROWED.find((one) => isWithin(address, one));
  return block !== undefined && !(isIPv4(peer) && isWithin(peer, block));
}

function isWithin(address: string, [base, bits]: readonly [string, number]): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(number(address) / size) === Math.floor(number(base) / size);
}

function number(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

/** How far an address literal reaches. */
export function reachOf(address: string): AddressReach {
  if (isIPv4(address)) {
    const block = BLOCKS.find(([base, bits]) => isWithin(address, [base, bits]));
    return block?.[2] ?? 'public';
  }
  if (/^(?:::|::1|ff.*)$/i.test(address)) return 'unusable';
  return /^f[cde]/i.test(address) ? 'private' : 'public';
}

/** The prefix that NAT64 gives IPv4 hosts (RFC 6052 section 2.1). */
export function isNat64(address: string): boolean {
  return isIPv6(address) && /^64:ff9b:/i.test(address);
}

/**
 * Families in which this machine has an address that leads beyond its own link. Unique local addresses
 * (RFC 4193) lead only to others of their kind.
 */
export function localFamilies(targets: readonly string[]): (4 | 6)[] {
  const own = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal }) => !internal);
  const families: (4 | 6)[] = [];
  if (own.some(({ family }) => family === 'IPv4')) families.push(4);
  const six = own.filter(({ family }) => family === 'IPv6').map(({ address }) => address);
  const inside = targets.some(isUniqueLocal);
  if (six.some((one) => /^[23]/.test(one) || (inside && isUniqueLocal(one)))) families.push(6);
  return families;
}

function isUniqueLocal(address: string): boolean {
  return /^f[cd]/i.test(address);
}

/** Address literals in a text, in their canonical form; a port after them is left out. */
export function addressesIn(text: string): string[] {
  const candidates = text.match(/[0-9a-f:.]{3,}/gi) ?? [];
  return candidates.flatMap((candidate) => {
    const whole = candidate.replace(/^\.+|(?<![.:])[.:]+$/g, '');
    const literal = [whole, whole.replace(/:\d+$/, '')].find((one) => isIP(one) !== 0);
    return literal === undefined ? [] : [canonicalAddress(literal)];
  });
}
