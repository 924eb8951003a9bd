import type { Diagnosis } from '../diagnose/index.ts';
import type { RunResult } from '../runner/results.ts';
import { EXIT } from './exit.ts';

/** 130, 3, 1, 4 or 0, whichever says most. */
export function statusOfRuns(
  results: readonly RunResult[],
  strict: boolean,
  interrupted: boolean,
): number {
  if (interrupted) return EXIT.interrupted;
  if (results.some(({ stopped }) => stopped !== undefined)) return EXIT.unjudged;
  const bad = results.some(
    ({ totals }) => totals.fail > 0 || totals.error > 0 || (strict && totals.warn > 0),
  );
  if (bad) return EXIT.failed;
  return results.some(({ leftovers }) => leftovers.length > 0) ? EXIT.leftover : EXIT.ok;
}

/** What is broken says more than what could not be judged. */
export function statusOfDiagnoses(diagnoses: readonly Diagnosis[], interrupted: boolean): number {
  if (interrupted) return EXIT.interrupted;
  if (diagnoses.some(({ verdict, judged }) => verdict !== 'healthy' && judged)) return EXIT.failed;
  return diagnoses.some(({ judged }) => !judged) ? EXIT.unjudged : EXIT.ok;
}
