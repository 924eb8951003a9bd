import type { Argv, CommandModule } from 'yargs';
import { command } from './exit.ts';
import { TARGET_URLS } from './options/targets.ts';
import { checkRun, RUN_OPTIONS, type RunArguments } from './run-options.ts';

/** `ftpspec run [target...]` */
export const run: CommandModule<object, RunArguments> = {
  command: 'run [targets..]',
  describe: 'Play scenarios against servers, or the embedded one, and write JUnit',
  builder: (yargs) =>
    yargs
      .positional('targets', TARGET_URLS)
      .options(RUN_OPTIONS)
      .check((args) => checkRun(args as unknown as RunArguments)) as unknown as Argv<RunArguments>,
  handler: (args) => command(async () => await (await import('./run-targets.ts')).runTargets(args)),
};
