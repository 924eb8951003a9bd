import type { Argv, CommandModule } from 'yargs';
import { checkDiagnose, DIAGNOSE_OPTIONS, type DiagnoseArguments } from './diagnose-options.ts';
import { command } from './exit.ts';
import { TARGET_URLS } from './options/targets.ts';

/** `ftpspec diagnose TARGET...` */
export const diagnose: CommandModule<object, DiagnoseArguments> = {
  command: 'diagnose [urls..]',
  describe: 'Find out why FTP does not get through, and what mends it',
  builder: (yargs) =>
    yargs
      .positional('urls', TARGET_URLS)
      .options(DIAGNOSE_OPTIONS)
      .check((args) =>
        checkDiagnose(args as unknown as DiagnoseArguments),
      ) as unknown as Argv<DiagnoseArguments>,
  handler: (args) =>
    command(async () => await (await import('./diagnose-targets.ts')).diagnoseTargets(args)),
};
