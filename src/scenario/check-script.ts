import type { Catalogue } from '../catalogue/index.ts';
import { binds } from '../catalogue/requirements.ts';
import { commandsOf } from './command-lines.ts';
import { allSteps, deriveRisk } from './derive-risk.ts';
import { BUILT_IN } from './builtins.ts';
import { PATTERNS } from './compare.ts';
import { nearest } from './nearest.ts';
import { patternProblem } from './pattern-problem.ts';
import { RISKS } from './risks.ts';
import { comparison, type Need, type Script, type Step } from './schema.ts';

/** What is wrong with a script, and the step or other part of it that is. */
export interface ScriptFlaw {
  readonly where: object;
  readonly reason: string;
}

/** What using a name needs. */
const NEEDED: Readonly<Partial<Record<string, Need>>> = {
  scratch: 'writable-dir',
  file: 'existing-file',
  large: 'large-file',
  another: 'second-account',
};

/**
 * What the schema cannot see: ids that exist, names that are defined, patterns that compile and take
 * no longer than the text allows, needs that are stated, a risk that is not played down.
 */
export function checkScript(script: Script, catalogue: Catalogue): ScriptFlaw[] {
  const steps = allSteps(script).map(({ step }) => step);
  const defined = new Set<string>([...BUILT_IN, ...steps.flatMap(names)]);
  return [
    ...requirements(script, catalogue),
    ...nameFlaws(script, script.files, { defined, where: script }),
    ...steps.flatMap((step) => [
      ...nameFlaws(script, withoutNested(step), { defined, where: step }),
      ...comparisons(step),
      ...wordless(step),
      ...patterns(step),
      ...rulings(step, catalogue),
      ...activeNeeds(step, script),
      ...lineEnds(step),
    ]),
    ...fileNeeds(script),
    ...severities(script, steps, catalogue),
    ...risk(script),
  ];
}

function requirements({ covers }: Script, catalogue: Catalogue): ScriptFlaw[] {
  return covers
    .filter((id) => !catalogue.requirements.has(id))
    .map((id) => ({ where: covers, reason: unknownRequirement(id, catalogue) }));
}

/** Names that a value uses though no step defines them, or what they need is not stated. */
function nameFlaws(
  { needs }: Script,
  value: unknown,
  { defined, where }: { readonly defined: ReadonlySet<string>; readonly where: object },
): ScriptFlaw[] {
  return references(value).flatMap((name) => {
    const flaws: ScriptFlaw[] = [];
    if (!defined.has(name))
      flaws.push({ where, reason: `\${${name}} is not defined by any step of this scenario` });
    const need = NEEDED[name];
    if (need !== undefined && !needs.includes(need))
      flaws.push({
        where,
        reason: `\${${name}} needs "${need}", which the scenario does not state`,
      });
    return flaws;
  });
}

/** Only what binds can fail: a scenario that says so names the MUST that is broken then. */
function severities(
  { id, covers, level }: Script,
  steps: readonly Step[],
  { requirements }: Catalogue,
): ScriptFlaw[] {
  const known = covers.flatMap((one) => requirements.get(one) ?? []);
  // What a house asks for binds as it says; an id that is not there is told of already.
  if (covers.length === 0 || known.length < covers.length || known.some(binds)) return [];
  const cause = `${id} covers no MUST that binds`;
  const raised = level !== undefined && /^MUST/.test(level);
  return [
    ...(raised
      ? [{ where: covers, reason: `${cause}, so that its level cannot be ${level}` }]
      : []),
    ...steps
      .filter((step) => fails(withoutNested(step)))
      .map((where) => ({ where, reason: `${cause}, so that no step can say "fail"` })),
  ];
}

/** Whether a step says that something is a failure whatever the level. */
function fails(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, inner]: [string, unknown]) =>
      key === 'fail' || (key === 'otherwise' && inner === 'fail') || fails(inner),
  );
}

function fileNeeds({ files, needs }: Script): ScriptFlaw[] {
  if (Object.keys(files).length === 0 || needs.includes('writable-dir')) return [];
  return [{ where: files, reason: 'files need "writable-dir", which the scenario does not state' }];
}

function risk(script: Script): ScriptFlaw[] {
  const derived = deriveRisk(script);
  const declared = script.risk ?? derived;
  if (RISKS.indexOf(declared) >= RISKS.indexOf(derived)) return [];
  const reason = `${script.id} declares the risk ${declared}, but its steps are ${derived}`;
  return [{ where: script, reason }];
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
function comparisons(step: Step): ScriptFlaw[] {
  const [verb] = ['check', 'if'].filter((one) => one in step);
  if (verb === undefined || Object.keys(comparison).some((key) => key in step)) return [];
  const reason = `"${verb}" compares with nothing; add one of ${Object.keys(comparison).join(', ')}`;
  return [{ where: step, reason }];
}

const TEXT_PATTERNS = ['text', 'not-text', 'warn-text'];

/** Reports show what was judged in words, which a regular expression has not. */
function wordless(step: Step): ScriptFlaw[] {
  const keys = 'check' in step ? PATTERNS : TEXT_PATTERNS;
  const inside = (holder: object): ScriptFlaw[] => [
    ...('because' in holder ? [] : keys.filter((key) => key in holder)).map((key) => ({
      where: step,
      reason: `"${key}" is no words for reports; add "because", which says what holds`,
    })),
    ...Object.values(holder).flatMap((value: unknown) =>
      typeof value === 'object' && value !== null ? inside(value) : [],
    ),
  ];
  return inside(withoutNested(step));
}

const PATTERN_KEYS = [...TEXT_PATTERNS, ...PATTERNS];

/** Patterns that do not compile or take too long, in the step and in what it expects. */
function patterns(step: Step): ScriptFlaw[] {
  const inside = (holder: object): ScriptFlaw[] =>
    Object.entries(holder).flatMap(([key, value]: [string, unknown]) => {
      if (typeof value === 'object' && value !== null) return inside(value);
      if (!PATTERN_KEYS.includes(key) || typeof value !== 'string') return [];
      const problem = patternProblem(
        value.replaceAll(/(\$\{[^{}]*)\$\{[^{}]+\}/g, '$1').replaceAll(/\$\{[^}]*\}/g, 'x'),
      );
      return problem === undefined ? [] : [{ where: step, reason: `"${key}" ${problem}` }];
    });
  return inside(withoutNested(step));
}

function rulings(step: Step, catalogue: Catalogue): ScriptFlaw[] {
  const cited = [...JSON.stringify(withoutNested(step)).matchAll(/"cite":"(R\d\d)"/g)];
  return cited
    .map((match) => match[1] ?? '')
    .filter((id) => !catalogue.rulings.has(id))
    .map((id) => ({ where: step, reason: `there is no ruling ${id}` }));
}

function activeNeeds(step: Step, { needs }: Script): ScriptFlaw[] {
  const path = 'data' in step ? step.data : 'via' in step ? step.via : 'any';
  if (!['active', 'port', 'eprt'].includes(path) || needs.includes('port-bind')) return [];
  return [
    { where: step, reason: 'active mode needs "port-bind", which the scenario does not state' },
  ];
}

function lineEnds(step: Step): ScriptFlaw[] {
  if (!commandsOf(step).some((line) => /[\r\n]/.test(line))) return [];
  return [
    { where: step, reason: 'a command has no line end of its own; use "raw" for such bytes' },
  ];
}
