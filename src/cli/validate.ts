import { dataFolder } from '../package/folders.ts';
import type { Argv, CommandModule } from 'yargs';
import { command } from './exit.ts';
import { REQUIREMENTS_OPTION } from './options/selection.ts';

interface Arguments {
  readonly files?: string[];
  readonly requirements?: readonly string[] | undefined;
  readonly schema?: keyof typeof SCHEMAS | undefined;
}

/** What editors complete from and readers can rely on, by what is written. */
const SCHEMAS = {
  script: async () => (await import('../scenario/schema.ts')).scriptJsonSchema(),
  ledger: async () => (await import('../ledger/schema.ts')).ledgerJsonSchema(),
  config: async () => (await import('./configuration.ts')).configJsonSchema(),
  results: async () => (await import('../report/results-schema.ts')).resultsJsonSchema(),
};

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
      .options(REQUIREMENTS_OPTION)
      .option('schema', {
        choices: Object.keys(SCHEMAS),
        requiresArg: true,
        describe: 'Print the JSON Schema of scripts, ledgers, configurations or results',
      }) as unknown as Argv<Arguments>,
  handler: (args) =>
    command(async () => {
      if (args.schema !== undefined) {
        console.log(JSON.stringify(await SCHEMAS[args.schema](), undefined, 2));
        return;
      }
      const { loadScenarios } = await import('../scenario/load.ts');
      const { catalogueWith } = await import('./load-selection.ts');
      const catalogue = await catalogueWith(args.requirements);
      const paths = args.files && args.files.length > 0 ? args.files : [dataFolder('suites')];
      const scenarios = loadScenarios(paths, catalogue);
      const { loadFaultMatrix } = await import('../reference/index.ts');
      const { unproved } = await import('../scenario/unproved.ts');
      for (const note of unproved(scenarios, dataFolder('suites'), loadFaultMatrix()))
        console.error(note);
      const { count } = await import('../report/common/text.ts');
      console.log(`${count(scenarios.length, 'scenario')}, well formed`);
    }),
};
