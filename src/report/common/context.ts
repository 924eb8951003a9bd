import type { Environment, Output } from './style.ts';

/** Whose transcripts machines are given: of what did not pass, or of every scenario. */
export const TRANSCRIPTS = ['failed', 'all'] as const;
export type Transcripts = (typeof TRANSCRIPTS)[number];

/** What warnings are in JUnit, whose readers know no such thing. */
export const WARNINGS_AS = ['passed', 'skipped'] as const;
export type WarningsAs = (typeof WARNINGS_AS)[number];

/** Which readers a JUnit file is for: all but Jenkins' xunit plugin, or that one. */
export const JUNIT_SCHEMAS = ['readers', 'xunit'] as const;
export type JUnitSchema = (typeof JUNIT_SCHEMAS)[number];

/** What every reporter is given. */
export interface ReporterContext {
  /** the standard output, or the reporter's file */
  readonly output: Output;
  /** where progress goes that is no part of the report: standard error */
  readonly progress: Output;
  readonly env: Environment;
  /** warnings count as failures */
  readonly strict: boolean;
  readonly transcripts: Transcripts;
  /** warnings are told in full, not in a line each */
  readonly warnings: boolean;
  /** where the time went is told */
  readonly profile: boolean;
  readonly junit: { readonly schema: JUnitSchema; readonly warningsAs: WarningsAs };
  /** few targets, named one by one: each gets its page */
  readonly inFull: boolean;
  /** of many, those where something is wrong get their page all the same */
  readonly details: boolean;
  /** active mode is asked about: notes on it are told like others */
  readonly activeMatters: boolean;
  /** paths of the reports written so far; filled by the file reporters that finish before */
  readonly written: readonly string[];
}
