import { z } from 'zod';
import { DIAGNOSES, type ReadDiagnosis, type ReadRun, RUNS } from './results-schema.ts';
import { FORMAT } from './common/json.ts';

/** A file of results cannot be used; the message says which, why and what to do. */
export class ResultsError extends Error {
  override name = 'ResultsError';
}

const HEAD = z.looseObject({ format: z.number() });

/** Reads what `ftpspec run` wrote. @throws ResultsError */
export function readRuns(text: string, path: string): ReadRun[] {
  return checked(RUNS, text, { path, what: 'results of `ftpspec run`' }).runs;
}

/** Reads what `ftpspec diagnose --json` wrote. @throws ResultsError */
export function readDiagnoses(text: string, path: string): ReadDiagnosis[] {
  return checked(DIAGNOSES, text, { path, what: 'findings of `ftpspec diagnose`' }).diagnoses;
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  { path, what }: { readonly path: string; readonly what: string },
): z.output<Schema> {
  const value = parsed(text, path);
  ensureFormat(value, path);
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const at = issue ? ` (${issue.path.join('.') || 'at the top'}: ${issue.message})` : '';
  throw new ResultsError(`${path} holds no ${what}${at}`);
}

/** @throws ResultsError where something was written by a version that wrote another format */
export function ensureFormat(value: unknown, path: string): void {
  const head = HEAD.safeParse(value);
  if (head.success && head.data.format !== FORMAT)
    throw new ResultsError(
      `${path} has format ${head.data.format}, and this version reads format ${FORMAT}; use the version of ftpspec that wrote it`,
    );
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ResultsError(`${path} is no JSON, or was cut: ${why}`, { cause: error });
  }
}
