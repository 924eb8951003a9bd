import { count } from '../report/common/text.ts';
import { table } from '../report/common/table.ts';
import type { Index } from '../scenario/index-names.ts';
import { indexBy } from '../scenario/indexes.ts';
import { chosenFrom, loadScripts } from './load-selection.ts';
import type { RequirementsArguments, SelectionArguments } from './options/selection.ts';

/** Prints an index of the chosen scenarios, an entry a line, or as a JSON object. @throws SelectionError, ScriptError */
export async function listIndex(
  index: Index,
  args: SelectionArguments & RequirementsArguments & { readonly json: boolean },
): Promise<void> {
  const { catalogue, all } = await loadScripts(args);
  const entries = indexBy(index, chosenFrom(all, args), catalogue);
  if (args.json) {
    console.log(JSON.stringify(Object.fromEntries(entries), undefined, 2));
    return;
  }
  const cells = entries.map(([key, ids]) => [key, String(ids.length), ids.join(' ')]);
  for (const line of table(cells, [{}, { align: 'right' }, {}])) console.log(line);
  console.log(`\n${count(entries.length, index)}`);
}
