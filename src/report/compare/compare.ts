import type { Outcome } from '../../runner/results.ts';
import { columnOf } from '../../runner/to-result.ts';
import type { ReadRun } from '../results-schema.ts';
import { areTold } from '../run/names.ts';

/** What became of a scenario, a rule or a requirement; `known` is what got worse, and what the ledger of the newer results excuses. */
export const KINDS = ['worse', 'known', 'better', 'new', 'gone'] as const;
export type Kind = (typeof KINDS)[number];

/** One that is not as it was. */
export interface Change {
  readonly kind: Kind;
  readonly target: string;
  readonly id: string;
  readonly title: string;
  /** absent where it was not played */
  readonly before: Outcome | undefined;
  readonly after: Outcome | undefined;
  /** why the ledger of the newer results excuses it */
  readonly known: string | undefined;
  readonly covers: readonly string[];
  /** why it does not pass now, or did not pass before */
  readonly why: string;
}

/** What is not judged, is neither better nor worse than what fails. */
const RANKS: Readonly<Record<Outcome, number>> = { pass: 0, skip: 0, warn: 1, fail: 2, error: 2 };

type Judged = ReadRun['scenarios'][number] | ReadRun['rules'][number];

/** What changed from the older to the newer results, the worse first; one run each is compared whatever its target. */
export function compareRuns(older: readonly ReadRun[], newer: readonly ReadRun[]): Change[] {
  const isPair = older.length === 1 && newer.length === 1;
  const isTold = areTold(older) && areTold(newer);
  const nameOf = ({ label, target }: ReadRun): string => (isTold ? label : target);
  const targets = [...new Set([...newer, ...(isPair ? [] : older)].map(nameOf))];
  const changes = targets.flatMap((target) => {
    const find = (runs: readonly ReadRun[]) =>
      isPair ? runs[0] : runs.find((run) => nameOf(run) === target);
    return changesOf(target, judgedIn(find(older)), judgedIn(find(newer)));
  });
  return KINDS.flatMap((kind) => changes.filter((one) => one.kind === kind));
}

/** The requirements behind changes of one kind. */
export function requirementsOf(changes: readonly Change[], kind: Kind): string[] {
  const ids = changes.filter((one) => one.kind === kind).flatMap(({ covers }) => covers);
  return [...new Set(ids)].sort();
}

/** What was judged, by id: a skip says nothing of the server. */
function judgedIn(run: ReadRun | undefined): Map<string, Judged> {
  const all = run ? [...run.scenarios, ...run.rules] : [];
  return new Map(all.filter(({ outcome }) => outcome !== 'skip').map((one) => [one.id, one]));
}

function changesOf(
  target: string,
  older: ReadonlyMap<string, Judged>,
  newer: ReadonlyMap<string, Judged>,
): Change[] {
  return [...new Set([...older.keys(), ...newer.keys()])].flatMap((id) => {
    const [before, after] = [older.get(id), newer.get(id)];
    const last = after ?? before;
    const kind = kindOf(before, after);
    if (!last || !kind) return [];
    const { title, covers } = last;
    const known = after && columnOf(after) === 'known' ? after.known?.reason : undefined;
    const told = kind === 'better' ? before : last;
    const outcomes = { before: before?.outcome, after: after?.outcome };
    return [{ kind, target, id, title, ...outcomes, known, covers, why: (told ?? last).reason }];
  });
}

function kindOf(before: Judged | undefined, after: Judged | undefined): Kind | undefined {
  if (before === undefined) return 'new';
  if (after === undefined) return 'gone';
  const step = RANKS[after.outcome] - RANKS[before.outcome];
  if (step <= 0) return step === 0 ? undefined : 'better';
  return columnOf(after) === 'known' ? 'known' : 'worse';
}
