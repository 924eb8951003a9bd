import type { RunResult, ScenarioResult } from './results.ts';

/** Listens to a run. Reporters never throw on what a server sent. */
export interface Reporter {
  /** a target's turn begins */
  runStart?(run: { readonly target: string; readonly scenarios: number }): void;
  scenarioStart?(scenario: { readonly target: string; readonly id: string }): void;
  scenarioEnd?(target: string, result: ScenarioResult): void;
  /** a target's turn is over, also when it was interrupted */
  runEnd?(result: RunResult): void;
  /** all targets are done: write files */
  finish?(results: readonly RunResult[]): Promise<void>;
}
