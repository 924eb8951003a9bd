import { WireError } from './errors.ts';

/** A name as 257 shows it: in quotes, its own quotes doubled (RFC 959 Appendix II). */
export function quotePath(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}

/**
 * The name in a 257 reply's text: the first quoted string, doubled quotes undone.
 * @throws WireError
 */
export function parse257(text: string): string {
  const quoted = /^[^"]*"((?:[^"]|"")*)"(?!")/.exec(text)?.[1];
  if (quoted === undefined) throw new WireError(`"${text}" has no name in quotes`);
  return quoted.replaceAll('""', '"');
}

/** Joins with exactly one slash between. */
export function joinPath(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}
