import type { Counts, Digest } from '../digest.ts';
import type { Declared } from '../declaration.ts';

/** A server that was played, with what is kept of it. */
export interface Row {
  readonly server: Declared;
  readonly digest: Digest;
}

/** Ids in all places of a server: what fails somewhere counts as failing. */
export function idsOf({ digest }: Row, kind: 'broken' | 'warned'): string[] {
  const of = (one: 'broken' | 'warned') => new Set(digest.places.flatMap((place) => place[one]));
  const broken = of('broken');
  return [...of(kind)].filter((id) => kind === 'broken' || !broken.has(id)).sort();
}

/** A cell: how many are broken and warned of in the place where it is worst, of how many that were judged. */
export interface Cell {
  readonly fail: number;
  readonly warn: number;
  readonly judged: number;
}

/** The columns of all rows, and for each row its cells. */
export function matrix(rows: readonly Row[], kind: 'suites' | 'areas') {
  const columns = [
    ...new Set(
      rows.flatMap(({ digest }) => digest.places.flatMap((one) => Object.keys(one[kind]))),
    ),
  ].sort();
  return { columns, cells: rows.map((row) => columns.map((column) => cell(row, kind, column))) };
}

function cell({ digest }: Row, kind: 'suites' | 'areas', column: string): Cell {
  const all = digest.places.flatMap((place): Counts[] => {
    const counts = place[kind][column];
    return counts ? [counts] : [];
  });
  const most = (of: (counts: Counts) => number) => Math.max(0, ...all.map(of));
  return {
    fail: most(({ fail }) => fail),
    warn: most(({ warn }) => warn),
    judged: most(({ pass, warn, fail }) => pass + warn + fail),
  };
}
