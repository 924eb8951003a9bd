import { isIP, isIPv4, isIPv6 } from 'node:net';
import { WireError } from './errors.ts';
import { quoted } from './shorten.ts';

/** Where somebody listens. */
export interface Endpoint {
  /** an address literal; empty where the reply names none (EPSV: the control connection's peer) */
  readonly host: string;
  /** 0-65535 */
  readonly port: number;
}

/** `[::1]:21` or `127.0.0.1:21`. */
export function formatEndpoint({ host, port }: Endpoint): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The argument of PORT: `h1,h2,h3,h4,p1,p2` (RFC 959 section 5.3.2). */
export function formatHostPort({ host, port }: Endpoint): string {
  return `${host.replaceAll('.', ',')},${port >> 8},${port & 255}`;
}

/**
 * Reads `h1,h2,h3,h4,p1,p2`: six decimal numbers 0-255 and nothing else.
 * @throws WireError
 */
export function parseHostPort(text: string): Endpoint {
  if (!/^\d{1,3}(,\d{1,3}){5}$/.test(text))
    throw new WireError(`${quoted(text)} is not six decimal numbers with commas between them`);
  const numbers = text.split(',').map(Number);
  const tooLarge = numbers.find((number) => number > 255);
  if (tooLarge !== undefined) throw new WireError(`${tooLarge} does not fit into eight bits`);
  const [p1 = 0, p2 = 0] = numbers.slice(4);
  return { host: numbers.slice(0, 4).join('.'), port: p1 * 256 + p2 };
}

/**
 * The endpoint in a 227 reply's text: the six numbers, whatever stands around them (RFC 1123 section 4.1.2.6).
 * @throws WireError
 */
export function parse227(text: string): Endpoint {
  const [numbers] = /(?<![\d,])\d+(?:,\d+){5}(?![\d,])/.exec(text) ?? /\d[\d,]*/.exec(text) ?? [];
  if (numbers === undefined) throw new WireError('the 227 reply names no endpoint');
  return parseHostPort(numbers);
}

/**
 * The port in a 229 reply's text: `(<d><d><d>port<d>)` with one delimiter out of ASCII 33-126 (RFC 2428
 * section 3). The fields before the port are empty; an address or family there is kept for the rules.
 * @throws WireError
 */
export function parse229(text: string): Endpoint & { readonly family: string } {
  // Other words may stand in parentheses as well.
  const match = /\(([!-~])(\1\1\d{1,5}\1)\)/.exec(text) ?? /\(([!-~])([^()]*)\)/.exec(text);
  if (!match) throw new WireError('the 229 reply has no (<d><d><d>port<d>)');
  const delimiter = match[1] ?? '';
  const fields = (match[2] ?? '').split(delimiter);
  const [family, host, port, after] = fields;
  if (fields.length !== 4 || after !== '' || !/^\d{1,5}$/.test(port ?? ''))
    throw new WireError(`${quoted(match[0])} is not (<d><d><d>port<d>)`);
  const number = Number(port);
  if (number < 1 || number > 65535) throw new WireError(`${number} is no TCP port`);
  return { host: host ?? '', port: number, family: family ?? '' };
}

/** The argument of EPRT: `|1|127.0.0.1|6446|`, `|2|::1|6446|` (RFC 2428 section 2). Zones mean nothing to others. */
export function formatExtendedPort({ host, port }: Endpoint): string {
  return `|${isIPv6(host) ? 2 : 1}|${host.split('%', 1)[0] ?? ''}|${port}|`;
}

/** What EPRT names: family 1 is IPv4 and 2 is IPv6; others are well formed, yet nobody has them. */
export interface ExtendedPort extends Endpoint {
  readonly family: number;
}

/**
 * Reads the argument of EPRT. The address is checked only where the family is known (RFC 2428 section 2).
 * @throws WireError
 */
export function parseExtendedPort(text: string): ExtendedPort {
  const delimiter = text[0] ?? '';
  if (!/^[!-~]$/.test(delimiter)) throw new WireError('EPRT needs a delimiter out of ASCII 33-126');
  const fields = text.split(delimiter);
  const [, family = '', host = '', port = ''] = fields;
  if (fields.length !== 5 || fields[4] !== '')
    throw new WireError('EPRT takes <d>family<d>address<d>port<d>');
  if (!/^\d+$/.test(family)) throw new WireError(`${quoted(family)} is no address family number`);
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535)
    throw new WireError(`${quoted(port)} is no TCP port`);
  if ((family === '1' && !isIPv4(host)) || (family === '2' && !isIPv6(host)))
    throw new WireError(`${quoted(host)} is no address of family ${family}`);
  return { family: Number(family), host, port: Number(port) };
}

/**
 * The same address in one form: `::ffff:1.2.3.4` is `1.2.3.4`, IPv6 is in its short form (RFC 5952). A
 * link-local address keeps its zone, as nobody can dial it without.
 */
export function canonicalAddress(address: string): string {
  if (!isIPv6(address)) return address;
  const [literal = '', zone] = address.split('%', 2);
  const short = new URL(`ftp://[${literal}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(short) ?? [];
  if (high !== undefined && low !== undefined)
    return [high, low]
      .map((group) => parseInt(group, 16))
      .flatMap((group) => [group >> 8, group & 255])
      .join('.');
  return zone !== undefined && short.startsWith('fe80:') ? `${short}%${zone}` : short;
}

/** 4 or 6; @throws WireError where the text is no address literal */
export function familyOf(address: string): 4 | 6 {
  const family = isIP(address.split('%', 1)[0] ?? '');
  if (family === 0) throw new WireError(`${quoted(address)} is no IP address`);
  return family as 4 | 6;
}
