import { decodeText } from '../wire/bytes.ts';
import { WireError } from '../wire/errors.ts';
import { splitEntry, type Entry } from '../wire/facts.ts';
import type { Exchange } from './match-replies.ts';

/** As much of a listing as is judged: what is wrong with a server shows in the lines that it begins with. */
const JUDGED = { bytes: 64 * 1024, lines: 2000 };

/** The text of a listing, or the lines that it begins with where it is very long. */
export function listingOf({ replies, transferred }: Exchange): string {
  const last = replies.at(-1)?.code ?? 0;
  if (!transferred || last < 200 || last >= 300) return '';
  const bytes = transferred.bytes.subarray(0, JUDGED.bytes);
  return decodeText(
    bytes.length === transferred.size ? bytes : bytes.subarray(0, bytes.lastIndexOf('\n') + 1),
  );
}

/**
 * What MLST and MLSD say of files, a line each: those of MLSD with their line ends, those of MLST without, nor with the
 * space in front. A LF alone is part of a name, where line ends are CR LF (R50).
 */
export function entryLines(exchange: Exchange): string[] {
  const { command, replies } = exchange;
  if (command?.verb === 'MLSD') {
    const text = listingOf(exchange);
    const lines = text.split(text.includes('\r\n') ? /(?<=\r\n)/ : /(?<=\n)/);
    return lines.filter((line) => line !== '').slice(0, JUDGED.lines);
  }
  if (command?.verb !== 'MLST') return [];
  return replies
    .filter(({ code }) => code === 250)
    .flatMap(({ lines }) => lines.slice(1, -1).map(({ text }) => withoutIndent(text)));
}

/** Entries that can be read; the others are judged as lines. */
export function entriesIn(exchange: Exchange): Entry[] {
  return entryLines(exchange).flatMap((line) => entryIn(line.replace(/\r?\n$/, '')) ?? []);
}

function entryIn(line: string): Entry | undefined {
  try {
    return splitEntry(line);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

/** An entry without the space in front of it (R43); one without facts begins with a space of its own. */
function withoutIndent(text: string): string {
  return /^ (?:\S*;)? /.test(text) ? text.slice(1) : text;
}
