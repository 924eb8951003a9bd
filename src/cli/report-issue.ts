import type { Argv, CommandModule } from 'yargs';
import { command } from './exit.ts';
import { TEXT } from './options/kinds.ts';
import type { ReportIssueArguments } from './print-report.ts';

/** `ftpspec report-issue ID` */
export const reportIssue: CommandModule<object, ReportIssueArguments> = {
  command: 'report-issue <id>',
  describe: 'Print a bug report for those who maintain the server',
  builder: (yargs) =>
    yargs
      .positional('id', { type: 'string', describe: 'A scenario or rule that did not pass' })
      .options({
        results: {
          ...TEXT,
          default: 'reports/results.json',
          describe: 'results.json of the run in which it did not',
        },
        name: { ...TEXT, describe: 'The target, where there are several: its name or its URL' },
      }) as unknown as Argv<ReportIssueArguments>,
  handler: (args) => command(async () => (await import('./print-report.ts')).printReport(args)),
};
