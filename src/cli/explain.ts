import type { CommandModule } from 'yargs';
import { command } from './exit.ts';
import {
  REQUIREMENTS_OPTION,
  type RequirementsArguments,
  SELECTION_OPTIONS,
  type SelectionArguments,
} from './options/selection.ts';

interface Arguments extends RequirementsArguments, Pick<SelectionArguments, 'scripts'> {
  readonly id?: string | undefined;
}

/** `ftpspec explain [ID]` */
export const explain: CommandModule<object, Arguments> = {
  command: 'explain [id]',
  describe:
    'Print a requirement, ruling, scenario, rule, fault, variation or diagnosis code, or what there is',
  builder: (yargs) =>
    yargs
      .positional('id', {
        type: 'string',
        describe: 'Such as RFC959-4.2-EOL-1, R17, passive/newest-listener-wins, rules/line-ends',
      })
      .options({
        ...REQUIREMENTS_OPTION,
        scripts: {
          ...SELECTION_OPTIONS.scripts,
          describe: 'Files or folders of scripts that are explained in place of the built-in ones',
        },
      }),
  handler: ({ id, ...own }) =>
    command(async () => {
      if (id === undefined) console.log((await import('./explain-index.ts')).explainIndex());
      else console.log(await (await import('./explanations.ts')).explainId(id, own));
    }),
};
