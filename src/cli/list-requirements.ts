import { LEVELS, type Requirement } from '../catalogue/requirements.ts';
import { groupBy } from '../report/common/groups.ts';
import { table } from '../report/common/table.ts';
import { RULES } from '../rules/index.ts';
import { textPattern } from '../scenario/id-pattern.ts';
import type { Scenario } from '../scenario/load.ts';
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
  const catalogue = await catalogueWith(args.requirements);
  const all = [...catalogue.requirements.values()];
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
    .map(({ id, level, rfc, section, area, text }) => ({ id, level, rfc, section, area, text }));
  if (rows.length === 0) throw new UsageError(`none of ${all.length} requirements fits`);
  if (args.json) {
    console.log(JSON.stringify(rows, undefined, 2));
    return;
  }
  const cells = rows.map((one) => [one.id, one.level, `${one.rfc} ${one.section}`, one.text]);
  for (const line of table(cells, [{}, {}, {}, {}])) console.log(line);
  if (args.uncovered) for (const line of ['', ...coverage(chosen, covered)]) console.log(line);
  console.log(`\n${rows.length} of ${all.length} requirements; \`ftpspec explain ID\` shows one`);
}

/** What scenarios and rules test. */
function coveredBy(scenarios: readonly Scenario[]): ReadonlySet<string> {
  return new Set([...scenarios, ...RULES].flatMap(({ covers }) => covers));
}

/** How many are tested, by RFC and level. */
function coverage(all: readonly Requirement[], covered: ReadonlySet<string>): string[] {
  const part = (some: readonly Requirement[]): string =>
    some.length === 0 ? '-' : `${some.filter(({ id }) => covered.has(id)).length}/${some.length}`;
  const cellsOf = (some: readonly Requirement[]): string[] => [
    ...LEVELS.map((one) => part(some.filter(({ level }) => level === one))),
    part(some),
  ];
  const rows = [...groupBy(all, ({ rfc }) => rfc)].map(([rfc, some]) => [rfc, ...cellsOf(some)]);
  const columns = [
    {},
    ...LEVELS.map(() => ({ align: 'right' }) as const),
    { align: 'right' } as const,
  ];
  return table([['', ...LEVELS, 'all'], ...rows, ['all', ...cellsOf(all)]], columns);
}
