import type { CommandModule } from 'yargs';
import { command } from './exit.ts';
import { TARGET_URLS } from './options/targets.ts';
import { argumentsGiven } from './run-arguments.ts';
import { undecided } from './options/undecided.ts';
import { checkRun, type GivenRun, RUN_OPTIONS } from './run-options.ts';

/** `ftpspec run [target...]` */
export const run: CommandModule<object, GivenRun> = {
  command: 'run [targets..]',
  describe: 'Play scenarios against servers, or the embedded one, and write JUnit',
  builder: (yargs) =>
    yargs
      .positional('targets', TARGET_URLS)
      .options(undecided(RUN_OPTIONS))
      .check((args) => checkRun(argumentsGiven(args as unknown as GivenRun))),
  handler: (args) => command(async () => await (await import('./run-targets.ts')).runTargets(args)),
};
