import { type Cell, matrix, type Row } from './matrix.ts';

/** Pixels. */
const SIZE = { cell: 26, left: 150, top: 120, gap: 2, legend: 34 };

/** What a cell may be; each fill is told apart from the others without colours as well, by the text in it. */
const FILLS = { fail: '#d1495b', warn: '#edae49', pass: '#5a9e6f', none: '#d8dce2' };

/** Servers down, suites across, as a picture: how many MUSTs are broken, otherwise how many warnings there are. */
export function renderSvg(rows: readonly Row[]): string {
  const { columns, cells } = matrix(rows, 'suites');
  const width = SIZE.left + columns.length * SIZE.cell + 10;
  const height = SIZE.top + rows.length * SIZE.cell + SIZE.legend;
  const names = rows.map(({ server }, row) =>
    text(SIZE.left - 8, middle(row), server.title, 'text-anchor="end"'),
  );
  const heads = columns.map((name, column) => {
    const x = SIZE.left + (column + 0.6) * SIZE.cell;
    const y = SIZE.top - 6;
    return text(x, y, name, `transform="rotate(-55 ${x} ${y})"`);
  });
  const squares = cells.flatMap((row, y) => row.map((cell, x) => square(cell, x, y)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    '  font-family="system-ui, sans-serif" font-size="12" role="img">',
    `<title>${rows.length} FTP servers against the suites of ftpspec</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...heads,
    ...names,
    ...squares,
    ...legend(height - 12),
    '</svg>',
    '',
  ].join('\n');
}

function middle(row: number): number {
  return SIZE.top + (row + 0.65) * SIZE.cell;
}

function square(cell: Cell, x: number, y: number): string {
  const side = SIZE.cell - SIZE.gap;
  const left = SIZE.left + x * SIZE.cell;
  const kind = kindOf(cell);
  const number = kind === 'fail' ? cell.fail : kind === 'warn' ? cell.warn : '';
  return (
    `<rect x="${left}" y="${SIZE.top + y * SIZE.cell}" width="${side}" height="${side}" rx="3" fill="${FILLS[kind]}"/>` +
    text(left + side / 2, middle(y), String(number), 'text-anchor="middle" fill="#fff"')
  );
}

function kindOf({ fail, warn, judged }: Cell): keyof typeof FILLS {
  return judged === 0 ? 'none' : fail > 0 ? 'fail' : warn > 0 ? 'warn' : 'pass';
}

function legend(y: number): string[] {
  const words = [
    ['fail', 'MUSTs broken'],
    ['warn', 'warnings only'],
    ['pass', 'all holds'],
    ['none', 'not judged'],
  ] as const;
  return words.map(([kind, word], index) => {
    const x = SIZE.left + index * 110;
    return `<rect x="${x}" y="${y - 10}" width="12" height="12" rx="2" fill="${FILLS[kind]}"/>${text(x + 17, y, word)}`;
  });
}

function text(x: number, y: number, content: string, more = ''): string {
  if (content === '') return '';
  const safe = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" ${more}>${safe}</text>`;
}
