import { visible } from './bytes.ts';

/** What a sentence quotes of a peer's text, in characters; a line that an honest peer sends is rarely longer. */
const MOST_QUOTED = 200;

/**
 * A text for a sentence: of a long one only the beginning, with `…` where it was cut and how much there is.
 * @param most characters that stay
 * @param size how much there is, in words of the caller's
 */
export function shorten(text: string, most: number, size = `${text.length} characters`): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(HALF, '')}… (${size})`;
}

/** The first half of a surrogate pair whose second half was cut off. */
const HALF = /[\ud800-\udbff]$/;

/** A text of a peer in quotes, a long one shortened. */
export function quoted(text: string): string {
  return `"${shorten(text, MOST_QUOTED)}"`;
}

/**
 * A peer's bytes in quotes, visible, of many only the beginning; what is cut off is never looked at.
 * @param pieces in a row
 */
export function quotedBytes(pieces: readonly Buffer[], most = MOST_QUOTED): string {
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  // A byte is at least a character, so that one more than is shown tells that it is cut.
  const beginning = Buffer.concat(pieces, Math.min(size, most + 1));
  return `"${shorten(visible(beginning), most, `${size} bytes`)}"`;
}
