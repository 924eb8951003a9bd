import type { Scenario } from '../scenario/load.ts';
import { tests } from '../scenario/own-tests.ts';
import type { Need } from '../scenario/schema.ts';
import type { Preflight } from './preflight/index.ts';

/** A need that is not met, and why. */
export interface Lack {
  readonly need: Need;
  readonly why: string;
}

/**
 * The first of these needs of a scenario that the target does not meet. Where a command does nothing, the scenarios that
 * test just that are played nevertheless, and say so.
 */
export function lackOf(
  scenario: Scenario,
  { unmet, idle }: Pick<Preflight, 'unmet' | 'idle'>,
  needs: readonly Need[],
): Lack | undefined {
  for (const need of needs) {
    const why = unmet.get(need) ?? (tests(scenario, need) ? undefined : idle.get(need));
    if (why !== undefined) return { need, why };
  }
  return undefined;
}
