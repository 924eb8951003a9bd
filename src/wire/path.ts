import { WireError } from './errors.ts';
import { quoted } from './shorten.ts';

/** A name as 257 shows it: in quotes, its own quotes doubled (RFC 959 Appendix II). */
export function quotePath(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}

/**
 * The name in a 257 reply's text: the first quoted string, doubled quotes undone. A slash at its end says only that it
 * is a directory, and is left out, but for that of the root.
 * @throws WireError
 */
export function parse257(text: string): string {
  const start = text.indexOf('"') + 1;
  let end = start === 0 ? -1 : text.indexOf('"', start);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end === -1) throw new WireError(`${quoted(text)} has no name in quotes`);
  const name = text.slice(start, end).replaceAll('""', '"');
  return name.length > 1 && name.endsWith('/') ? name.slice(0, -1) : name;
}

/** Joins with exactly one slash between. */
export function joinPath(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}
