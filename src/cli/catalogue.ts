import type { Argv } from 'yargs';
import { loadCatalogue, type Catalogue } from '../catalogue/index.ts';
import { loadScenarios, type Scenario } from '../scenario/load.ts';
import { select, type Selection } from '../runner/select.ts';
import { LEVELS } from '../catalogue/requirements.ts';
import { NEEDS } from '../scenario/schema.ts';

/** Which scripts, and which scenarios in them. */
export interface SelectionArguments extends Partial<Selection> {
  readonly scripts?: readonly string[] | undefined;
}

/** The options that choose scenarios, the same for every command. */
export function selectionOptions<T>(yargs: Argv<T>): Argv<T & SelectionArguments> {
  const group = 'Selection:';
  const list = { type: 'array', string: true, requiresArg: true, group } as const;
  return yargs
    .option('scripts', {
      ...list,
      describe: 'Files or folders of scripts to play in place of the built-in ones',
    })
    .option('suite', { ...list, describe: 'Only these suites' })
    .option('id', { ...list, describe: 'Only these scenarios' })
    .option('grep', { ...list, describe: 'Only scenarios whose id or title matches' })
    .option('level', { ...list, choices: LEVELS, describe: 'Only scenarios of this level' })
    .option('needs', { ...list, choices: NEEDS, describe: 'Only scenarios that need this' })
    .option('exclude', {
      ...list,
      describe: 'Not these scenarios or suites; a star stands for any letters',
    }) as unknown as Argv<T & SelectionArguments>;
}

/** Loads the catalogue and the scenarios that the arguments choose. */
export function chosen(args: SelectionArguments): { catalogue: Catalogue; scenarios: Scenario[] } {
  const catalogue = loadCatalogue();
  const all = loadScenarios(args.scripts ?? [catalogue.folder], catalogue);
  const scenarios = select(all, {
    suite: args.suite ?? [],
    id: args.id ?? [],
    grep: args.grep ?? [],
    level: args.level ?? [],
    needs: args.needs ?? [],
    exclude: args.exclude ?? [],
  });
  return { catalogue, scenarios };
}
