import type { Catalogue } from '../../src/catalogue/index.ts';
import type { Fault } from '../../src/reference/index.ts';
import type { RuleResult, ScenarioResult } from '../../src/runner/results.ts';

/**
 * What makes a warning of a broken MUST: a ruling that a step cites, a row of the catalogue that says `Warn`, or a
 * scenario's own level below that of the row, whose note says why. nothing: it ought to be a failure.
 */
export const LOWERED = ['ruling', 'row', 'level', 'nothing'] as const;
export type Lowered = (typeof LOWERED)[number];

/** @param naming who names a requirement that the fault breaks, and warns or fails */
export function loweredBy(
  { breaks }: Fault,
  naming: readonly (ScenarioResult | RuleResult)[],
  { requirements }: Catalogue,
): Lowered | undefined {
  const isMust = (level: string | undefined): boolean => /^MUST/.test(level ?? '');
  if (!isMust(requirements.get(breaks[0])?.level)) return undefined;
  if (naming.some(({ outcome }) => outcome === 'fail')) return undefined;
  const cites = naming.some(({ problems }) =>
    problems.some((problem) => 'ruling' in problem && problem.ruling !== undefined),
  );
  if (cites) return 'ruling';
  const rows = naming.flatMap(({ covers }) => covers.filter((id) => breaks.includes(id)));
  if (rows.some((id) => requirements.get(id)?.check.includes('Warn:'))) return 'row';
  return naming.some(({ level }) => !isMust(level)) ? 'level' : 'nothing';
}
