import type { Catalogue } from '../catalogue/index.ts';
import type { Level } from '../catalogue/requirements.ts';
import { checkScript } from './check-script.ts';
import { deriveRisk } from './derive-risk.ts';
import type { Risk } from './risks.ts';
import { explainIssues } from './schema-errors.ts';
import { suiteSchema, type Script } from './schema.ts';
import { problemAt, ScriptError, type ScriptProblem } from './script-errors.ts';
import { readScript, scriptFiles } from './script-files.ts';
import { parseScript } from './script-yaml.ts';
import { Source } from './source.ts';

/** A scenario ready to play. */
export interface Scenario extends Script {
  /** the part of the id before the slash */
  readonly suite: string;
  readonly level: Level;
  readonly risk: Risk;
  readonly source: Source;
}

interface Loaded {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly ScriptProblem[];
}

/**
 * Loads scripts from files and folders (all *.yaml in them, not deeper).
 * @throws ScriptError, ScriptFileError
 */
export function loadScenarios(paths: readonly string[], catalogue: Catalogue): Scenario[] {
  const problems: ScriptProblem[] = [];
  const byId = new Map<string, Scenario>();
  for (const path of paths.flatMap(scriptFiles)) {
    const loaded = loadFile(path, catalogue);
    problems.push(...loaded.problems);
    for (const scenario of loaded.scenarios) {
      const other = byId.get(scenario.id);
      if (other) problems.push(taken(scenario, other));
      else byId.set(scenario.id, scenario);
    }
  }
  if (problems.length > 0) throw new ScriptError(problems);
  return [...byId.values()];
}

function taken(scenario: Scenario, other: Scenario): ScriptProblem {
  const { file } = other.source;
  const { line } = other.source.position(other);
  const reason = `the id ${scenario.id} is taken at ${file}:${line}`;
  return problemAt(scenario.source, scenario.source.position(scenario), reason);
}

function loadFile(path: string, catalogue: Catalogue): Loaded {
  const text = readScript(path);
  const source = new Source(path, text);
  const yaml = parseScript(text);
  if (!('raw' in yaml))
    return {
      scenarios: [],
      problems: yaml.map(({ position, reason }) => problemAt(source, position, reason)),
    };
  const parsed = suiteSchema.safeParse(yaml.raw);
  if (!parsed.success) {
    const problems = explainIssues(parsed.error.issues, yaml.raw).map(
      ({ path: where, atKey = false, reason }) =>
        problemAt(source, yaml.position(where, atKey), reason),
    );
    return { scenarios: [], problems };
  }
  yaml.mark(source, parsed.data);
  return {
    scenarios: parsed.data.map((script) => toScenario(script, source, catalogue)),
    problems: parsed.data
      .flatMap((script) => checkScript(script, catalogue))
      .map(({ where, reason }) => problemAt(source, source.position(where), reason)),
  };
}

function toScenario(script: Script, source: Source, { requirements }: Catalogue): Scenario {
  const main = requirements.get(script.covers[0] ?? '');
  const scenario: Scenario = {
    ...script,
    suite: script.id.slice(0, script.id.indexOf('/')),
    level: script.level ?? main?.level ?? 'MUST',
    risk: script.risk ?? deriveRisk(script),
    source,
  };
  source.copy(script, scenario);
  return scenario;
}
