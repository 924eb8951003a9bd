/** What a terminal shows, as a picture: its text in the colours that SGR sequences give it (ECMA-48 section 8.3.117). */

/** Pixels. */
const SIZE = { letter: 7.83, line: 18, font: 13, edge: 16 };

const PAPER = '#1b1f24';
const INK = '#d7dde4';
const INKS: Readonly<Record<string, string>> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
  90: '#8b949e',
};

interface Pen {
  readonly ink: string;
  readonly isBold: boolean;
  readonly isDim: boolean;
}

const USUAL: Pen = { ink: INK, isBold: false, isDim: false };

/** @param text lines with SGR sequences. @param title for those who do not see it */
export function terminalSvg(text: string, title: string): string {
  const lines = text.trimEnd().split('\n');
  const letters = Math.max(...lines.map((line) => plain(line).length));
  const width = Math.ceil(letters * SIZE.letter + 2 * SIZE.edge);
  const height = lines.length * SIZE.line + 2 * SIZE.edge;
  let pen = USUAL;
  const rows = lines.map((line, row) => {
    const y = SIZE.edge + (row + 0.75) * SIZE.line;
    const spans = piecesOf(line).flatMap(({ sequence, shown }) => {
      pen = sequence.reduce(after, pen);
      return shown === '' ? [] : [span(shown, pen)];
    });
    return `<text x="${SIZE.edge}" y="${y}">${spans.join('')}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    `  font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${SIZE.font}" role="img"`,
    `  fill="${INK}">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${PAPER}"/>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

/** The text without its colours. */
export function plain(text: string): string {
  return piecesOf(text)
    .map(({ shown }) => shown)
    .join('');
}

function piecesOf(
  line: string,
): { readonly sequence: readonly string[]; readonly shown: string }[] {
  const parts = line.split(/\x1b\[([\d;]*)m/);
  return parts.flatMap((part, at) =>
    at % 2 === 0
      ? [{ sequence: at === 0 ? [] : (parts[at - 1] ?? '').split(';'), shown: part }]
      : [],
  );
}

function after(pen: Pen, code: string): Pen {
  if (code === '' || code === '0') return USUAL;
  if (code === '1') return { ...pen, isBold: true };
  if (code === '2') return { ...pen, isDim: true };
  if (code === '22') return { ...pen, isBold: false, isDim: false };
  if (code === '39') return { ...pen, ink: INK };
  return { ...pen, ink: INKS[code] ?? pen.ink };
}

function span(shown: string, { ink, isBold, isDim }: Pen): string {
  const more = [
    ink === INK ? '' : ` fill="${ink}"`,
    isBold ? ' font-weight="bold"' : '',
    isDim ? ' opacity="0.65"' : '',
  ].join('');
  return more === '' ? escaped(shown) : `<tspan${more}>${escaped(shown)}</tspan>`;
}

function escaped(text: string): string {
  // Usual spaces in a row would be shown as one.
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(' ', '\u00a0');
}
