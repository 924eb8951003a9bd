import type { Scenario } from '../../scenario/load.ts';
import type { Need } from '../../scenario/schema.ts';
import { isTargetError } from '../target-errors.ts';

/** A sentence on a command that is answered as done. @param seen what shows that it is not */
export function doesNothing(verb: string, seen: string): string {
  return `${verb} is answered as done and does nothing: ${seen}`;
}

/** What the selected scenarios need, and why some of it is not to be had. */
export class Needs {
  /** needs that are met, or were not looked into, are absent */
  readonly unmet = new Map<Need, string>();
  /** needs of commands that are answered as done and do nothing: only what tests just that is judged */
  readonly idle = new Map<Need, string>();
  readonly #wanted: ReadonlySet<Need>;

  constructor(scenarios: readonly Scenario[]) {
    this.#wanted = new Set(scenarios.flatMap(({ needs }) => needs));
  }

  wants(need: Need): boolean {
    return this.#wanted.has(need);
  }

  /** Notes why a need is not met; a refusal is a reason, not a failure of the run. */
  async meet(need: Need, attempt: () => Promise<string | undefined>): Promise<void> {
    let reason: string | undefined;
    try {
      reason = await attempt();
    } catch (error) {
      if (!isTargetError(error)) throw error;
      reason = error.message;
    }
    if (reason !== undefined) this.unmet.set(need, reason);
  }
}
