import columnsOf from './columns.ts';
import { cut } from './text.ts';

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
    rows.reduce((most, row) => Math.max(most, columnsOf(textOf(row[index]))), 0),
  );
  const narrowest = widest.map((one, index) => Math.min(one, columns[index]?.least ?? one));
  const fits = sumOf(narrowest) + GAP.length * (columns.length - 1) <= width;
  const shown = columns.flatMap(({ optional }, index) => (fits || !optional ? index : []));
  const widths = cutTo(
    width - GAP.length * (shown.length - 1),
    shown.map((index) => ({ width: widest[index] ?? 0, least: narrowest[index] ?? 0 })),
  );
  return rows.map((row) =>
    shown
      .map((index, at) => laidOut(row[index] ?? '', columns[index] ?? {}, widths[at] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

/** Widths whose sum is within `room` where it can be: the widest that may be cut gives way first. */
function cutTo(
  room: number,
  columns: readonly { readonly width: number; readonly least: number }[],
): number[] {
  const widths = columns.map(({ width }) => width);
  for (let excess = sumOf(widths) - room; excess > 0; excess--) {
    const cuttable = widths.flatMap((one, at) => (one > (columns[at]?.least ?? one) ? [at] : []));
    const widest = cuttable.sort((one, other) => (widths[other] ?? 0) - (widths[one] ?? 0))[0];
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function laidOut(cell: Cell, { align }: Column, width: number): string {
  const text = cut(textOf(cell), width);
  const space = ' '.repeat(width - columnsOf(text));
  const padded = align === 'right' ? space + text : text + space;
  return typeof cell === 'string' ? padded : cell.paint(padded);
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'object' ? cell.text : (cell ?? '');
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
