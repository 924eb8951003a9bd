import type { Argv, CommandModule } from 'yargs';
import { command } from './exit.ts';
import { TARGET_URLS } from './options/targets.ts';
import { wholeNumber } from './parse-values.ts';
import { TIDY_OPTIONS, type TidyArguments } from './tidy-options.ts';

/** `ftpspec tidy target...` */
export const tidy: CommandModule<object, TidyArguments> = {
  command: 'tidy <targets..>',
  describe: 'Remove from servers what runs that were killed have left there',
  builder: (yargs) =>
    yargs
      .positional('targets', TARGET_URLS)
      .options(TIDY_OPTIONS)
      .check(({ timeout }) => {
        wholeNumber('timeout', timeout, 1, 3600);
        return true;
      }) as unknown as Argv<TidyArguments>,
  handler: (args) =>
    command(async () => await (await import('./tidy-targets.ts')).tidyTargets(args)),
};
