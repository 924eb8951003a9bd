import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/*
 * What `ftpspec peer` and `ftpspec diagnose --peer` say to each other. It has the form of FTP, so that a device on the
 * way that reads and rewrites FTP does the same to it:
 *
 *   220 ftpspec peer 1 NONCE
 *   PASS NONCE PROOF          230 PROOF PORTS         the token itself never goes over the line
 *   NOOP                      200                     the client has other things to do meanwhile
 *   STAT                      211 HOST PORT HOST PORT where the client comes from, and where it arrived
 *   OWNS ADDRESS              200 yes | no            whether the address is one of this host's
 *   PORT …, EPRT …            200 HEX                 the line as it arrived
 *   DIAL                      200 OUTCOME             a connection to that port of whoever asks, and nobody else
 *   PASV, EPSV                227 …, 229 …            a port that is listened on
 *   SENT                      200 HEX                 that reply as it left
 *   HOLD PORT                 200                     a port that no reply names is listened on
 *   CAME                      200 HOST PORT | 450     who connected to the port that is listened on, which ends
 *   QUIT                      221
 */

/** Another version is another language. */
export const VERSION = 1;

/** How long a line may be, in bytes, and what is said in all: more is nobody who speaks this. */
export const LONGEST_LINE = 512;
export const MOST_COMMANDS = 100;

/** Characters of a token, at least: whoever listens on the way can try short ones at home. */
export const SHORTEST_TOKEN = 16;

/** What a peer says first. */
export interface Greeting {
  readonly version: number;
  readonly nonce: string;
}

/** Random characters, for a token or to be used once. */
export function unguessable(): string {
  return randomBytes(16).toString('hex');
}

/** The text of the peer's 220. */
export function formatGreeting({ version, nonce }: Greeting): string {
  return `ftpspec peer ${version} ${nonce}`;
}

/** Reads that text; undefined where it is somebody else's. */
export function parseGreeting(text: string): Greeting | undefined {
  const [, version, nonce] = /^ftpspec peer (\d{1,6})(?: ([0-9a-f]{32}))?\b/.exec(text) ?? [];
  if (version === undefined) return undefined;
  return { version: Number(version), nonce: nonce ?? '' };
}

/** What only somebody who has the token can say, once, on his side of the conversation. */
export function proofOf(
  token: string,
  side: 'client' | 'peer',
  nonces: { readonly client: string; readonly peer: string },
): string {
  return createHmac('sha256', token)
    .update([VERSION, side, nonces.client, nonces.peer].join(' '))
    .digest('hex');
}

/** Compares without telling by the time how much is right. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A line that a device on the way must leave as it is. */
export function toHex(line: string): string {
  return Buffer.from(line, 'latin1').toString('hex');
}

export function fromHex(hex: string): string {
  return Buffer.from(hex, 'hex').toString('latin1');
}
