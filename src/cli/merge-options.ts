import type { Options } from 'yargs';
import { LEDGER_OPTIONS } from './options/ledger.ts';
import {
  checkReports,
  RUN_REPORT_OPTIONS,
  type ReportArguments,
  reportOptions,
  type RunReportArguments,
} from './options/reports.ts';

/** The command line of `ftpspec merge`. */
export interface MergeArguments extends ReportArguments, RunReportArguments {
  readonly events: readonly string[];
  readonly ledger?: string | undefined;
}

/** All options of `ftpspec merge`, in the order of its help. */
export const MERGE_OPTIONS = {
  ...reportOptions({ junit: 'Write a JUnit file', json: 'Write a JSON file' }),
  ...RUN_REPORT_OPTIONS,
  ledger: LEDGER_OPTIONS.ledger,
} as const satisfies Record<string, Options>;

/** What yargs itself cannot check. @throws UsageError */
export function checkMerge(args: MergeArguments): true {
  checkReports(args);
  return true;
}
