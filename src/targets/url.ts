import { isIPv6 } from 'node:net';

/** What the user said to test cannot be understood; the message says what is wrong and what would do. */
export class TargetError extends Error {
  override name = 'TargetError';
}

/** ftp: in clear. ftpes: AUTH TLS first. ftps: TLS from the first byte. */
export type Security = 'ftp' | 'ftpes' | 'ftps';

/** A server to test, as a URL names it. */
export interface Target {
  readonly security: Security;
  /** a name or an address literal, without brackets */
  readonly host: string;
  readonly port: number;
  /** undefined: log in as anonymous */
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** working directory, percent-decoded, empty for the login directory */
  readonly directory: string;
}

const DEFAULT_PORTS: Readonly<Record<Security, number>> = { ftp: 21, ftpes: 21, ftps: 990 };

/**
 * Reads `[ftp|ftps|ftpes://][user[:password]@]host[:port][/directory]`. User, password and directory may
 * be percent-encoded; an `@` or `:` in the password may also stand as it is.
 * @throws TargetError
 */
export function parseTarget(text: string): Target {
  const [, scheme = 'ftp', rest = ''] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(.*)$/s.exec(text) ?? [];
  const security = scheme.toLowerCase();
  if (security !== 'ftp' && security !== 'ftps' && security !== 'ftpes')
    throw new TargetError(`"${scheme}://" is not FTP; use ftp://, ftpes:// or ftps://`);
  const at = rest.lastIndexOf('@', endOfAuthority(rest));
  const account = at === -1 ? undefined : rest.slice(0, at);
  const place = rest.slice(at + 1);
  const slash = place.indexOf('/');
  const authority = slash === -1 ? place : place.slice(0, slash);
  const { host, port } = splitAuthority(authority, security);
  const colon = account?.indexOf(':') ?? -1;
  const user = colon === -1 ? account : account?.slice(0, colon);
  const password = colon === -1 ? undefined : account?.slice(colon + 1);
  return {
    security,
    host,
    port,
    user: user === undefined || user === '' ? undefined : decode(user, 'user name'),
    password: password === undefined ? undefined : decode(password, 'password'),
    directory: slash === -1 ? '' : decode(place.slice(slash + 1), 'directory'),
  };
}

/** The target without its password, as a URL. */
export function describeTarget(target: Target): string {
  const user = target.user === undefined ? '' : `${encodeURIComponent(target.user)}@`;
  const host = isIPv6(target.host) ? `[${target.host}]` : target.host;
  const port = target.port === DEFAULT_PORTS[target.security] ? '' : `:${target.port}`;
  const directory = target.directory === '' ? '' : `/${encodeURI(target.directory)}`;
  return `${target.security}://${user}${host}${port}${directory}`;
}

/** What a user wrote for a target, without the password in it. */
export function withoutAccount(text: string): string {
  return text.replace(/^((?:[a-z][a-z0-9+.-]*:\/\/)?[^:@/]*):.*@/is, '$1@');
}

/**
 * Where the last `@` that can end the account may stand. A password may hold slashes, so `user:pa/ss@host` has
 * an account; what ends like host and port in front of the first slash is that: `host:21/dir@x` has none.
 */
function endOfAuthority(rest: string): number {
  const slash = rest.indexOf('/');
  const isPlace =
    slash !== -1 && /^(.*@)?(\[[^\]]*\]|[^:@]*)(:\d{1,5})?$/.test(rest.slice(0, slash));
  return isPlace ? slash : rest.length;
}

function splitAuthority(authority: string, security: Security): { host: string; port: number } {
  const match = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/.exec(authority);
  const host = match?.[1] ?? match?.[2] ?? '';
  if (isIPv6(authority)) return { host: authority, port: DEFAULT_PORTS[security] };
  if (!match || host === '' || (match[1] !== undefined && !isIPv6(host)) || /[\s\\?#]/.test(host))
    throw new TargetError(
      `"${unaccounted(authority)}" is not a host or host:port; IPv6 addresses need brackets`,
    );
  const port = match[3];
  if (port === undefined) return { host, port: DEFAULT_PORTS[security] };
  const number = /^\d+$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65535) {
    const shown = /^\d+$/.test(port) ? `port "${port}"` : 'the port';
    throw new TargetError(
      `${shown} of ${host} is not a number from 1 to 65535; an account ends with "@"`,
    );
  }
  return { host, port: number };
}

/** What can only be an address is shown whole; anything else may be an account whose "@" was forgotten. */
function unaccounted(authority: string): string {
  return /^[0-9a-f:.[\]%]*$/i.test(authority)
    ? authority
    : authority.replace(/^([^:]*):.*$/s, '$1:…');
}

function decode(text: string, what: string): string {
  let decoded = text;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    // A bare % is a character like others in a password that was not encoded.
    if (what !== 'password')
      throw new TargetError(`the ${what} in the URL is not well percent-encoded`);
  }
  // It would end the command that carries it, and the rest would be another one.
  if (/[\r\n\0]/.test(decoded))
    throw new TargetError(`the ${what} in the URL holds a line end or NUL, which FTP cannot carry`);
  return decoded;
}
