import type { RunResult } from '../../runner/results.ts';
import { inertJson } from '../shared/json.ts';

/** What JSON makes of a type: dates are ISO 8601 strings in UTC, what is absent is null. */
type Json<T> = T extends Date
  ? string
  : T extends undefined
    ? null
    : T extends readonly (infer Item)[]
      ? readonly Json<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Json<T[Key]> }
        : T;

/**
 * One target in results.json:
 * ```
 * { "target": "ftp://127.0.0.1:2121", "server": "220 ready", "startedAt": "2026-01-02T03:04:05.678Z",
 *   "durationMs": 1234.5, "seed": "8c1f", "jobs": 4, "stopped": null,
 *   "leftovers": [{ "name", "reply" }],
 *   "scenarios": [{ "id", "title", "suite", "level", "risk", "covers": ["RFC959-..."],
 *     "outcome": "pass" | "warn" | "fail" | "skip" | "error", "reason", "durationMs", "startedAt",
 *     "file", "line", "problems": [...], "info": [...], "transcript": [...], "rerun" }],
 *   "rules": [{ "id", "title", "covers", "level", "outcome", "exchanges", "problems": [...], "unlisted": 0 }],
 *   "totals": { "pass": 1, "warn": 0, "fail": 0, "skip": 0, "error": 0 } }
 * ```
 * `problems` and the rest are as in src/runner/results.ts.
 */
export type JsonRun = Json<RunResult>;

/** results.json: one target's object, or where there are several, all of them under `runs`. */
export type JsonReport = JsonRun | { readonly runs: readonly JsonRun[] };

/** @returns the file's text; read it back as {@link JsonReport} */
export function renderJson(results: readonly RunResult[]): string {
  const [only] = results;
  const report = results.length === 1 && only ? inOrder(only) : { runs: results.map(inOrder) };
  const text = JSON.stringify(report, (_key, value: unknown) => value ?? null, 2);
  return `${inertJson(text)}\n`;
}

/** The target comes first and the long lists last, so that the head of the file tells what it is. */
function inOrder({ scenarios, rules, totals, leftovers, ...rest }: RunResult): RunResult {
  return { ...rest, leftovers, scenarios, rules, totals };
}
