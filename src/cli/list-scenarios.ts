import { loadSelection } from './load-selection.ts';
import type { SelectionArguments } from './selection.ts';

/** Prints the chosen scenarios, one a line, or as a JSON array. */
export function listScenarios(
  args: SelectionArguments & { readonly json: boolean },
): Promise<void> {
  const { catalogue, scenarios } = loadSelection(args);
  const rows = scenarios.map(({ id, title, level, risk, covers, needs, source }) => {
    const main = catalogue.requirements.get(covers[0] ?? '');
    return {
      id,
      level,
      section: main ? `${main.rfc} ${main.section}` : '',
      risk,
      title,
      covers,
      needs,
      file: source.file,
    };
  });
  if (args.json) {
    console.log(JSON.stringify(rows, undefined, 2));
    return Promise.resolve();
  }
  const columns = ['id', 'level', 'section', 'risk'] as const;
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(
      [...columns.map((column, index) => row[column].padEnd(widths[index] ?? 0)), row.title].join(
        '  ',
      ),
    );
  console.log(
    `\n${rows.length} scenarios cover ${new Set(rows.flatMap(({ covers }) => covers)).size} of ${catalogue.requirements.size} requirements`,
  );
  return Promise.resolve();
}
