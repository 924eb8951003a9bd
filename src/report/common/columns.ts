import { stripVTControlCharacters } from 'node:util';
import { eastAsianWidth } from 'get-east-asian-width';

/** What people take for one character: a letter with its marks, an emoji of several code points. */
export const CHARACTERS = new Intl.Segmenter('en');

/** Columns that text takes on a terminal: CJK characters and most emojis take two, colours none. */
export default function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return [...CHARACTERS.segment(stripVTControlCharacters(text))].reduce(
    (sum, { segment }) => sum + eastAsianWidth(segment.codePointAt(0) ?? 0),
    0,
  );
}
