import type { Reply } from '../wire/reply.ts';
import { quotedBytes } from '../wire/shorten.ts';

/** The peer did not do in time what was waited for. */
export class Timeout extends Error {
  override name = 'Timeout';
  readonly awaited: string;
  /** `10 s`; where that is less than was wanted, also why */
  readonly within: string;

  /** @param why it was waited for less than was wanted */
  constructor(awaited: string, waitedMs: number, why?: string) {
    const within = `${formatMs(waitedMs)}${why === undefined ? '' : ` (less than usual, as ${why})`}`;
    super(`${awaited} did not come within ${within}`);
    this.awaited = awaited;
    this.within = within;
  }
}

/** The transfer that a data connection was for was refused: nothing is to come over it. */
export class TransferRefused extends Error {
  override name = 'TransferRefused';
  readonly code: number;

  constructor({ code, lines }: Reply) {
    super(`the transfer was refused with ${quotedBytes(lines.map(({ bytes }) => bytes))}`);
    this.code = code;
  }
}

/** How a connection ended. */
export interface Ending {
  /** fin: in order. reset: RST. tls: a TLS alert or broken record. error: anything else the kernel says. */
  readonly how: 'fin' | 'reset' | 'tls' | 'error';
  /** the system's or OpenSSL's code where there is one (`ECONNRESET`, `ERR_SSL_…`) */
  readonly code: string | undefined;
  /** under TLS: whether a close_notify came before the end; undefined without TLS */
  readonly closeNotify: boolean | undefined;
}

/** The code of an ending that was this client's own doing. */
export const CLOSED_HERE = 'closed here';

/** A connection ended while something was expected on it. */
export class Closed extends Error {
  override name = 'Closed';
  readonly ending: Ending;
  constructor(what: string, ending: Ending) {
    super(`${what} was ${describeEnding(ending)}`);
    this.ending = ending;
  }
}

/** A TLS handshake that did not end in a secure connection. */
export class HandshakeFailed extends Error {
  override name = 'HandshakeFailed';
  /** `ERR_SSL_…`, `SELF_SIGNED_CERT_IN_CHAIN`, `ECONNRESET` and so on */
  readonly code: string;
  /** whether the peer had sent a byte by then */
  readonly answered: boolean;
  constructor(message: string, code: string, answered: boolean) {
    super(message);
    this.code = code;
    this.answered = answered;
  }
}

/** The server's certificate is not trusted here, which says nothing of the handshake itself. */
export class Distrusted extends HandshakeFailed {
  constructor(why: string, code: string) {
    super(
      `the certificate is not trusted: ${why}; --ca FILE trusts it, --insecure goes on all the same`,
      code,
      true,
    );
  }
}

/** `closed (FIN)`, `reset (RST)`, … as a participle after "was". */
export function describeEnding({ how, code }: Ending): string {
  switch (how) {
    case 'fin':
      return 'closed (FIN)';
    case 'reset':
      return 'reset (RST)';
    case 'tls':
      return `ended by a TLS failure (${code ?? 'no code'})`;
    case 'error':
      return `ended by an error (${code ?? 'no code'})`;
  }
}

/** `340 ms`, `2.5 s`. */
export function formatMs(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toFixed(1))} s`;
}

/** The system's code of an error (`ECONNREFUSED`), or its message where it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.message : String(error);
}
