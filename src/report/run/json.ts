import type { RunResult, ScenarioResult } from '../../runner/results.ts';
import type { Transcripts } from '../common/context.ts';
import { reportedFile } from './reported-file.ts';
import { type Json, jsonFile } from '../common/json.ts';

export type JsonRun = Json<RunResult>;

/** results.json: `{ "format": 1, "tool": { "name", "version" }, "runs": [ … ] }`, as catalogue/results.schema.json says. */
export interface JsonReport {
  readonly format: number;
  readonly tool: { readonly name: string; readonly version: string };
  readonly runs: readonly JsonRun[];
}

/** @returns the file's text; read it back as {@link JsonReport} */
export function renderJson(
  results: readonly RunResult[],
  transcripts: Transcripts = 'failed',
): string {
  return jsonFile({ runs: results.map((run) => plainRun(run, transcripts)) });
}

/** A run as it is written: the target comes first and the long lists last, so that the head tells what it is. */
export function plainRun(run: RunResult, transcripts: Transcripts): RunResult {
  const { scenarios, rules, totals, leftovers, ...rest } = run;
  const shown = scenarios.map((one) => plainScenario(one, transcripts));
  return { ...rest, leftovers, scenarios: shown, rules, totals };
}

/** A scenario as it is written: what passed has no transcript, unless all are wanted. */
export function plainScenario(result: ScenarioResult, transcripts: Transcripts): ScenarioResult {
  const { outcome, file, problems, transcript } = result;
  return {
    ...result,
    file: reportedFile(file),
    problems: problems.map(({ where, ...rest }) => ({
      ...rest,
      where: where && { ...where, file: reportedFile(where.file) },
    })),
    transcript: transcripts === 'all' || outcome !== 'pass' ? transcript : [],
  };
}
