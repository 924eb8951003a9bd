import type { Options } from 'yargs';
import { reportersFor, type Subject } from '../../report/index.ts';
import { UsageError } from '../exit.ts';
import { SWITCH, TEXT } from './kinds.ts';

/** What is printed, and which files are written. */
export interface ReportArguments<Reporter extends string> {
  readonly reporter: Reporter;
  readonly junit?: string | undefined;
  readonly json?: string | undefined;
  readonly noColor: boolean;
}

export const REPORTS = 'Reports:';

/**
 * The options of every command that reports.
 * @param files what `--junit` and `--json` say of themselves
 */
export function reportOptions(
  subject: Subject,
  files: { readonly junit: string; readonly json: string },
) {
  const reporters = reportersFor(subject);
  const described = reporters.map(({ name, about }) => `${name}: ${about}`);
  return {
    junit: { ...TEXT, group: REPORTS, describe: files.junit },
    json: { ...TEXT, group: REPORTS, describe: files.json },
    reporter: {
      choices: reporters.map(({ name }) => name),
      default: 'pretty',
      group: REPORTS,
      describe: `What to print. ${described.join('; ')}`,
    },
    'no-color': { ...SWITCH, group: REPORTS, describe: 'No colours on a terminal' },
  } as const satisfies Record<string, Options>;
}

/** @throws UsageError for what yargs itself cannot check */
export function checkReports({ junit, json }: ReportArguments<string>): void {
  if (junit !== undefined && junit === json)
    throw new UsageError('--junit and --json name the same file');
}
