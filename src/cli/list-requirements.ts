import { loadCatalogue } from '../catalogue/index.ts';
import { table } from '../report/shared/table.ts';
import { grepPattern, type Selection } from '../runner/select.ts';
import { UsageError } from './exit.ts';

/**
 * Prints requirements, one a line, or as a JSON array.
 * @throws UsageError where none is left
 */
export function listRequirements(
  args: Partial<Pick<Selection, 'grep' | 'level'>> & { readonly json: boolean },
): void {
  const { grep = [], level = [] } = args;
  const all = [...loadCatalogue().requirements.values()];
  const patterns = grep.map(grepPattern);
  const rows = all
    .filter((one) => level.length === 0 || level.includes(one.level))
    .filter(
      ({ id, area, text }) =>
        patterns.length === 0 || patterns.some((pattern) => pattern.test(`${id} ${area} ${text}`)),
    )
    .map(({ id, level, rfc, section, area, text }) => ({ id, level, rfc, section, area, text }));
  if (rows.length === 0) throw new UsageError(`none of ${all.length} requirements fits`);
  if (args.json) {
    console.log(JSON.stringify(rows, undefined, 2));
    return;
  }
  const cells = rows.map((one) => [one.id, one.level, `${one.rfc} ${one.section}`, one.text]);
  for (const line of table(cells, [{}, {}, {}, {}])) console.log(line);
  console.log(`\n${rows.length} of ${all.length} requirements; \`ftpspec explain ID\` shows one`);
}
