import { nearest } from '../scenario/nearest.ts';
import { idPattern } from '../scenario/id-pattern.ts';
import { readCheckedYaml } from '../scenario/checked-yaml.ts';
import { problemAt, ScriptError, type ScriptProblem } from '../scenario/script-errors.ts';
import type { Position } from '../scenario/source.ts';
import { type Place, placesOf } from './places.ts';
import { type Expectable, LEDGER_KEYS, ledgerSchema } from './schema.ts';

/** One thing that is known of a server. */
export interface Entry {
  /** its place in the list */
  readonly index: number;
  readonly ids: readonly { readonly pattern: string; readonly position: Position }[];
  /** several where it varies */
  readonly outcomes: readonly Expectable[];
  readonly places: readonly Place[];
  readonly reason: string;
  readonly requirement: string | undefined;
  readonly issue: string | undefined;
  readonly position: Position;
  /** where the reason is */
  readonly reasonAt: Position;
}

/** What is known of a server: how scenarios and rules end that do not pass, and why. */
export interface Ledger {
  /** as people want to read it */
  readonly file: string;
  /** warnings and skips are listed too */
  readonly complete: boolean;
  readonly entries: readonly Entry[];
  /** @returns the problem with file, line and the line itself */
  readonly at: (position: Position, reason: string) => ScriptProblem;
}

/** A ledger that cannot be held against a server; the message lists every problem with its line. */
export class LedgerError extends ScriptError {
  override name = 'LedgerError';
}

/** What a new entry's reason is until somebody says it. */
export const UNSAID = 'TODO';

/**
 * Reads a ledger.
 * @param text what is in it, where that was read already
 * @throws LedgerError, ScriptFileError
 */
export function readLedger(path: string, text?: string): Ledger {
  const yaml = readCheckedYaml(path, ledgerSchema, LEDGER_KEYS, text);
  if (!('data' in yaml)) throw new LedgerError(yaml);
  const { data, source, position } = yaml;
  const entries = data.known.map((entry, index) => {
    const at = (...path: (string | number)[]) => position(['known', index, ...path], false);
    const isList = Array.isArray(entry.id);
    return {
      index,
      ids: [entry.id].flat().map((pattern, number) => ({
        pattern,
        position: isList ? at('id', number) : at('id'),
      })),
      outcomes: entry.varies ?? (entry.outcome === undefined ? [] : [entry.outcome]),
      places: [...new Set([entry.on].flat().flatMap(placesOf))],
      reason: entry.reason,
      requirement: entry.requirement,
      issue: entry.issue,
      position: at(),
      reasonAt: at('reason'),
    };
  });
  return {
    file: source.file,
    complete: data.complete,
    entries,
    at: (where, reason) => problemAt(source, where, reason),
  };
}

/** What there is that a ledger can speak of. */
export interface Vocabulary {
  /** scenarios and rules */
  readonly ids: readonly string[];
  readonly requirements: ReadonlySet<string>;
}

/** What only people can mend: entries of which one says another thing than the other, requirements that there are not. */
export function conflicts(ledger: Ledger, { ids, requirements }: Vocabulary): ScriptProblem[] {
  return ledger.entries.flatMap(({ requirement, position }, index) => [
    ...overlaps(ledger, index, ids),
    ...(requirement === undefined || requirements.has(requirement)
      ? []
      : [
          ledger.at(
            position,
            `there is no requirement ${requirement}${hint(requirement, [...requirements])}`,
          ),
        ]),
  ]);
}

/** Entries that match nothing that there is. */
export function unmatched(ledger: Ledger, { ids }: Pick<Vocabulary, 'ids'>): ScriptProblem[] {
  return ledger.entries
    .flatMap((entry) => entry.ids)
    .filter(({ pattern }) => !ids.some(idPattern(pattern)))
    .map(({ pattern, position }) =>
      ledger.at(position, `${pattern} fits no scenario or rule${hint(pattern, ids)}`),
    );
}

/** Entries of which somebody has yet to say why. */
export function unsaid(ledger: Ledger): ScriptProblem[] {
  return ledger.entries
    .filter(({ reason }) => new RegExp(`^\\s*${UNSAID}\\b`, 'i').test(reason))
    .map(({ reasonAt }) =>
      ledger.at(reasonAt, `the reason still says ${UNSAID}; say why the server does this`),
    );
}

/** Ids that an entry before this one speaks of as well, in the same place; one a pattern. */
function overlaps({ entries, at }: Ledger, index: number, ids: readonly string[]): ScriptProblem[] {
  const places = entries[index]?.places ?? [];
  const before = entries
    .slice(0, index)
    .filter((one) => one.places.some((place) => places.includes(place)))
    .flatMap((one) => one.ids);
  const own = entries[index]?.ids ?? [];
  return own.flatMap(({ pattern, position }, number) => {
    const fits = ids.filter(idPattern(pattern));
    for (const other of [...before, ...own.slice(0, number)]) {
      const id = fits.find(idPattern(other.pattern));
      if (id !== undefined)
        return [at(position, `${id} is known from line ${other.position.line} already`)];
    }
    return [];
  });
}

function hint(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? '' : `; did you mean ${near}?`;
}
