import { parseCommand } from '../wire/command.ts';
import type { ServerReply } from './faults/hooks.ts';
import type { Session } from './session.ts';
import { resolvePath } from './store/store.ts';
import { escapeTelnet } from './telnet.ts';

/** One command and its replies. */
export class Exchange {
  readonly session: Session;
  /** in capitals; `CONNECT` for the greeting */
  readonly verb: string;
  /** all behind the first space; empty where there is nothing; faults may change it */
  argument: string;
  /** the command as it came */
  readonly line: string;
  /** codes sent so far */
  readonly codes: number[] = [];

  /** @param verb where it is not the line's: the greeting and 421 answer no command */
  constructor(session: Session, line: string, verb = parseCommand(line).verb) {
    this.session = session;
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
    const { seeded, control } = this.session;
    for (const reply of seeded.replies({ code, lines }, this)) {
      this.codes.push(reply.code);
      control.write(seeded.bytes(replyBytes(reply), this));
    }
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
