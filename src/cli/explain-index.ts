import { loadCatalogue } from '../catalogue/index.ts';
import { causeCodes } from '../diagnose/explain.ts';
import { builtinFaults, builtinVariations } from '../reference/index.ts';
import { groupBy } from '../report/common/groups.ts';
import { table } from '../report/common/table.ts';
import { count, indent, wrap } from '../report/common/text.ts';
import { RULES } from '../rules/index.ts';
import { suitesScenarios } from '../scenario/suites.ts';
import { pageWidth } from './environment.ts';

/** What `ftpspec explain ID` has pages for: how many of each kind, ids, and how to list them. */
export function explainIndex(): string {
  const catalogue = loadCatalogue();
  const faults = builtinFaults();
  const variations = builtinVariations();
  const requirements = [...catalogue.requirements.values()];
  const scenarios = suitesScenarios();
  return [
    '`ftpspec explain ID` prints the page of any of these.',
    section(count(requirements.length, 'requirement'), 'ftpspec list requirements', [
      ...counted(requirements, ({ rfc }) => rfc),
    ]),
    section(count(scenarios.length, 'scenario'), 'ftpspec list', [
      ...counted(scenarios, ({ suite }) => suite),
    ]),
    section(count(catalogue.rulings.size, 'ruling'), '', names([...catalogue.rulings.keys()])),
    section(count(RULES.length, 'rule'), '', names(RULES.map(({ id }) => id))),
    section(
      `${count(faults.length, 'fault')} of the embedded server`,
      'ftpspec serve --list-faults',
      names([...faults.slice(0, SHOWN).map(({ id }) => id), '…']),
    ),
    section(
      `${count(variations.length, 'lawful variation')} of it`,
      'ftpspec serve --list-variations',
      names([...variations.slice(0, SHOWN).map(({ id }) => id), '…']),
    ),
    section(`${count(causeCodes().length, 'cause')} of ftpspec diagnose`, '', names(causeCodes())),
  ].join('\n\n');
}

/** How many faults and variations are named. */
const SHOWN = 4;

function section(heading: string, list: string, lines: readonly string[]): string {
  const from = list === '' ? '' : `: ${list}`;
  return [`${heading}${from}`, ...indent(lines, 2)].join('\n');
}

/** Each group with its number and the first id. */
function counted<Item extends { readonly id: string }>(
  items: readonly Item[],
  groupOf: (item: Item) => string,
): string[] {
  const rows = [...groupBy(items, groupOf)].map(([group, [first, ...others]]) => [
    group,
    String(1 + others.length),
    first?.id ?? '',
  ]);
  return table(rows, [{}, { align: 'right' }, {}]);
}

function names(ids: readonly string[]): string[] {
  return wrap(ids.join(' '), pageWidth() - 2);
}
