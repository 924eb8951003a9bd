import { existsSync } from 'node:fs';
import type { Catalogue } from '../catalogue/index.ts';
import { Expectations } from '../ledger/judge.ts';
import {
  conflicts,
  type Ledger,
  LedgerError,
  readLedger,
  unmatched,
  unsaid,
} from '../ledger/ledger.ts';
import { EMPTY, type Observation, updated } from '../ledger/update.ts';
import { writeReport } from '../report/common/write.ts';
import { RULES } from '../rules/index.ts';
import type { RuleResult, RunResult } from '../runner/results.ts';
import { wasPlayed } from '../runner/to-result.ts';
import { readScript } from '../scenario/script-files.ts';
import { sentenceOf } from '../scenario/outcomes.ts';
import { complain } from './exit.ts';
import type { LedgerArguments } from './options/ledger.ts';

/** A ledger, and the text it was read from. */
export interface OpenLedger {
  readonly path: string;
  readonly text: string;
  readonly ledger: Ledger;
  /** all scenarios and rules that there are */
  readonly ids: readonly string[];
}

/**
 * Reads the ledger that is to be held against a run; with `--update-ledger` it may be missing, and may be in need of it.
 * @param scenarios ids of all there are
 * @throws LedgerError, ScriptFileError
 */
export function openLedger(
  { ledger: path, updateLedger }: LedgerArguments,
  scenarios: readonly string[],
  { requirements }: Catalogue,
): OpenLedger | undefined {
  if (path === undefined) return undefined;
  const text = updateLedger && !existsSync(path) ? EMPTY : readScript(path);
  const ledger = readLedger(path, text);
  const ids = [...scenarios, ...RULES.map(({ id }) => id)];
  const problems = [
    ...conflicts(ledger, { ids, requirements: new Set(requirements.keys()) }),
    ...(updateLedger ? [] : [...unmatched(ledger, { ids }), ...unsaid(ledger)]),
  ];
  if (problems.length > 0) throw new LedgerError(problems);
  return { path, text, ledger, ids };
}

/**
 * Writes a ledger as the runs have it, and says what people have to do.
 * @returns whether nothing is left for them to do
 */
export async function updateLedger(
  { path, text, ledger, ids }: OpenLedger,
  runs: readonly RunResult[],
  { strict, isSelection }: { readonly strict: boolean; readonly isSelection: boolean },
): Promise<boolean> {
  if (runs.some(({ stopped, ledger: held }) => stopped !== undefined || !held)) {
    complain(`${ledger.file} stays as it is: not all could be judged`);
    return false;
  }
  const observations = runs.flatMap((run) => observationOf(run, isSelection) ?? []);
  const next = updated(text, ledger, observations, ids, strict ? ['fail', 'warn'] : ['fail']);
  if (next !== text) await writeReport(path, next);
  const now = readLedger(path, next);
  const left = unsaid(now);
  const lines = left.map(({ position }) => String(position.line)).join(', ');
  if (left.length > 0)
    complain(`${now.file} wants to know why; the reason still says TODO in line ${lines}`);
  const differing = observations.flatMap(({ place, ends }) =>
    new Expectations(now, place).problems(ends),
  );
  for (const { id, line = 0, reason } of differing)
    complain(`${now.file}:${line}: ${id}: ${reason}`);
  if (left.length + differing.length === 0)
    complain(`${now.file} is ${next === text ? 'as it was' : 'written'}`);
  return left.length + differing.length === 0;
}

function observationOf(
  { scenarios, rules, ledger }: RunResult,
  isSelection: boolean,
): Observation | undefined {
  if (!ledger) return undefined;
  const seen = isSelection ? [] : rules;
  return {
    place: ledger.place,
    ends: [
      ...scenarios.filter(wasPlayed).map(({ id, outcome, reason }) => ({ id, outcome, reason })),
      ...seen.map((rule) => ({ id: rule.id, outcome: rule.outcome, reason: reasonOf(rule) })),
    ],
  };
}

function reasonOf({ outcome, problems }: RuleResult): string {
  const worst = problems.find((one) => one.outcome === outcome);
  return worst ? `in ${worst.scenario}: ${sentenceOf(worst)}` : '';
}
