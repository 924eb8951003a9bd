import { nearest } from '../scenario/nearest.ts';
import type { Scenario } from '../scenario/load.ts';

/** Which scenarios the user wants; empty lists want all. */
export interface Selection {
  readonly suite: readonly string[];
  readonly id: readonly string[];
  /** in id or title */
  readonly grep: readonly string[];
  readonly level: readonly string[];
  /** only scenarios that have one of these needs */
  readonly needs: readonly string[];
  /** ids, suites or patterns with a star at the end */
  readonly exclude: readonly string[];
}

/** A selection that names nothing there is. */
export class SelectionError extends Error {
  override name = 'SelectionError';
}

/**
 * The scenarios that a selection leaves, in the order of the scripts.
 * @throws SelectionError for names that do not exist and where nothing is left
 */
export function select(scenarios: readonly Scenario[], selection: Selection): Scenario[] {
  const suites = [...new Set(scenarios.map(({ suite }) => suite))];
  for (const suite of selection.suite) mustExist('suite', suite, suites);
  const ids = scenarios.map(({ id }) => id);
  for (const id of selection.id) mustExist('scenario', id, ids);
  const excluded = selection.exclude.map(idPattern);
  for (const [index, pattern] of excluded.entries())
    if (!ids.some((id) => pattern.test(id)))
      throw new SelectionError(`--exclude ${selection.exclude[index] ?? ''} fits no scenario`);
  const patterns = selection.grep.map(grepPattern);
  const left = scenarios.filter(
    (one) =>
      among(selection.suite, one.suite) &&
      among(selection.id, one.id) &&
      among(selection.level, one.level) &&
      (patterns.length === 0 ||
        patterns.some((pattern) => pattern.test(`${one.id} ${one.title}`))) &&
      (selection.needs.length === 0 || one.needs.some((need) => selection.needs.includes(need))) &&
      !excluded.some((pattern) => pattern.test(one.id)),
  );
  if (left.length === 0)
    throw new SelectionError(
      'the selection leaves no scenario; `ftpspec list` shows what there is',
    );
  return left;
}

function among(wanted: readonly string[], value: string): boolean {
  return wanted.length === 0 || wanted.includes(value);
}

function mustExist(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const near = nearest(name, known);
  const hint = near === undefined ? '`ftpspec list` shows what there is' : `did you mean ${near}?`;
  throw new SelectionError(`there is no ${what} ${name}; ${hint}`);
}

/** @throws SelectionError */
export function grepPattern(text: string): RegExp {
  try {
    return new RegExp(text, 'iu');
  } catch {
    throw new SelectionError(`--grep ${text} is no regular expression`);
  }
}

/** `suite`, `suite/id`, `suite/pre*`. */
function idPattern(text: string): RegExp {
  const escaped = text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}(?:$|${text.includes('/') ? '$' : '/'})`);
}
