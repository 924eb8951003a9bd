import type { RunResult } from '../../runner/results.ts';

type Named = Pick<RunResult, 'label' | 'target'>;

/** Whether no two have one label. */
export function areTold(runs: readonly Named[]): boolean {
  return areApart(runs.map(({ label }) => label));
}

/** What a run is called on its own: by the name that a user gave it, which its target does not hold; or by its target. */
export function nameOf({ label, target }: Named): string {
  return target.includes(label) ? target : label;
}

/** What runs are called beside each other: the shortest that tells them apart, by label, by host and port, by target. */
export function namesOf(runs: readonly Named[]): string[] {
  const choices = [({ label }: Named) => label, ({ target }: Named) => hostOf(target)];
  const telling = choices.find((name) => areApart(runs.map(name)));
  return runs.map(telling ?? (({ target }) => target));
}

/** `127.0.0.1:2121` of `ftp://user@127.0.0.1:2121/directory` */
function hostOf(target: string): string {
  return /^\w+:\/\/(?:[^@/]*@)?([^/]+)/.exec(target)?.[1] ?? target;
}

function areApart(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
