import { idPattern, isPattern, textPattern } from '../scenario/id-pattern.ts';
import { nearest } from '../scenario/nearest.ts';
import type { Scenario } from '../scenario/load.ts';

/** Which scenarios the user wants; empty lists want all. */
export interface Selection {
  readonly suite: readonly string[];
  /** ids, or patterns over them */
  readonly id: readonly string[];
  /** patterns somewhere in id or title */
  readonly grep: readonly string[];
  readonly level: readonly string[];
  /** only scenarios that have one of these needs */
  readonly needs: readonly string[];
  /** ids, suites, or patterns over them */
  readonly exclude: readonly string[];
  /** none that exists to wait */
  readonly quick: boolean;
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
  for (const id of selection.id) if (!isPattern(id)) mustExist('scenario', id, ids);
  const wanted = patterns('id', selection.id, ids);
  const excluded = patterns('exclude', selection.exclude, ids);
  const words = selection.grep.map(textPattern);
  const left = scenarios.filter(
    (one) =>
      !(selection.quick && one.waits) &&
      among(selection.suite, one.suite) &&
      (wanted.length === 0 || wanted.some((fits) => fits(one.id))) &&
      among(selection.level, one.level) &&
      (words.length === 0 || words.some((fits) => fits(`${one.id} ${one.title}`))) &&
      (selection.needs.length === 0 || one.needs.some((need) => selection.needs.includes(need))) &&
      !excluded.some((fits) => fits(one.id)),
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

/** @throws SelectionError for a pattern that fits nothing */
function patterns(
  option: string,
  texts: readonly string[],
  ids: readonly string[],
): ((id: string) => boolean)[] {
  return texts.map((text) => {
    const fits = idPattern(text);
    if (!ids.some(fits)) throw new SelectionError(`--${option} ${text} fits no scenario`);
    return fits;
  });
}

/** How many ids that begin with what was written are listed. */
const NAMED = 10;

function mustExist(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  const near = nearest(name, known);
  const longer = known.filter((one) => one.startsWith(name));
  const hint =
    longer.length > 0
      ? `these begin so: ${longer.slice(0, NAMED).join(', ')}${longer.length > NAMED ? ', …' : ''}`
      : near === undefined
        ? '`ftpspec list` shows what there is'
        : `did you mean ${near}?`;
  throw new SelectionError(`there is no ${what} ${name}; ${hint}`);
}
