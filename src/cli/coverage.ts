import type { Catalogue } from '../catalogue/index.ts';
import { LEVELS, type Level, type Requirement } from '../catalogue/requirements.ts';
import { groupBy } from '../report/common/groups.ts';
import { table } from '../report/common/table.ts';
import { RULES } from '../rules/index.ts';
import type { Scenario } from '../scenario/load.ts';

/** How many requirements of some levels have to be tested. */
interface Bound {
  readonly levels: readonly Level[];
  /** of 1 */
  readonly share: number;
}

/** What the built-in scenarios and rules may not fall below. */
export const BOUNDS: readonly Bound[] = [
  { levels: ['MUST'], share: 0.97 },
  { levels: ['MUST-NOT'], share: 1 },
  { levels: ['SHOULD'], share: 0.95 },
  { levels: ['SHOULD-NOT'], share: 0.95 },
  { levels: ['MAY', 'CONVENTION', 'PRACTICE'], share: 0.85 },
];

/** What scenarios and the rules test. */
export function coveredBy(scenarios: readonly Scenario[]): ReadonlySet<string> {
  return new Set([...scenarios, ...RULES].flatMap(({ covers }) => covers));
}

/** How many are tested, by RFC and level. */
export function coverageTable(all: readonly Requirement[], covered: ReadonlySet<string>): string[] {
  const part = (some: readonly Requirement[]): string =>
    some.length === 0 ? '-' : `${countCovered(some, covered)}/${some.length}`;
  const cellsOf = (some: readonly Requirement[]): string[] => [
    ...LEVELS.map((one) => part(some.filter(({ level }) => level === one))),
    part(some),
  ];
  const rows = [...groupBy(all, ({ rfc }) => rfc)].map(([rfc, some]) => [rfc, ...cellsOf(some)]);
  const columns = [
    {},
    ...LEVELS.map(() => ({ align: 'right' }) as const),
    { align: 'right' } as const,
  ];
  return table([['', ...LEVELS, 'all'], ...rows, ['all', ...cellsOf(all)]], columns);
}

/** A bound, and what is there. */
export interface Reach {
  readonly levels: readonly Level[];
  readonly covered: number;
  readonly of: number;
  /** as a share of 1 */
  readonly bound: number;
  readonly holds: boolean;
}

/** The shares that are tested, beside their bounds. */
export function reaches(all: readonly Requirement[], covered: ReadonlySet<string>): Reach[] {
  return BOUNDS.map(({ levels, share }) => {
    const some = all.filter(({ level }) => levels.includes(level));
    const count = countCovered(some, covered);
    return {
      levels,
      covered: count,
      of: some.length,
      bound: share,
      holds: count >= share * some.length,
    };
  });
}

/** What is not as it has to be: untested without a reason, or with a reason and tested. */
export function unaccounted(
  { requirements, outOfReach }: Pick<Catalogue, 'requirements' | 'outOfReach'>,
  covered: ReadonlySet<string>,
): string[] {
  return [...requirements.keys()].flatMap((id) => {
    if (covered.has(id) !== outOfReach.has(id)) return [];
    return covered.has(id)
      ? `${id} is tested, and catalogue/out-of-reach.tsv says why it cannot be`
      : `${id} is tested by nothing, and catalogue/out-of-reach.tsv does not say why`;
  });
}

function countCovered(some: readonly Requirement[], covered: ReadonlySet<string>): number {
  return some.filter(({ id }) => covered.has(id)).length;
}
