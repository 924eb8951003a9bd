import type { Stage } from '../../probe/observations.ts';
import type { SymptomName } from '../symptoms/index.ts';
import type { RemedyName } from '../remedies/index.ts';
import type { View } from '../evidence/view.ts';

export const SEVERITIES = ['broken', 'degraded', 'note'] as const;
/**
 * broken: no usual client could list a directory and move a file. degraded: some common client, mode, family or
 * size fails. note: what only matters to some.
 */
export type Severity = (typeof SEVERITIES)[number];

/**
 * How bad a cause is where it holds. by reach: broken unless some transfer works all the same. if TLS was asked
 * for: broken with a TLS URL, a note with another. if active matters: a note, degraded with `--active`.
 */
export type SeverityRule =
  Severity | 'by reach' | 'by login' | 'if TLS was asked for' | 'if active matters';

/** One way in which a cause shows. */
export interface Pattern {
  /** all of these symptoms are there */
  readonly needs: readonly SymptomName[];
  /** none of these is */
  readonly unless?: readonly SymptomName[];
  /** how sure that alone makes, 0 to 1 */
  readonly sure: number;
  /** symptoms that make surer, or less sure, and by how much */
  readonly and?: Readonly<Partial<Record<SymptomName, number>>>;
  /** where this pattern is worse or less bad than the cause's rule */
  readonly severity?: SeverityRule;
}

/** A row of the table: what is wrong, how it shows, how bad it is, what mends it. */
export interface Cause {
  readonly code: string;
  /** the cause as a headline */
  readonly title: string;
  /** what it is and how it comes about, for the code's page */
  readonly about: string;
  readonly stage: Stage;
  readonly severity: SeverityRule;
  readonly patterns: readonly Pattern[];
  /** what is wrong here, in one sentence */
  readonly summary: (view: View) => string;
  readonly remedies: readonly RemedyName[];
  /** it explains nothing that fails: it stands behind others that are as bad */
  readonly aside?: true;
  /** codes of what this one brings about, and so stands before */
  readonly bringsAbout?: readonly string[];
  /** what would tell it from its neighbours where this client cannot */
  readonly tellApart?: string;
}
