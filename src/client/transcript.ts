import { visible } from '../wire/bytes.ts';
import { hideSecrets } from './secrets.ts';

/** `>` the client sent, `<` the server sent, `*` something happened. */
export type Gutter = '>' | '<' | '*';

interface Entry {
  readonly at: number;
  readonly connection: string;
  readonly gutter: Gutter;
  readonly text: string;
}

/** No line of a transcript shows more characters, whatever a peer sends. */
const LONGEST = 400;

/** What went over a scenario's connections, in order, with times relative to the first entry's clock. */
export class Transcript {
  readonly #start = performance.now();
  readonly #entries: Entry[] = [];
  readonly #hideSecrets: (text: string) => string;

  /** @param secrets texts that must not be shown, such as passwords */
  constructor(secrets: readonly string[]) {
    this.#hideSecrets = hideSecrets(secrets);
  }

  /** Records bytes, one entry a line. */
  bytes(connection: string, gutter: '>' | '<', bytes: Buffer): void {
    let from = 0;
    while (from < bytes.length) {
      const lineEnd = bytes.indexOf(10, from);
      const end = lineEnd === -1 ? bytes.length : lineEnd + 1;
      this.#add(connection, gutter, visible(bytes.subarray(from, end)), end - from);
      from = end;
    }
  }

  /** Records an event. */
  note(connection: string, text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    this.#add(connection, '*', visible(bytes), bytes.length);
  }

  /** `  0.012 main > PASV\r\n`: seconds, connection, gutter, text. */
  lines(): string[] {
    const width = Math.max(0, ...this.#entries.map(({ connection }) => connection.length));
    return this.#entries.map(
      ({ at, connection, gutter, text }) =>
        `${(at / 1000).toFixed(3).padStart(7)} ${connection.padEnd(width)} ${gutter} ${text}`,
    );
  }

  /** Visible text with passwords replaced: those known, and whatever stands behind PASS and ACCT. */
  hide(text: string): string {
    return this.#hideSecrets(
      text.replace(/^((?:\\x[0-9a-f]{2}|\s)*(?:PASS|ACCT)) .*?((?:\\r)?(?:\\n)?)$/is, '$1 ****$2'),
    );
  }

  #add(connection: string, gutter: Gutter, visibleText: string, size: number): void {
    // Hidden before it is cut: a part of a secret would not be known again.
    const hidden = this.hide(visibleText);
    const text = hidden.length > LONGEST ? `${hidden.slice(0, LONGEST)}… (${size} bytes)` : hidden;
    this.#entries.push({ at: performance.now() - this.#start, connection, gutter, text });
  }
}
