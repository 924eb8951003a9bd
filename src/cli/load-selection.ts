import { dataFolder } from '../package/folders.ts';
import { loadCatalogue, type Catalogue } from '../catalogue/index.ts';
import { select } from '../runner/select.ts';
import { loadScenarios, type Scenario } from '../scenario/load.ts';
import type { SelectionArguments } from './options/selection.ts';

/** Loads the catalogue and the scenarios that the arguments choose. */
export function loadSelection(args: SelectionArguments): {
  catalogue: Catalogue;
  scenarios: Scenario[];
} {
  const catalogue = loadCatalogue();
  const all = loadScenarios(args.scripts ?? [dataFolder('suites')], catalogue);
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
