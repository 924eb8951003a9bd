import type { Diagnosis } from '../diagnose/index.ts';
import type { RunResult } from '../runner/results.ts';
import { EXIT } from './exit.ts';

/** 130, 3, 1, 4 or 0, whichever says most. */
export function statusOfRuns(
  results: readonly RunResult[],
  {
    strict,
    interrupted,
    failFast = false,
  }: { readonly strict: boolean; readonly interrupted: boolean; readonly failFast?: boolean },
): number {
  if (interrupted) return EXIT.interrupted;
  const isBad = ({ totals, ledger }: RunResult): boolean =>
    totals.fail > 0 ||
    totals.error > 0 ||
    (strict && totals.warn > 0) ||
    (ledger?.problems.length ?? 0) > 0;
  // What ends at a failure, as the user wants, ends because of it.
  const isUnjudged = (run: RunResult): boolean =>
    run.stopped !== undefined && !(failFast && isBad(run));
  if (results.some(isUnjudged)) return EXIT.unjudged;
  if (results.some(isBad)) return EXIT.failed;
  return results.some(({ leftovers }) => leftovers.length > 0) ? EXIT.leftover : EXIT.ok;
}

/** What is broken says more than what could not be judged. */
export function statusOfDiagnoses(diagnoses: readonly Diagnosis[], interrupted: boolean): number {
  if (interrupted) return EXIT.interrupted;
  if (diagnoses.some(({ verdict, judged }) => verdict !== 'healthy' && judged)) return EXIT.failed;
  return diagnoses.some(({ judged }) => !judged) ? EXIT.unjudged : EXIT.ok;
}
