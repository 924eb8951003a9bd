import { count } from '../report/common/text.ts';
import { table } from '../report/common/table.ts';
import { chosenFrom, loadScripts } from './load-selection.ts';
import type { RequirementsArguments, SelectionArguments } from './options/selection.ts';

/** Prints the chosen scenarios, one a line, or as a JSON array. @throws SelectionError, ScriptError */
export async function listScenarios(
  args: SelectionArguments & RequirementsArguments & { readonly json: boolean },
): Promise<void> {
  const { catalogue, all } = await loadScripts(args);
  const rows = chosenFrom(all, args).map(({ id, title, level, risk, covers, needs, source }) => {
    const main = catalogue.requirements.get(covers[0] ?? '');
    const section = main ? `${main.rfc} ${main.section}` : '';
    return { id, level, section, risk, title, covers, needs, file: source.file };
  });
  if (args.json) {
    console.log(JSON.stringify(rows, undefined, 2));
    return;
  }
  const cells = rows.map(({ id, level, section, risk, title }) => [
    id,
    level,
    section,
    risk,
    title,
  ]);
  for (const line of table(cells, [{}, {}, {}, {}, {}])) console.log(line);
  const covered = new Set(rows.flatMap(({ covers }) => covers)).size;
  console.log(
    `\n${count(rows.length, 'scenario')} cover ${covered} of ${catalogue.requirements.size} requirements`,
  );
}
