import { dataFolder } from '../package/folders.ts';
import type { Argv, CommandModule } from 'yargs';
import { command } from './exit.ts';

interface Arguments {
  readonly files?: string[];
  readonly schema: boolean;
}

/** `ftpspec validate FILE...` */
export const validate: CommandModule<object, Arguments> = {
  command: 'validate [files..]',
  describe: 'Check scripts, or print the JSON Schema for editors',
  builder: (yargs) =>
    yargs
      .positional('files', {
        type: 'string',
        array: true,
        describe: 'Files or folders; the built-in suites where none is named',
      })
      .option('schema', {
        type: 'boolean',
        default: false,
        describe: 'Print the JSON Schema of the script language',
      }) as unknown as Argv<Arguments>,
  handler: (args) =>
    command(async () => {
      const { loadCatalogue } = await import('../catalogue/index.ts');
      if (args.schema) {
        const { scriptJsonSchema } = await import('../scenario/schema.ts');
        console.log(JSON.stringify(scriptJsonSchema(), undefined, 2));
        return;
      }
      const { loadScenarios } = await import('../scenario/load.ts');
      const catalogue = loadCatalogue();
      const paths = args.files && args.files.length > 0 ? args.files : [dataFolder('suites')];
      const scenarios = loadScenarios(paths, catalogue);
      const { loadFaultMatrix } = await import('../reference/index.ts');
      const { unproved } = await import('../scenario/unproved.ts');
      for (const note of unproved(scenarios, dataFolder('suites'), loadFaultMatrix()))
        console.error(note);
      const { count } = await import('../report/shared/text.ts');
      console.log(`${count(scenarios.length, 'scenario')}, well formed`);
    }),
};
