import type { Argv, CommandModule } from 'yargs';
import { type Index, INDEXES } from '../scenario/index-names.ts';
import { command, UsageError } from './exit.ts';
import { SWITCH } from './options/kinds.ts';
import { SELECTION_OPTIONS, type SelectionArguments } from './options/selection.ts';

interface Arguments extends SelectionArguments {
  readonly requirements: boolean;
  readonly uncovered: boolean;
  readonly by?: Index | undefined;
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
        uncovered: {
          ...SWITCH,
          describe: 'Of the requirements those that nothing tests, and how many are tested',
        },
        by: {
          choices: INDEXES,
          describe: 'Which scenarios test a section, a command, or a code in answer to it',
        },
        json: { ...SWITCH, describe: 'As JSON' },
      })
      .check((args) => check(args as unknown as Arguments)) as unknown as Argv<Arguments>,
  handler: (args) =>
    command(async () => {
      if (args.requirements) (await import('./list-requirements.ts')).listRequirements(args);
      else if (args.by) await (await import('./list-index.ts')).listIndex(args.by, args);
      else await (await import('./list-scenarios.ts')).listScenarios(args);
    }),
};

/** @throws UsageError for options that choose nothing among requirements */
function check(args: Arguments): true {
  if (!args.requirements) {
    if (args.uncovered) throw new UsageError('--uncovered is of requirements: add --requirements');
    return true;
  }
  if (args.by) throw new UsageError('--by is of scenarios: leave out --requirements');
  for (const name of ['scripts', 'suite', 'id', 'needs', 'exclude'] as const)
    if (args[name] !== undefined)
      throw new UsageError(`--${name} chooses scenarios; requirements have --grep and --level`);
  return true;
}
