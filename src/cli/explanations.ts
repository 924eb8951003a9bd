import type { Catalogue } from '../catalogue/index.ts';
import type { Requirement } from '../catalogue/requirements.ts';
import { causeCodes, explainCause } from '../diagnose/explain.ts';
import { builtinFaults, builtinVariations, loadFaultMatrix } from '../reference/index.ts';
import { wrap } from '../report/common/text.ts';
import { RULES } from '../rules/index.ts';
import { nearest } from '../scenario/nearest.ts';
import type { Scenario } from '../scenario/load.ts';
import { pageWidth } from './environment.ts';
import { UsageError } from './exit.ts';
import { loadScripts } from './load-selection.ts';
import type { RequirementsArguments, SelectionArguments } from './options/selection.ts';

/**
 * The page for an id: a requirement, a ruling, a scenario, a wire rule, a fault, a variation or a diagnosis.
 * @param own tables of requirements, and scripts in place of the suites
 * @throws UsageError where nothing has this id; RequirementsError, ScriptError, ScriptFileError
 */
export async function explainId(
  id: string,
  own: RequirementsArguments & Pick<SelectionArguments, 'scripts'> = {},
): Promise<string> {
  const { catalogue, all: scenarios } = await loadScripts(own);
  const pages: Pages = { catalogue, scenarios };
  const page =
    requirementPage(id.toUpperCase(), pages) ??
    rulingPage(id.toUpperCase(), catalogue) ??
    scenarioPage(id, pages) ??
    rulePage(id, pages) ??
    faultPage(id, catalogue) ??
    variationPage(id, catalogue) ??
    explainCause(id);
  if (page !== undefined) return page;
  const known = [
    ...catalogue.requirements.keys(),
    ...catalogue.rulings.keys(),
    ...scenarios.map((one) => one.id),
    ...RULES.map((one) => one.id),
    ...builtinFaults().map((one) => one.id),
    ...builtinVariations().map((one) => one.id),
    ...causeCodes(),
  ];
  const near = nearest(id, known);
  throw new UsageError(
    `nothing has the id ${id}${near === undefined ? '' : `; did you mean ${near}?`}`,
  );
}

interface Pages {
  readonly catalogue: Catalogue;
  readonly scenarios: readonly Scenario[];
}

function requirementPage(id: string, { catalogue, scenarios }: Pages): string | undefined {
  const found = catalogue.requirements.get(id);
  if (!found) return undefined;
  const reason = catalogue.outOfReach.get(id);
  const tests = scenarios
    .filter(({ covers }) => covers.includes(id))
    .map((one) => `  ${one.id}  ${one.title}`);
  const rules = RULES.filter(({ covers }) => covers.includes(id)).map(
    (one) => `  ${one.id}  ${one.title}`,
  );
  return sections([
    heading(found),
    paragraph(found.text),
    `How it is tested\n${paragraph(found.check)}`,
    ...rulingsIn(found.check, catalogue),
    tests.length + rules.length > 0
      ? `Tested by\n${[...tests, ...rules].join('\n')}`
      : reason === undefined
        ? 'Tested by no scenario yet'
        : `Out of reach\n${paragraph(reason)}`,
  ]);
}

function rulingPage(id: string, { rulings, requirements }: Catalogue): string | undefined {
  const found = rulings.get(id);
  if (!found) return undefined;
  const cited = [...requirements.values()].filter(({ check }) =>
    new RegExp(`\\b${id}\\b`).test(check),
  );
  return sections([
    `${id}  ${found.title}`,
    paragraph(found.text),
    `Ruling\n${paragraph(found.ruling)}`,
    cited.length > 0 ? `Decides\n${cited.map((one) => `  ${one.id}  ${one.text}`).join('\n')}` : '',
  ]);
}

function scenarioPage(id: string, { catalogue, scenarios }: Pages): string | undefined {
  const found = scenarios.find((one) => one.id === id);
  if (!found) return undefined;
  const { line } = found.source.position(found);
  const covered = found.covers.flatMap((covers) => catalogue.requirements.get(covers) ?? []);
  const needs = found.needs.length > 0 ? ` - needs ${found.needs.join(', ')}` : '';
  return sections([
    `${found.id}\n${found.title}\n${found.level} - ${found.risk}${needs}`,
    found.note === undefined ? '' : paragraph(found.note),
    ...covered.map((one) => `${heading(one)}\n${paragraph(one.text)}`),
    ...rulingsIn(covered.map(({ check }) => check).join(' '), catalogue),
    noticedFaults(id),
    `${found.source.file}:${line}\n${found.source.text(found)}`,
  ]);
}

/** The faults that show that a scenario can fail; empty for none. */
function noticedFaults(scenario: string): string {
  const ids = loadFaultMatrix()[scenario] ?? [];
  const faults = builtinFaults().filter((one) => ids.includes(one.id));
  if (faults.length === 0) return '';
  return `Faults that it notices\n${faults.map((one) => `  ${one.id}  ${one.title}`).join('\n')}`;
}

function rulePage(id: string, { catalogue }: Pages): string | undefined {
  const found = RULES.find((one) => one.id === id);
  if (!found) return undefined;
  const covered = found.covers.flatMap((covers) => catalogue.requirements.get(covers) ?? []);
  return sections([
    `${found.id}\n${found.title}\n${found.level} - judged on every exchange of every scenario`,
    ...covered.map((one) => `${heading(one)}\n${paragraph(one.text)}`),
  ]);
}

function faultPage(id: string, { requirements }: Catalogue): string | undefined {
  const found = builtinFaults().find((one) => one.id === id);
  if (!found) return undefined;
  const broken = found.breaks.flatMap((breaks) => requirements.get(breaks) ?? []);
  return sections([
    `${found.id}\n${found.title}\nA fault of the embedded server: ftpspec serve --fault ${found.id}`,
    ...broken.map((one) => `${heading(one)}\n${paragraph(one.text)}`),
  ]);
}

function variationPage(id: string, { requirements, rulings }: Catalogue): string | undefined {
  const found = builtinVariations().find((one) => one.id === id);
  if (!found) return undefined;
  const pages = found.allowedBy.map((allows) => {
    const requirement = requirements.get(allows);
    if (requirement) return `${heading(requirement)}\n${paragraph(requirement.text)}`;
    const ruling = rulings.get(allows);
    return ruling ? `${allows}  ${ruling.title}\n${paragraph(ruling.ruling)}` : allows;
  });
  return sections([
    `${found.id}\n${found.title}\nA lawful variation of the embedded server: ftpspec serve --variation ${found.id}`,
    'Allowed by',
    ...pages,
  ]);
}

function heading({ id, rfc, section, level, area }: Requirement): string {
  return `${id}  ${level}, ${rfc} section ${section}, ${area}`;
}

function rulingsIn(text: string, { rulings }: Catalogue): string[] {
  const ids = new Set([...text.matchAll(/\bR\d\d\b/g)].map((match) => match[0]));
  return [...ids].flatMap((id) => {
    const found = rulings.get(id);
    return found ? [`${id}  ${found.title}\n${paragraph(found.ruling)}`] : [];
  });
}

function paragraph(text: string): string {
  return wrap(text, pageWidth()).join('\n');
}

function sections(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
