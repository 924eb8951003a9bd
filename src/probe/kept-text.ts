import { visible } from '../wire/bytes.ts';
import type { ReplyLine } from '../wire/reply.ts';

/** No line that a server sends fills a page … */
const LONGEST_LINE = 300;
/** … and no reply more than a few. */
const MOST_LINES = 60;
const MOST_TEXT = 6000;
/** Bytes that a character takes at most, in UTF-8. */
const WIDEST_CHARACTER = 4;

/** The beginning of a text, with `…` where that is not all. */
export function shorten(text: string, longest = LONGEST_LINE): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** The beginning of what a peer sent, visible. */
export function visibleStart(bytes: Buffer): string {
  return shorten(visible(bytes.subarray(0, WIDEST_CHARACTER * (LONGEST_LINE + 1))));
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
