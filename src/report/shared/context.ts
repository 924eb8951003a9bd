import type { Environment, Output } from './style.ts';

/** What a reporter that writes for people or machines on the standard output is given. */
export interface ReporterContext {
  readonly output: Output;
  readonly env: Environment;
  /** warnings count as failures */
  readonly strict: boolean;
  /** paths of the reports written so far; filled by the file reporters that finish before */
  readonly written: readonly string[];
}
