import type { CommandModule } from 'yargs';
import { command } from './exit.ts';
import { TARGET_URLS, TARGETS_OPTION } from './options/targets.ts';
import { argumentsGiven } from './run-arguments.ts';
import { undecided } from './options/undecided.ts';
import { checkRun, type GivenRun, RUN_OPTIONS } from './run-options.ts';

/** The command line, whose URLs stand in it or in a file. */
interface Arguments extends Omit<GivenRun, 'targets'> {
  readonly urls?: readonly string[];
  readonly targets?: string | undefined;
}

/** `ftpspec run [url...]` */
export const run: CommandModule<object, Arguments> = {
  command: 'run [urls..]',
  describe: 'Play scenarios against servers, or the embedded one, and write JUnit',
  builder: (yargs) =>
    yargs
      .positional('urls', TARGET_URLS)
      .options(undecided({ ...RUN_OPTIONS, ...TARGETS_OPTION }))
      .check((args) => checkRun(argumentsGiven(args as unknown as GivenRun))),
  handler: ({ urls = [], targets, ...given }) =>
    command(async () => {
      const listed = await (await import('./listed-urls.ts')).listedUrls(targets);
      const { runTargets } = await import('./run-targets.ts');
      await runTargets({ ...given, targets: [...urls, ...listed] });
    }),
};
