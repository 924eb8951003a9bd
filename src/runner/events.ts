import type { Place } from '../ledger/places.ts';
import type { RunResult, ScenarioResult } from './results.ts';
import type { RuleSeen } from './rule-count.ts';
import type { Shard } from './shard.ts';

/** A target's turn begins. */
export interface RunStart {
  readonly target: string;
  readonly label: string;
  /** how many are played */
  readonly scenarios: number;
  readonly seed: string;
  readonly startedAt: Date;
  /** only some of the scenarios of the scripts were chosen */
  readonly isSelection: boolean;
  /** which of the shards this is */
  readonly shard: Shard | undefined;
  /** ids in the order of the scripts: what is played, by all shards together */
  readonly planned: readonly string[];
}

/** What was found before the first scenario. */
export interface Reached {
  readonly target: string;
  /** first line of the greeting */
  readonly server: string;
  readonly place: Place;
  readonly jobs: number;
}

/** What the wire rules saw in a scenario, or before the first (`preflight`). */
export interface Seen {
  readonly target: string;
  readonly scenario: string;
  readonly rules: readonly RuleSeen[];
}

/** Listens to a run. Reporters never throw on what a server sent. */
export interface Reporter {
  runStart?(run: RunStart): void;
  reached?(reached: Reached): void;
  scenarioStart?(scenario: { readonly target: string; readonly id: string }): void;
  rulesSeen?(seen: Seen): void;
  scenarioEnd?(target: string, result: ScenarioResult): void;
  /** a target's turn is over, also when it was interrupted */
  runEnd?(result: RunResult): void;
  /** all targets are done: write files */
  finish?(results: readonly RunResult[]): Promise<void>;
}
