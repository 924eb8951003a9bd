import type { Outcome } from '../../runner/results.ts';

/** A test case, before it is XML, a TAP point or an annotation. All text is printable. */
export interface Case {
  readonly name: string;
  /** decides the testsuite; a segment of the class name */
  readonly suite: string;
  /** the script, for readers that annotate sources; a failure's own line where there is one */
  readonly place: { readonly file: string; readonly line: number } | undefined;
  readonly outcome: Outcome;
  /** where the ledger says that it ends so: why */
  readonly known?: string;
  readonly startedAt: Date;
  readonly ms: number;
  readonly properties: readonly Property[];
  readonly mark: CaseMark | undefined;
  /** system-out, empty for none */
  readonly output: string;
}

export type Property = readonly [name: string, value: string];

/** Why a test case did not pass. */
export interface CaseMark {
  readonly kind: 'failure' | 'error' | 'skipped';
  /** one line */
  readonly message: string;
  readonly type: string;
  readonly content: string;
}

/** Hears the cases of each target: what TAP and annotations are made of, whatever was tested. */
export interface CaseListener {
  /** a target's turn begins */
  start?(target: string): void;
  cases(target: string, cases: readonly Case[]): void;
  /** a target's turn is over, with the verdict in a sentence */
  end?(target: string, verdict: string): void;
  finish?(): void;
}

/**
 * A part of a class name: readers make a tree of packages at the dots, so none may be inside, and no
 * character that they would replace themselves.
 */
export function segment(text: string): string {
  return text.replace(/[^A-Za-z0-9-]+/g, '_').replace(/^_|_$/g, '') || '_';
}

/** A class name's segment for each target, with a number after those that would be equal. */
export function uniqueSegments(targets: readonly string[]): string[] {
  const taken = new Set<string>();
  return targets.map((target) => {
    const plain = segment(target);
    let name = plain;
    for (let number = 2; taken.has(name); number += 1) name = `${plain}_${number}`;
    taken.add(name);
    return name;
  });
}
