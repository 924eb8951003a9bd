const CR = 13;
const LF = 10;
const NUL = 0;

/** More than any path and verb need. */
const LONGEST = 8192;

/** What stands in for a line that is longer than the server takes. */
export const TOO_LONG = Symbol('a line that is too long');

/**
 * Cuts bytes into command lines, wherever segments end. CRLF ends a line and nothing else does; CR NUL
 * is a CR (RFC 2640 section 3.1). A line is a Latin-1 string: one character an octet.
 */
export class LineCutter {
  #line: number[] = [];
  #overlong = false;
  /** whether the last octet is a CR that came as CR NUL, which no LF makes a line end of */
  #literalCr = false;
  readonly #segmentIsLine: boolean;

  /** @param segmentIsLine a fault: what arrives at once is one line */
  constructor(segmentIsLine: boolean) {
    this.#segmentIsLine = segmentIsLine;
  }

  push(bytes: Buffer): (string | typeof TOO_LONG)[] {
    if (this.#segmentIsLine) return [bytes.toString('latin1').split('\r\n', 1)[0] ?? ''];
    const lines: (string | typeof TOO_LONG)[] = [];
    for (const byte of bytes) {
      const afterCr = this.#line.at(-1) === CR && !this.#literalCr;
      if (byte === LF && afterCr) {
        this.#line.pop();
        lines.push(this.#overlong ? TOO_LONG : Buffer.from(this.#line).toString('latin1'));
        this.reset();
      } else if (byte === NUL && afterCr) this.#literalCr = true;
      else {
        this.#literalCr = false;
        this.#line.push(byte);
        if (this.#line.length > LONGEST) {
          this.#overlong = true;
          this.#line.splice(0, LONGEST);
        }
      }
    }
    return lines;
  }

  /** Forgets the line begun. */
  reset(): void {
    this.#line = [];
    this.#overlong = this.#literalCr = false;
  }
}
