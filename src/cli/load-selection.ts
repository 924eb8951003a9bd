import { type Catalogue, loadCatalogue, type OwnTable } from '../catalogue/index.ts';
import { select } from '../runner/select.ts';
import type { Scenario } from '../scenario/load.ts';
import { suitesScenarios } from '../scenario/suites.ts';
import { UsageError } from './exit.ts';
import type { RequirementsArguments, SelectionArguments } from './options/selection.ts';
import { textOf } from './read-file.ts';

/**
 * The catalogue, and all scenarios of the scripts.
 * @throws ScriptError, ScriptFileError, RequirementsError, UsageError
 */
export async function loadScripts({
  scripts,
  requirements,
}: Pick<SelectionArguments, 'scripts'> & RequirementsArguments): Promise<{
  readonly catalogue: Catalogue;
  readonly all: readonly Scenario[];
}> {
  const catalogue = await catalogueWith(requirements);
  return { catalogue, all: scripts ? await ownScenarios(scripts, catalogue) : suitesScenarios() };
}

/** The catalogue, with tables of the user's own. @throws RequirementsError, UsageError */
export async function catalogueWith(paths: readonly string[] = []): Promise<Catalogue> {
  const own: OwnTable[] = [];
  for (const path of paths) own.push({ path, text: await textOf(path, 'requirements') });
  return loadCatalogue(own);
}

/** The scenarios that the arguments choose. @throws SelectionError */
export function chosenFrom(all: readonly Scenario[], args: SelectionArguments): Scenario[] {
  return select(all, {
    suite: args.suite ?? [],
    id: args.id ?? [],
    grep: args.grep ?? [],
    level: args.level ?? [],
    needs: args.needs ?? [],
    exclude: args.exclude ?? [],
    quick: args.quick ?? false,
  });
}

/**
 * `--suite passive login` names a suite and a host: an option takes one word.
 * @throws UsageError for a host that has the name of a suite or scenario, where some are chosen
 */
export function ensureHosts(
  words: readonly string[],
  all: readonly Scenario[],
  chosen: Pick<SelectionArguments, 'suite' | 'id'>,
): void {
  for (const option of ['suite', 'id'] as const) {
    const values = chosen[option] ?? [];
    const word = words.find((one) => all.some((scenario) => scenario[option] === one));
    if (values.length > 0 && word !== undefined)
      throw new UsageError(
        `"${word}" would be a host; for what is chosen write --${option} ${[...values, word].join(',')}`,
      );
  }
}

/** Scripts of the user's own, for which alone YAML and schema are loaded. */
async function ownScenarios(paths: readonly string[], catalogue: Catalogue): Promise<Scenario[]> {
  return (await import('../scenario/load.ts')).loadScenarios(paths, catalogue);
}
