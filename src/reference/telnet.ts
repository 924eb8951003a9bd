const IAC = 0xff;
const WILL = 0xfb;
const WONT = 0xfc;
const DO = 0xfd;
const DONT = 0xfe;

/**
 * Takes Telnet commands out of the control connection's bytes, wherever segments end, and refuses every
 * option (RFC 854; RFC 1123 section 4.1.2.12).
 */
export class TelnetFilter {
  #command: number[] = [];
  readonly #answer: (bytes: Buffer) => void;

  /** @param answer sends a refusal */
  constructor(answer: (bytes: Buffer) => void) {
    this.#answer = answer;
  }

  filter(bytes: Buffer): Buffer {
    if (this.#command.length === 0 && !bytes.includes(IAC)) return bytes;
    const kept: number[] = [];
    for (const byte of bytes) {
      if (this.#command.length === 0 && byte !== IAC) {
        kept.push(byte);
        continue;
      }
      this.#command.push(byte);
      if (this.#finish()) kept.push(IAC);
    }
    return Buffer.from(kept);
  }

  /** @returns whether the command is a doubled IAC, that is, data */
  #finish(): boolean {
    const [, verb, option] = this.#command;
    if (verb === undefined) return false;
    const negotiates = verb >= WILL && verb <= DONT;
    if (negotiates && option === undefined) return false;
    this.#command = [];
    if (negotiates && option !== undefined) {
      if (verb === WILL) this.#answer(Buffer.of(IAC, DONT, option));
      if (verb === DO) this.#answer(Buffer.of(IAC, WONT, option));
    }
    return verb === IAC;
  }
}

/** Doubles the IAC bytes of data. */
export function escapeTelnet(bytes: Buffer): Buffer {
  if (!bytes.includes(IAC)) return bytes;
  return Buffer.from([...bytes].flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte])));
}
