import { cut, lengthOf } from './text.ts';

/** How a column of a table is laid out. */
export interface Column {
  /** numbers stand on the right */
  readonly align?: 'right';
  /** characters to which its cells may be cut where the table is too wide */
  readonly least?: number;
  /** it is left out where the table is too wide */
  readonly optional?: true;
}

/** A cell's text on one line, and what colours it. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

/** Between two columns. */
const GAP = '  ';

/** Rows as lines, each column as wide as its widest cell, within `width` characters where the columns allow it. */
export function table(
  rows: readonly (readonly Cell[])[],
  columns: readonly Column[],
  width = Infinity,
): string[] {
  const widest = columns.map((_, index) =>
    rows.reduce((most, row) => Math.max(most, lengthOf(textOf(row[index]))), 0),
  );
  const narrowest = widest.map((one, index) => Math.min(one, columns[index]?.least ?? one));
  const fits = sumOf(narrowest) + GAP.length * (columns.length - 1) <= width;
  const shown = columns.flatMap(({ optional }, index) => (fits || !optional ? index : []));
  const room = width - GAP.length * (shown.length - 1);
  let excess = sumOf(shown.map((index) => widest[index] ?? 0)) - room;
  const widths = widest.map((one, index) => {
    const less = shown.includes(index) ? Math.min(one - (narrowest[index] ?? one), excess) : 0;
    excess -= Math.max(0, less);
    return one - Math.max(0, less);
  });
  return rows.map((row) =>
    shown
      .map((index) => laidOut(row[index] ?? '', columns[index] ?? {}, widths[index] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function laidOut(cell: Cell, { align }: Column, width: number): string {
  const text = cut(textOf(cell), width);
  const space = ' '.repeat(width - lengthOf(text));
  const padded = align === 'right' ? space + text : text + space;
  return typeof cell === 'string' ? padded : cell.paint(padded);
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'object' ? cell.text : (cell ?? '');
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
