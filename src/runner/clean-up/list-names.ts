import { isEntryName } from '../../wire/entry-name.ts';
import { listingLines, parseListed } from '../../wire/listing.ts';
import { CLEAN_UP } from '../limits.ts';
import type { Answer } from './session.ts';

/** A name in a directory of ours. */
export interface Entry {
  readonly name: string;
  /** nothing else is ever entered: no link, and nothing of which the listing does not say what it is */
  readonly isDirectory: boolean;
}

type Read = (line: string) => Entry | undefined;

/** `drwxr-xr-x … name` and its like. */
const detailed: Read = (line) => {
  const listed = parseListed(line);
  return listed && { name: listed.name, isDirectory: listed.type === 'dir' };
};

/**
 * Ways to ask for names over a data connection, the most telling first: servers hide files that begin with a dot, know
 * no options, or list in a form of their own.
 */
export const LISTINGS: readonly { readonly line: string; readonly read: Read }[] = [
  { line: 'LIST -a', read: detailed },
  { line: 'LIST', read: detailed },
  { line: 'NLST', read: (name) => ({ name, isDirectory: false }) },
];

/** The entries of a listing that can be names in this directory. */
export function entriesOf(lines: readonly string[], read: Read, directory: string): Entry[] {
  const entries: Entry[] = [];
  for (const line of lines) {
    if (entries.length === CLEAN_UP.namesListed) break;
    const entry = read(line);
    const name = entry && nameWithin(entry.name, directory);
    if (entry && name !== undefined) entries.push({ ...entry, name });
  }
  return entries;
}

/** The lines of a listing as it came over the data connection. */
export function linesOfListing(text: string): string[] {
  return listingLines(text);
}

/** The entries that STAT tells over the control connection (RFC 959 section 4.1.3), with or without a code before each. */
export function entriesOfStat({ lines }: Answer, directory: string): Entry[] {
  const bodies = lines.slice(1, -1).map((line) => line.replace(/^(?:\d{3}-)?\s*/, ''));
  return entriesOf(bodies, detailed, directory);
}

/** The name of a directory entry, without the directory that some list it with. */
function nameWithin(listed: string, directory: string): string | undefined {
  const name = listed.startsWith(`${directory}/`) ? listed.slice(directory.length + 1) : listed;
  return isEntryName(name) ? name : undefined;
}
