import columnsOf, { CHARACTERS } from './columns.ts';

/**
 * Text of servers and scripts as it may be shown: control characters but line feed and tab,
 * bidirectional overrides, lone surrogates, noncharacters and what begins a command to a CI system anywhere in a line
 * become `\xNN` or `\uNNNN` (carriage return: `\r`). What is left can neither drive a terminal nor break XML 1.0.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) =>
    character === '\n' || character === '\t' ? character : escapeOne(character),
  );
}

/** Printable text on one line: line feed and tab are escaped too. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE, escapeOne);
}

// Cc: C0 and C1 controls. Cs: surrogates without a partner. `##[`: GitHub Actions, `##vso[`: Azure Pipelines,
// `##teamcity[`: TeamCity, `[[ATTACHMENT|`: a plugin of Jenkins that copies the file named.
const UNSAFE =
  /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff\ufffe\uffff]|(?<=#)#(?=\[|vso\[|teamcity\[)|\[(?=\[ATTACHMENT\|)/gu;

const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t' };

function escapeOne(character: string): string {
  const code = character.charCodeAt(0);
  const escaped =
    code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  return NAMED[character] ?? escaped;
}

/** Lines none of which a runner of CI jobs takes for a command: those of GitHub Actions begin with `::`. */
export function inert(lines: string): string {
  return lines.replace(/^([^\S\n\r\u2028\u2029]*):(?=:)/gm, '$1\\x3a');
}

/** For terminals that are not UTF-8: look-alikes of the marks used here, `\u{N}` for the rest. */
export function toAscii(text: string): string {
  return text.replace(
    /[^\0-\x7e]/gu,
    (character) => LOOKALIKES[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '…': '...',
  '─': '-',
  '·': '-',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
};

/** Breaks text into lines of at most `width` columns, between words where it can; line feeds stay. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(width, NARROWEST);
  return text.split('\n').flatMap((line) => wrapLine(line, room));
}

const NARROWEST = 8;

function wrapLine(line: string, width: number): string[] {
  if (columnsOf(line) <= width) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ').flatMap((one) => chop(one, width))) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (columnsOf(longer) <= width) {
      current = longer;
    } else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current];
}

/** Pieces of at most `width` columns; a character that is wider stands alone. */
export function chop(text: string, width: number): string[] {
  if (columnsOf(text) <= width) return [text];
  const pieces: string[] = [];
  let piece = '';
  let length = 0;
  for (const { segment } of CHARACTERS.segment(text)) {
    const more = columnsOf(segment);
    if (length + more > width && piece !== '') {
      pieces.push(piece);
      [piece, length] = ['', 0];
    }
    piece += segment;
    length += more;
  }
  return [...pieces, piece];
}

/** The text, cut with an ellipsis where it is longer than `width`. */
export function cut(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  const [head = ''] = width < 2 ? [] : chop(text, width - 1);
  return columnsOf(head) < width ? `${head}…` : '…';
}

/** Text of a length that a report can bear; what was cut says so. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // No half of a surrogate pair.
  const end = /[\ud800-\udbff]/.test(text.charAt(most - 1)) ? most - 1 : most;
  return `${text.slice(0, end)}… (${text.length} characters)`;
}

/** A label and wrapped text next to it; `paint` colours the label. */
export function beside(
  label: string,
  text: string,
  width: number,
  paint: (text: string) => string = String,
): string[] {
  return wrap(text, width - label.length).map((line, index) =>
    index === 0 ? paint(label) + line : ' '.repeat(label.length) + line,
  );
}

/** The first and last lines of a long list, and between them how many were left out. */
export function shorten(lines: readonly string[], head: number, tail: number): string[] {
  const left = lines.length - head - tail;
  if (left <= 1) return [...lines];
  return [
    ...lines.slice(0, head),
    `… ${left} lines not shown …`,
    ...lines.slice(lines.length - tail),
  ];
}

export function indent(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
}

/** `3 ms`, `1.2 s`, `2 min 5 s` */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `1 scenario`, `2 scenarios` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A sentence; a name or an address at its beginning keeps its letters. */
export function capital(text: string): string {
  if (/^\S*[.:\d]\S/.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
