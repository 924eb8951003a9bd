import type { Catalogue } from '../catalogue/index.ts';
import { commandsOf } from './command-lines.ts';
import { allSteps } from './derive-risk.ts';
import { BUILT_IN } from './builtins.ts';
import { nearest } from './nearest.ts';
import { comparison, type Need, type Script, type Step } from './schema.ts';

interface Finding {
  readonly where: object;
  readonly reason: string;
}

/** What a name stands on: using it needs this. */
const NEEDED: Readonly<Partial<Record<string, Need>>> = {
  scratch: 'writable-dir',
  file: 'existing-file',
  large: 'large-file',
  another: 'second-account',
};

/** What the schema cannot see: ids that exist, names that are defined, patterns that compile, needs that are told. */
export function lint(script: Script, catalogue: Catalogue): Finding[] {
  const findings: Finding[] = [];
  for (const id of script.covers)
    if (!catalogue.requirements.has(id))
      findings.push({ where: script.covers, reason: unknownRequirement(id, catalogue) });
  const defined = new Set<string>([
    ...BUILT_IN,
    ...allSteps(script).flatMap(({ step }) => names(step)),
  ]);
  const used = (value: unknown, where: object): void => {
    for (const name of references(value)) {
      if (!defined.has(name))
        findings.push({ where, reason: `\${${name}} is not defined by any step of this scenario` });
      const need = NEEDED[name];
      if (need !== undefined && !script.needs.includes(need))
        findings.push({
          where,
          reason: `\${${name}} needs "${need}", which the scenario does not state`,
        });
    }
  };
  used(script.files, script);
  for (const { step } of allSteps(script)) {
    used(withoutNested(step), step);
    findings.push(
      ...comparisons(step),
      ...patterns(step),
      ...rulings(step, catalogue),
      ...lists(step, script),
    );
  }
  const writes = Object.keys(script.files).length > 0;
  if (writes && !script.needs.includes('writable-dir'))
    findings.push({
      where: script.files,
      reason: 'files need "writable-dir", which the scenario does not state',
    });
  return findings;
}

function unknownRequirement(id: string, { requirements }: Catalogue): string {
  const near = nearest(id, [...requirements.keys()]);
  const hint =
    near === undefined ? 'catalogue/requirements.tsv lists them' : `did you mean ${near}?`;
  return `there is no requirement ${id}; ${hint}`;
}

/** Names that a step defines. */
function names(step: Step): string[] {
  const found: string[] = [];
  if ('save' in step && step.save !== undefined) found.push(step.save);
  if ('listen' in step) found.push(step.listen);
  if ('for-each' in step) found.push(step.as);
  if ('set' in step) found.push(...Object.keys(step.set));
  if ('connect' in step) found.push(step.connect);
  return found;
}

function references(value: unknown): string[] {
  const text = JSON.stringify(value) as string | undefined;
  return [...(text ?? '').matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)/g)].map((match) => match[1] ?? '');
}

/** A step's own keys; steps inside are looked at on their own. */
function withoutNested(step: Step): object {
  return Object.fromEntries(
    Object.entries(step).filter(([key]) => !['then', 'else', 'steps'].includes(key)),
  );
}

/** A comparison with nothing holds always. */
function comparisons(step: Step): Finding[] {
  const [verb] = ['check', 'if'].filter((one) => one in step);
  if (verb === undefined || Object.keys(comparison).some((key) => key in step)) return [];
  const reason = `"${verb}" compares with nothing; add one of ${Object.keys(comparison).join(', ')}`;
  return [{ where: step, reason }];
}

const PATTERN_KEYS = ['text', 'not-text', 'warn-text', 'matches', 'does-not-match'];

/** Patterns that do not compile, in the step and in what it expects. */
function patterns(step: Step): Finding[] {
  const look = (holder: object): Finding[] =>
    Object.entries(holder).flatMap(([key, value]: [string, unknown]) => {
      if (typeof value === 'object' && value !== null) return look(value);
      if (!PATTERN_KEYS.includes(key) || typeof value !== 'string') return [];
      try {
        new RegExp(
          value.replaceAll(/(\$\{[^{}]*)\$\{[^{}]+\}/g, '$1').replaceAll(/\$\{[^}]*\}/g, 'x'),
          'u',
        );
        return [];
      } catch (error) {
        return [
          { where: step, reason: `"${key}" is no regular expression: ${(error as Error).message}` },
        ];
      }
    });
  return look(withoutNested(step));
}

function rulings(step: Step, catalogue: Catalogue): Finding[] {
  const cited = [...JSON.stringify(withoutNested(step)).matchAll(/"cite":"(R\d\d)"/g)];
  return cited
    .map((match) => match[1] ?? '')
    .filter((id) => !catalogue.rulings.has(id))
    .map((id) => ({ where: step, reason: `there is no ruling ${id}` }));
}

function lists(step: Step, script: Script): Finding[] {
  const path = 'data' in step ? step.data : 'via' in step ? step.via : 'passive';
  if (['active', 'port', 'eprt'].includes(path) && !script.needs.includes('port-bind'))
    return [
      { where: step, reason: 'active mode needs "port-bind", which the scenario does not state' },
    ];
  if (commandsOf(step).some((line) => /[\r\n]/.test(line)))
    return [
      { where: step, reason: 'a command has no line end of its own; use "raw" for such bytes' },
    ];
  return [];
}
