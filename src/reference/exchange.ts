import type { SecureContext } from 'node:tls';
import { parseCommand } from '../wire/command.ts';
import type { Octets } from './codec.ts';
import type { Session } from './session.ts';
import { resolvePath } from './store/store.ts';
import { escapeTelnet } from './telnet.ts';

/** A reply before it becomes bytes. */
export interface ServerReply {
  readonly code: number;
  /** one line, or a multi-line reply's lines without codes; the first and the last line get them */
  readonly lines: readonly string[];
}

/** Stands between the commands and the client: what the active faults do. */
export interface Interceptor {
  /** Executes the command; `honest` does it as it should be done. */
  run(exchange: Exchange, honest: () => Promise<void>): Promise<void>;
  replies(reply: ServerReply, exchange: Exchange): readonly ServerReply[];
  bytes(bytes: Buffer, exchange: Exchange): Buffer;
  sends(octets: Octets, exchange: Exchange): Octets;
  receives(octets: Octets, exchange: Exchange): Octets;
  tlsContext(honest: () => Promise<SecureContext>, exchange: Exchange): Promise<SecureContext>;
}

/** One command and its replies. */
export class Exchange {
  readonly session: Session;
  readonly interceptor: Interceptor;
  /** in capitals; `CONNECT` for the greeting */
  readonly verb: string;
  /** all after the first space; empty where there is nothing; faults may change it */
  argument: string;
  /** the command as it came */
  readonly line: string;
  /** codes sent so far */
  readonly codes: number[] = [];

  /** @param verb where it is not the line's: the greeting and 421 answer no command */
  constructor(
    session: Session,
    interceptor: Interceptor,
    line: string,
    verb = parseCommand(line).verb,
  ) {
    this.session = session;
    this.interceptor = interceptor;
    this.line = line;
    this.verb = verb;
    this.argument = parseCommand(line).argument ?? '';
  }

  /** The absolute path that the argument names; without one the working directory. */
  get path(): string {
    return resolvePath(this.session.workingDirectory, this.argument);
  }

  /** Sends a reply; with several lines a multi-line one (RFC 959 section 4.2). */
  reply(code: number, ...lines: readonly string[]): void {
    for (const reply of this.interceptor.replies({ code, lines }, this)) {
      this.codes.push(reply.code);
      this.session.control.write(this.interceptor.bytes(replyBytes(reply), this));
    }
  }

  /** Sends the last reply and closes. */
  leave(code: number, text: string): void {
    this.reply(code, text);
    if (code === 421 && this.session.quirk('staysAfter421')) return;
    this.session.hangUp();
  }

  /** What a TLS handshake on behalf of this command begins with. */
  tlsContext(): Promise<SecureContext> {
    return this.interceptor.tlsContext(this.session.tlsContext, this);
  }
}

/** Interior lines begin with a space, so that none can be taken for the last one. */
function replyBytes({ code, lines }: ServerReply): Buffer {
  const last = lines.length - 1;
  const text = lines.map((line, i) => {
    if (i === last) return `${code} ${line}`;
    return i === 0 ? `${code}-${line}` : ` ${line}`;
  });
  return escapeTelnet(Buffer.from(text.map((line) => `${line}\r\n`).join(''), 'latin1'));
}
