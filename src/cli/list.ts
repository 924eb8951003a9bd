import type { Argv, CommandModule } from 'yargs';
import { command, UsageError } from './exit.ts';
import { SWITCH } from './options/kinds.ts';
import { SELECTION_OPTIONS, type SelectionArguments } from './options/selection.ts';

interface Arguments extends SelectionArguments {
  readonly requirements: boolean;
  readonly json: boolean;
}

/** `ftpspec list` */
export const list: CommandModule<object, Arguments> = {
  command: 'list',
  describe: 'Show scenarios with level, section and risk, or requirements',
  builder: (yargs) =>
    yargs
      .options({
        ...SELECTION_OPTIONS,
        requirements: {
          ...SWITCH,
          describe: 'Requirements of the RFCs rather than scenarios, by --grep and --level',
        },
        json: { ...SWITCH, describe: 'As JSON' },
      })
      .check((args) => check(args as unknown as Arguments)) as unknown as Argv<Arguments>,
  handler: (args) =>
    command(async () => {
      if (args.requirements) (await import('./list-requirements.ts')).listRequirements(args);
      else (await import('./list-scenarios.ts')).listScenarios(args);
    }),
};

/** @throws UsageError for options that choose nothing among requirements */
function check(args: Arguments): true {
  if (!args.requirements) return true;
  for (const name of ['scripts', 'suite', 'id', 'needs', 'exclude'] as const)
    if (args[name] !== undefined)
      throw new UsageError(`--${name} chooses scenarios; requirements have --grep and --level`);
  return true;
}
