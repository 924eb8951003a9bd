import { z } from 'zod';
import { type ReadRun, RUNS } from './results-schema.ts';
import { FORMAT } from './common/json.ts';

/** A file of results cannot be used; the message says which, why and what to do. */
export class ResultsError extends Error {
  override name = 'ResultsError';
}

const HEAD = z.looseObject({ format: z.number() });

/** Reads what `ftpspec run` wrote. @throws ResultsError */
export function readRuns(text: string, path: string): ReadRun[] {
  const value = parsed(text, path);
  ensureFormat(value, path);
  const read = RUNS.safeParse(value);
  if (read.success) return read.data.runs;
  const [issue] = read.error.issues;
  const at = issue ? ` (${issue.path.join('.') || 'at the top'}: ${issue.message})` : '';
  throw new ResultsError(`${path} holds no results of \`ftpspec run\`${at}`);
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
