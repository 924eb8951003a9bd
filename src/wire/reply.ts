import { decodeText } from './bytes.ts';
import { WireError } from './errors.ts';
import { stripTelnet } from './telnet.ts';

/** One line as it arrived. */
export interface ReplyLine {
  /** the bytes with their line end */
  readonly bytes: Buffer;
  /** the text without line end and Telnet commands */
  readonly text: string;
}

/** One reply (RFC 959 section 4.2), single-line or multi-line. */
export interface Reply {
  /** 100-999 as sent; 0 where the line does not begin with three digits and a space or hyphen */
  readonly code: number;
  readonly lines: readonly ReplyLine[];
  /** the last line's text behind the code */
  readonly text: string;
}

/** Bytes that may come without completing a reply (1 MiB): a peer that goes on is not speaking FTP. */
const MOST_PENDING = 1024 * 1024;

const FIRST = /^(\d{3})(?:$|([ -]))/;

/** Whether a reply is the last one to its command: anything but a 1yz (RFC 959 section 4.2). */
export function completes({ code }: Reply): boolean {
  return code < 100 || code >= 200;
}

/**
 * Cuts the control connection's bytes into replies. It is lenient about what it can still follow
 * (bare LF, a code with no text, lines that are no reply), because the rules judge the raw bytes.
 */
export class ReplyReader {
  readonly #rest = new Backlog();
  #open: { code: number; lines: ReplyLine[]; size: number } | undefined;

  /**
   * The replies that these bytes complete.
   * @throws WireError when more than 1 MiB came without completing a reply
   */
  push(bytes: Buffer): Reply[] {
    const replies: Reply[] = [];
    let from = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
      const reply = this.#line(this.#rest.takeWith(bytes.subarray(from, end + 1)));
      if (reply) replies.push(reply);
      from = end + 1;
    }
    this.#rest.append(bytes.subarray(from));
    if (this.#rest.size + (this.#open?.size ?? 0) > MOST_PENDING)
      throw new WireError(
        this.#open
          ? `a multi-line reply ${this.#open.code}- went on for more than 1 MiB without its last line`
          : 'more than 1 MiB arrived without a line end',
      );
    return replies;
  }

  /** What arrived but does not complete a reply: the lines of an open multi-line reply and a part of a line. */
  get pending(): { opened: number | undefined; bytes: Buffer } {
    const lines = this.#open?.lines.map((line) => line.bytes) ?? [];
    return { opened: this.#open?.code, bytes: Buffer.concat([...lines, this.#rest.bytes]) };
  }

  /** Takes what is pending away, so that bytes from before a TLS handshake do not count behind it. */
  takePending(): Buffer {
    const { bytes } = this.pending;
    this.#rest.clear();
    this.#open = undefined;
    return bytes;
  }

  #line(bytes: Buffer): Reply | undefined {
    const line: ReplyLine = { bytes, text: lineText(bytes) };
    const match = FIRST.exec(line.text);
    if (this.#open) {
      this.#open.lines.push(line);
      this.#open.size += bytes.length;
      if (Number(match?.[1]) !== this.#open.code || match?.[2] === '-') return undefined;
      const { code, lines } = this.#open;
      this.#open = undefined;
      return { code, lines, text: line.text.slice(4) };
    }
    if (!match) return { code: 0, lines: [line], text: line.text };
    const code = Number(match[1]);
    if (match[2] === '-') {
      this.#open = { code, lines: [line], size: bytes.length };
      return undefined;
    }
    return { code, lines: [line], text: line.text.slice(4) };
  }
}

/** Bytes that wait for more. The room doubles when it is full, so that each byte is copied twice on average. */
class Backlog {
  #room = Buffer.alloc(0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): Buffer {
    return this.#room.subarray(0, this.#size);
  }

  append(bytes: Buffer): void {
    const size = this.#size + bytes.length;
    if (size > this.#room.length) {
      const room = Buffer.alloc(Math.max(size, 2 * this.#room.length));
      this.#room.copy(room, 0, 0, this.#size);
      this.#room = room;
    }
    bytes.copy(this.#room, this.#size);
    this.#size = size;
  }

  /** What waited and these bytes behind it, in one piece; nothing waits any more. */
  takeWith(bytes: Buffer): Buffer {
    if (this.#size === 0) return bytes;
    const all = Buffer.concat([this.bytes, bytes]);
    this.clear();
    return all;
  }

  clear(): void {
    this.#room = Buffer.alloc(0);
    this.#size = 0;
  }
}

function lineText(bytes: Buffer): string {
  let end = bytes.length;
  if (bytes[end - 1] === 10) end--;
  if (bytes[end - 1] === 13) end--;
  return decodeText(stripTelnet(bytes.subarray(0, end)));
}
