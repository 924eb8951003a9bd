import type { CommandModule } from 'yargs';
import { selectionOptions, type SelectionArguments } from './selection.ts';
import { command } from './exit.ts';

type Arguments = SelectionArguments & { readonly json: boolean };

/** `ftpspec list` */
export const list: CommandModule<object, Arguments> = {
  command: 'list',
  describe: 'Show scenarios with level, section and risk',
  builder: (yargs) =>
    selectionOptions(yargs).option('json', {
      type: 'boolean',
      default: false,
      describe: 'As JSON',
    }),
  handler: (args) =>
    command(async () => await (await import('./list-scenarios.ts')).listScenarios(args)),
};
