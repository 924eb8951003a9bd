import { table } from '../report/common/table.ts';
import { textPattern } from '../scenario/id-pattern.ts';
import { coverageTable, coveredBy } from './coverage.ts';
import { UsageError } from './exit.ts';
import { catalogueWith, loadScripts } from './load-selection.ts';
import type { RequirementsArguments, SelectionArguments } from './options/selection.ts';

/**
 * Prints requirements, one a line, or as a JSON array.
 * @throws UsageError where none is left; RequirementsError, ScriptError, ScriptFileError
 */
export async function listRequirements(
  args: Pick<SelectionArguments, 'grep' | 'level' | 'scripts'> &
    RequirementsArguments & { readonly json: boolean; readonly uncovered: boolean },
): Promise<void> {
  const { grep = [], level = [] } = args;
  const { requirements, outOfReach } = await catalogueWith(args.requirements);
  const all = [...requirements.values()];
  const patterns = grep.map(textPattern);
  const chosen = all
    .filter((one) => level.length === 0 || level.includes(one.level))
    .filter(
      ({ id, area, text }) =>
        patterns.length === 0 || patterns.some((fits) => fits(`${id} ${area} ${text}`)),
    );
  const covered = args.uncovered ? coveredBy((await loadScripts(args)).all) : new Set<string>();
  const rows = chosen
    .filter(({ id }) => !covered.has(id))
    .map(({ id, level, rfc, section, area, text }) => ({
      ...{ id, level, rfc, section, area, text },
      ...(args.uncovered && { outOfReach: outOfReach.get(id) }),
    }));
  if (rows.length === 0) throw new UsageError(`none of ${all.length} requirements fits`);
  if (args.json) {
    console.log(JSON.stringify(rows, undefined, 2));
    return;
  }
  const cells = rows.flatMap((one) => [
    [one.id, one.level, `${one.rfc} ${one.section}`, one.text],
    ...(one.outOfReach === undefined ? [] : [['', '', '', `Out of reach: ${one.outOfReach}`]]),
  ]);
  for (const line of table(cells, [{}, {}, {}, {}])) console.log(line);
  if (args.uncovered) for (const line of ['', ...coverageTable(chosen, covered)]) console.log(line);
  console.log(`\n${rows.length} of ${all.length} requirements; \`ftpspec explain ID\` shows one`);
}
