import { visible } from '../wire/bytes.ts';
import type { ReplyLine } from '../wire/reply.ts';
import { shorten } from '../wire/shorten.ts';

/** No line that a server sends fills a page … */
const LONGEST_LINE = 300;
/** … and no reply more than a few. */
const MOST_LINES = 60;
const MOST_TEXT = 6000;
/** Bytes that a character takes at most, in UTF-8. */
const WIDEST_CHARACTER = 4;

/** The beginning of a text, with how much there is where that is not all. */
export function startOf(text: string): string {
  return shorten(text, LONGEST_LINE);
}

/** The beginning of what a peer sent, visible. */
export function visibleStart(bytes: Buffer): string {
  const beginning = visible(bytes.subarray(0, WIDEST_CHARACTER * (LONGEST_LINE + 1)));
  return shorten(beginning, LONGEST_LINE, `${bytes.length} bytes`);
}

/** What is kept of a reply's lines, visible and without line ends. */
export function keptLines(lines: readonly ReplyLine[]): string[] {
  let room = MOST_TEXT;
  const kept: string[] = [];
  for (const { bytes } of lines.slice(0, MOST_LINES)) {
    const text = visibleStart(trimEnd(bytes));
    room -= text.length;
    if (room < 0) break;
    kept.push(text);
  }
  return kept;
}

function trimEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 10 || bytes[end - 1] === 13)) end--;
  return bytes.subarray(0, end);
}
