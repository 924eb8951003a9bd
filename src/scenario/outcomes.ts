/**
 * What was expected and what came, in a sentence; what a script says in its own words, against its title, says both.
 */
export function sentenceOf(
  { expected, actual }: { readonly expected: string; readonly actual: string },
  title?: string,
): string {
  return expected === title ? actual : `expected ${expected}, got ${actual}`;
}

/** What a scenario says when a step does not hold. Caught by the player, never a crash. */
export class Deviation extends Error {
  override name = 'Deviation';
  readonly expected: string;
  readonly actual: string;
  readonly ruling: string | undefined;
  /** undefined: by the scenario's level */
  readonly severity: 'warn' | 'fail' | undefined;
  /** the warning ends the scenario */
  readonly final: boolean;
  constructor(
    expected: string,
    actual: string,
    more: {
      ruling?: string | undefined;
      severity?: 'warn' | 'fail' | undefined;
      final?: boolean;
    } = {},
  ) {
    super(sentenceOf({ expected, actual }));
    this.expected = expected;
    this.actual = actual;
    this.ruling = more.ruling;
    this.severity = more.severity;
    this.final = more.final ?? true;
  }
}

/** The server does not offer what the scenario tests. */
export class Skipped extends Error {
  override name = 'Skipped';
}

/** Nothing is left to test. */
export class Done extends Error {
  override name = 'Done';
}

/** The scenario cannot be judged: what comes before the test itself did not work. */
export class SetupFailed extends Error {
  override name = 'SetupFailed';
  /** the code of the reply that refused, where one did */
  readonly code: number | undefined;
  constructor(message: string, code?: number, options?: { readonly cause: Error }) {
    super(message, options);
    this.code = code;
  }
}

/** The disk is full, or a quota is, which says nothing of the server (RFC 959 section 5.4). */
export const NO_ROOM = [452, 552];
