import type { RunResult } from '../../runner/results.ts';

type Named = Pick<RunResult, 'label' | 'target'>;

/** Whether no two have one label. */
export function areTold(runs: readonly Named[]): boolean {
  return new Set(runs.map(({ label }) => label)).size === runs.length;
}

/** What runs are called beside each other: by their labels, or by their targets where a label tells none of them. */
export function namesOf(runs: readonly Named[]): string[] {
  const isTold = areTold(runs);
  return runs.map(({ label, target }) => (isTold ? label : target));
}
