import type { Argv, CommandModule } from 'yargs';
import { type Index, INDEXES } from '../scenario/index-names.ts';
import { command, UsageError } from './exit.ts';
import { SWITCH } from './options/kinds.ts';
import {
  REQUIREMENTS_OPTION,
  type RequirementsArguments,
  SELECTION_OPTIONS,
  type SelectionArguments,
} from './options/selection.ts';

const SUBJECTS = ['scenarios', 'requirements'] as const;

interface Arguments extends SelectionArguments, RequirementsArguments {
  readonly subject: (typeof SUBJECTS)[number];
  readonly uncovered: boolean;
  readonly by?: Index | undefined;
  readonly json: boolean;
}

/** `ftpspec list [scenarios|requirements]` */
export const list: CommandModule<object, Arguments> = {
  command: 'list [subject]',
  describe: 'Show scenarios with level, section and risk, or requirements',
  builder: (yargs) =>
    yargs
      .positional('subject', {
        choices: SUBJECTS,
        default: 'scenarios',
        describe: 'Scenarios, or the requirements of the RFCs by --grep and --level',
      })
      .options({
        ...SELECTION_OPTIONS,
        ...REQUIREMENTS_OPTION,
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
      if (args.subject === 'requirements')
        await (await import('./list-requirements.ts')).listRequirements(args);
      else if (args.by) await (await import('./list-index.ts')).listIndex(args.by, args);
      else await (await import('./list-scenarios.ts')).listScenarios(args);
    }),
};

/** @throws UsageError for options that choose nothing of the subject */
function check(args: Arguments): true {
  if (args.subject === 'scenarios') {
    if (args.uncovered)
      throw new UsageError('--uncovered is of requirements: ftpspec list requirements --uncovered');
    return true;
  }
  if (args.by) throw new UsageError('--by is of scenarios: leave out "requirements"');
  for (const name of ['suite', 'id', 'needs', 'exclude'] as const)
    if (args[name] !== undefined)
      throw new UsageError(`--${name} chooses scenarios; requirements have --grep and --level`);
  if (args.scripts !== undefined && !args.uncovered)
    throw new UsageError('--scripts says what is tested: add --uncovered');
  return true;
}
