import { dirname, resolve } from 'node:path';
import type { Catalogue } from '../catalogue/index.ts';
import { type Level, levelOf } from '../catalogue/requirements.ts';
import { dataFolder } from '../package/folders.ts';
import { readCheckedYaml } from './checked-yaml.ts';
import { checkScript, type ScriptFlaw } from './check-script.ts';
import { deriveNeeds } from './derive-needs.ts';
import { deriveRisk } from './derive-risk.ts';
import type { Risk } from './risks.ts';
import { scenarioSchema, suiteSchema, type Script } from './schema.ts';
import { problemAt, ScriptError, type ScriptProblem } from './script-errors.ts';
import { scriptFiles } from './script-files.ts';
import { isStill } from './still.ts';
import type { Source } from './source.ts';

/** A scenario ready to play. */
export interface Scenario extends Script {
  /** the part of the id before the slash */
  readonly suite: string;
  readonly level: Level;
  readonly risk: Risk;
  readonly waits: boolean;
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
  const yaml = readCheckedYaml(path, suiteSchema, Object.keys(scenarioSchema.shape));
  if (!('data' in yaml)) return { scenarios: [], problems: yaml };
  const { data, source } = yaml;
  return {
    scenarios: data.map((script) => toScenario(script, source, catalogue)),
    problems: data
      .flatMap((script) => [...uncovered(script, path), ...checkScript(script, catalogue)])
      .map(({ where, reason }) => problemAt(source, source.position(where), reason)),
  };
}

/** What comes with the package tests what an RFC or a convention asks for. */
function uncovered(script: Script, path: string): ScriptFlaw[] {
  const isOurs = dirname(resolve(path)) === dataFolder('suites');
  if (script.covers.length > 0 || !isOurs) return [];
  return [{ where: script, reason: `${script.id} covers no requirement` }];
}

function toScenario(script: Script, source: Source, { requirements }: Catalogue): Scenario {
  const main = requirements.get(script.covers[0] ?? '');
  const scenario: Scenario = {
    ...script,
    suite: script.id.slice(0, script.id.indexOf('/')),
    needs: [...new Set([...script.needs, ...deriveNeeds(script)])],
    level: script.level ?? (main ? levelOf(main) : 'MUST'),
    risk: script.risk ?? deriveRisk(script),
    waits: script.waits ?? isStill(script),
    source,
  };
  source.place(scenario, source.position(script), source.end(script));
  return scenario;
}
