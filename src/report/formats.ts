import type { RunResult } from '../runner/results.ts';
import type { DiagnosisEnd } from './diagnosis/events.ts';
import type { JUnitOptions } from './run/junit.ts';

// Loaded when needed: the JUnit library is large.

/** Texts of the files that are made of finished runs. */
export const runFormats = {
  junit: (options: JUnitOptions) => async (results: readonly RunResult[]) =>
    (await import('./run/junit.ts')).renderJUnit(results, options),
  json: async (results: readonly RunResult[]) =>
    (await import('./run/json.ts')).renderJson(results),
};

/** Texts of the files that are made of finished diagnoses. */
export const diagnosisFormats = {
  junit: async (end: DiagnosisEnd) =>
    (await import('./diagnosis/junit.ts')).renderDiagnosisJUnit(end),
  json: async ({ diagnoses }: DiagnosisEnd) =>
    (await import('./diagnosis/json.ts')).renderDiagnosisJson(diagnoses),
};
