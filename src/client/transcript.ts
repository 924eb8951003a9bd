import { visible } from '../wire/bytes.ts';
import { shorten } from '../wire/shorten.ts';
import { QUOTED, TRANSCRIPT } from './limits.ts';
import { hideSecrets, hideSecretsInSentence } from './secrets.ts';

/** `>` the client sent, `<` the server sent, `*` something happened. */
export type Gutter = '>' | '<' | '*';

interface Entry {
  readonly at: number;
  readonly connection: string;
  readonly gutter: Gutter;
  /** the beginning of the line */
  bytes: Buffer;
  size: number;
}

/** What went over a scenario's connections, in order, with times relative to the first entry's clock. */
export class Transcript {
  readonly #start = performance.now();
  readonly #beginning: Entry[] = [];
  readonly #end: Entry[] = [];
  /** lines between the two */
  #leftOut = 0;
  /** of the longest name of a connection */
  #width = 0;
  /** by gutter and connection: the line that is not at its end yet */
  readonly #unended = new Map<string, Entry>();
  readonly #hideSecrets: (text: string) => string;
  /** the passwords, as they would be shown */
  readonly #secrets: readonly string[];
  /** for sentences of ours, which quote a peer or the user in quotation marks */
  readonly hideInSentence: (sentence: string) => string;

  /** @param secrets texts that must not be shown, such as passwords */
  constructor(secrets: readonly string[]) {
    this.#hideSecrets = hideSecrets(secrets);
    this.#secrets = secrets.map((secret) => visible(Buffer.from(secret, 'utf8')));
    const hide = hideSecretsInSentence(secrets);
    this.hideInSentence = (sentence) => shorten(hide(sentence), QUOTED.characters);
  }

  /**
   * Records bytes, one entry a line: a line that comes in several segments is one, so that what must not be shown is
   * known again.
   */
  bytes(connection: string, gutter: '>' | '<', bytes: Buffer): void {
    let from = 0;
    while (from < bytes.length) {
      const lineEnd = bytes.indexOf(10, from);
      const end = lineEnd === -1 ? bytes.length : lineEnd + 1;
      this.#more(connection, gutter, bytes.subarray(from, end));
      if (lineEnd !== -1) this.#unended.delete(gutter + connection);
      from = end;
    }
  }

  /** Records an event. */
  note(connection: string, text: string): void {
    for (const gutter of ['>', '<']) this.#unended.delete(gutter + connection);
    this.#add(connection, '*', Buffer.from(text, 'utf8'));
  }

  /** `  0.012 main > PASV\r\n`: seconds, connection, gutter, text. */
  lines(): string[] {
    const lines = this.#beginning.map((entry) => this.#line(entry));
    if (this.#leftOut > 0) lines.push(`… ${this.#leftOut} lines are left out`);
    for (const entry of this.#end) lines.push(this.#line(entry));
    return lines;
  }

  /**
   * Visible text with passwords replaced: those known, and whatever follows PASS and ACCT. Another password than those
   * is said to be one, as what comes of it hangs on that.
   */
  hide(text: string): string {
    return this.#hideSecrets(hideArgument(shorten(text, QUOTED.characters), this.#secrets));
  }

  #line(entry: Entry): string {
    const { at, connection, gutter } = entry;
    const seconds = (at / 1000).toFixed(3).padStart(7);
    return `${seconds} ${connection.padEnd(this.#width)} ${gutter} ${this.#shown(entry)}`;
  }

  #shown({ gutter, bytes, size }: Entry): string {
    const most = TRANSCRIPT.shownOfLine;
    const text = visible(bytes);
    const hidden = gutter === '*' ? this.hideInSentence(text) : this.hide(text);
    const whole = hidden.length <= most && bytes.length === size;
    return whole ? hidden : `${hidden.slice(0, most)}… (${size} bytes)`;
  }

  #more(connection: string, gutter: Gutter, bytes: Buffer): void {
    const line = this.#unended.get(gutter + connection);
    if (!line) {
      this.#unended.set(gutter + connection, this.#add(connection, gutter, bytes));
      return;
    }
    line.size += bytes.length;
    const room = TRANSCRIPT.bytesOfLine - line.bytes.length;
    if (room > 0) line.bytes = Buffer.concat([line.bytes, bytes.subarray(0, room)]);
  }

  #add(connection: string, gutter: Gutter, bytes: Buffer): Entry {
    const entry = {
      at: performance.now() - this.#start,
      connection,
      gutter,
      bytes: Buffer.from(bytes.subarray(0, TRANSCRIPT.bytesOfLine)),
      size: bytes.length,
    };
    this.#width = Math.max(this.#width, connection.length);
    if (this.#beginning.length < TRANSCRIPT.linesAtBeginning) this.#beginning.push(entry);
    else if (this.#end.push(entry) > TRANSCRIPT.linesAtEnd) {
      this.#end.shift();
      this.#leftOut++;
    }
    return entry;
  }
}

const OTHER = ' (another password)';

/** Hides whatever stands behind PASS and ACCT, with white space and bytes made visible (Telnet's) before them or not. */
function hideArgument(text: string, secrets: readonly string[]): string {
  const verb = /(?:PASS|ACCT) /i.exec(text);
  if (!verb) return text;
  const before = text.slice(0, verb.index).replaceAll(/\\x[0-9a-f]{2}/gi, '');
  if (/\S/.test(before)) return text;
  const [lineEnd = ''] = /(?:\\r)?(?:\\n)?$/.exec(text) ?? [];
  const from = verb.index + verb[0].length;
  const argument = text.slice(from, text.length - lineEnd.length);
  const isOther =
    secrets.length > 0 && !secrets.includes(argument) && !/…/.test(argument) && lineEnd !== '';
  return `${text.slice(0, from)}****${isOther ? OTHER : ''}${lineEnd}`;
}
