import { isIPv6 } from 'node:net';
import {
  type Endpoint,
  formatExtendedPort,
  formatHostPort,
  parse227,
  parse229,
} from '../wire/endpoint.ts';
import type { Reply } from '../wire/reply.ts';
import type { ControlConnection } from './control.ts';
import { dial, type Dialled, type DialOptions } from './dial.ts';
import { Listener } from './listener.ts';

// How a data connection comes about (RFC 959 section 3.2, RFC 2428). Callers judge replies, retry and keep records.

export type PassiveVerb = 'PASV' | 'EPSV';
export type ActiveVerb = 'PORT' | 'EPRT';

/** The code of the reply that announces a port (RFC 959 section 5.4, RFC 2428 section 3). */
export const ANNOUNCING: Readonly<Record<PassiveVerb, number>> = { PASV: 227, EPSV: 229 };

/** EPSV over IPv6, which PASV cannot express, and the preferred one over IPv4. */
export function passiveVerb(host: string, preferred: PassiveVerb): PassiveVerb {
  return isIPv6(host) ? 'EPSV' : preferred;
}

/** EPRT for an IPv6 address, which PORT cannot express. */
export function activeVerb(host: string): ActiveVerb {
  return isIPv6(host) ? 'EPRT' : 'PORT';
}

/**
 * The endpoint that a 227 or 229 announces; a 229 means the control connection's peer (RFC 2428 section 3).
 * @throws WireError
 */
export function announcedEndpoint(
  verb: PassiveVerb,
  text: Reply['text'],
  peer: Endpoint,
): Endpoint {
  return verb === 'PASV' ? parse227(text) : atPeer(peer, parse229(text).port);
}

/** The same port at the control connection's peer: what careful clients dial, whatever address is announced. */
export function atPeer({ host }: Endpoint, port: number): Endpoint {
  return { host, port };
}

/**
 * Where an announced endpoint is dialled: at the control connection's peer, as an address that a server names may be
 * anybody's, unless it is the one that was confirmed for data.
 */
export function dialledEndpoint(peer: Endpoint, announced: Endpoint, dataHost?: string): Endpoint {
  return announced.host === dataHost ? announced : atPeer(peer, announced.port);
}

/** What came of dialling an announced port. */
export interface PassiveDial {
  readonly to: Endpoint;
  readonly dialled: Dialled;
}

/**
 * Dials what a 227 or 229 announces.
 * @param options.dataHost the address that is dialled where a 227 names it; the control connection's peer otherwise
 * @throws WireError where the reply announces none
 */
export async function dialPassive(
  { peer }: ControlConnection,
  verb: PassiveVerb,
  { text }: Reply,
  { dataHost, ...options }: DialOptions & { readonly dataHost?: string | undefined },
): Promise<PassiveDial> {
  const to = dialledEndpoint(peer, announcedEndpoint(verb, text, peer), dataHost);
  return { to, dialled: await dial(to, options) };
}

/** Where the client listens, and what it tells the server of that. */
export interface ActiveSetUp {
  readonly listener: Listener;
  readonly announced: Endpoint;
}

/**
 * Listens for the server to connect. Nothing is sent yet, so that the listener has an owner before.
 * @param announcedHost where the server reaches this client, if not at `host` (NAT)
 * @throws Error with the system's code where no port is free
 */
export async function listenForServer(
  host: string,
  ports: Iterable<number>,
  announcedHost = host,
): Promise<ActiveSetUp> {
  const listener = await Listener.open(host, ports);
  return { listener, announced: { ...listener.endpoint, host: announcedHost } };
}

/** `PORT 127,0,0,1,4,1` or `EPRT |2|::1|1025|`. */
export function activeCommand(verb: ActiveVerb, announced: Endpoint): string {
  const format = verb === 'PORT' ? formatHostPort : formatExtendedPort;
  return `${verb} ${format(announced)}`;
}

/** The ports that the client may listen on, in the order to try them; 0 is any. */
export function portsToListenOn([from, to]: readonly [number, number] = [0, 0]): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
