import { idPattern } from '../scenario/id-pattern.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { Place } from './places.ts';

/** Why an outcome is no news. */
export interface Known {
  readonly reason: string;
  /** of the ledger */
  readonly line: number;
  readonly requirement: string | undefined;
  readonly issue: string | undefined;
}

/** How a scenario or rule ended. */
export interface Ended {
  readonly id: string;
  readonly outcome: 'pass' | 'warn' | 'fail' | 'skip' | 'error';
}

/** Something that the ledger says and the server does not do, or does and the ledger does not say. */
export interface LedgerProblem {
  readonly id: string;
  /** of the ledger; undefined for what is not in it */
  readonly line: number | undefined;
  readonly reason: string;
}

/** What a ledger expects in one place. */
export class Expectations {
  readonly file: string;
  readonly #complete: boolean;
  readonly #entries: readonly { readonly entry: Entry; readonly fits: (id: string) => boolean }[];

  constructor(ledger: Ledger, place: Place) {
    this.file = ledger.file;
    this.#complete = ledger.complete;
    this.#entries = ledger.entries
      .filter(({ places }) => places.includes(place))
      .map((entry) => {
        const patterns = entry.ids.map(({ pattern }) => idPattern(pattern));
        return { entry, fits: (id) => patterns.some((pattern) => pattern(id)) };
      });
  }

  /** Why an outcome other than a pass is as expected; undefined where it is not. */
  known({ id, outcome }: Ended): Known | undefined {
    const entry = this.#entryOf(id);
    if (outcome === 'pass' || outcome === 'error' || entry?.outcomes.includes(outcome) !== true)
      return undefined;
    const { reason, requirement, issue, position } = entry;
    return { reason, line: position.line, requirement, issue };
  }

  /** Where ends and ledger differ, but for failures that are new: these speak for themselves. */
  problems(ends: readonly Ended[]): LedgerProblem[] {
    return ends.flatMap(({ id, outcome }) => {
      const entry = this.#entryOf(id);
      if (!entry) return this.#news(id, outcome);
      // What could not be judged, or was not, says nothing of what is known.
      const isSilent = outcome === 'error' || (outcome === 'skip' && !this.#complete);
      if (isSilent || entry.outcomes.includes(outcome)) return [];
      const { line } = entry.position;
      const reason = `known to ${entry.outcomes.map((one) => WORDS[one]).join(' or ')}, but ${ENDED[outcome]}`;
      return [{ id, line, reason }];
    });
  }

  #news(id: string, outcome: Ended['outcome']): LedgerProblem[] {
    if (!this.#complete || (outcome !== 'warn' && outcome !== 'skip')) return [];
    return [{ id, line: undefined, reason: `${ENDED[outcome]}, which the ledger does not say` }];
  }

  #entryOf(id: string): Entry | undefined {
    return this.#entries.find(({ fits }) => fits(id))?.entry;
  }
}

const WORDS = { pass: 'pass', warn: 'warn', fail: 'fail', skip: 'be skipped' } as const;
const ENDED = { pass: 'passes', warn: 'warns', fail: 'fails', skip: 'is skipped' } as const;
