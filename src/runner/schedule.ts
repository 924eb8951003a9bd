import type { Scenario } from '../scenario/load.ts';
import type { Preflight } from './preflight/index.ts';

/** Which scenarios play beside others, and which do not. */
export interface Schedule {
  /** one at a time, while others play */
  readonly inTurn: readonly Scenario[];
  /** side by side, those first that exist to wait or may wait longest, so that none is left alone at the end */
  readonly beside: readonly Scenario[];
  /** while nothing else plays */
  readonly alone: readonly Scenario[];
}

/** Those that can share the server first; then those that want it for themselves. */
export function schedule(scenarios: readonly Scenario[], { profile }: Preflight): Schedule {
  const shared = scenarios
    .filter(({ exclusive }) => !exclusive)
    .sort((one, other) => Number(other.waits) - Number(one.waits) || waitsOf(other) - waitsOf(one));
  // Ports that a firewall leaves open are few: those that listen there take turns.
  const takesTurns = ({ needs }: Scenario): boolean =>
    profile.activePorts !== undefined && needs.includes('port-bind');
  return {
    inTurn: shared.filter(takesTurns),
    beside: shared.filter((scenario) => !takesTurns(scenario)),
    alone: scenarios.filter(({ exclusive }) => exclusive),
  };
}

/** Roughly how long a scenario waits, in milliseconds. */
function waitsOf(scenario: Scenario): number {
  const waits = JSON.stringify([scenario.setup, scenario.steps]).matchAll(
    /"(?:silence|within|pause)":"([\d.]+)(ms|s|m)"/g,
  );
  return [...waits].reduce(
    (sum, [, number, unit]) =>
      sum + Number(number) * ({ ms: 1, s: 1000, m: 60_000 }[unit ?? ''] ?? 0),
    0,
  );
}
