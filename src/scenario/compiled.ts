import { basename, join } from 'node:path';
import type { Scenario } from './load.ts';
import { readScript } from './script-files.ts';
import { Source } from './source.ts';

/** A script as plain data, which loads without YAML and schema. */
export interface CompiledScript {
  /** of the file, without its folder */
  readonly name: string;
  readonly scenarios: readonly CompiledScenario[];
}

interface CompiledScenario {
  readonly data: Omit<Scenario, 'source'>;
  /** of each object in `data`: line, column, last line */
  readonly places: readonly Place[];
}

type Place = readonly [line: number, column: number, end: number];

/** Makes plain data of loaded scenarios, script by script. */
export function compile(scenarios: readonly Scenario[]): CompiledScript[] {
  const bySource = new Map<Source, CompiledScenario[]>();
  for (const scenario of scenarios) {
    const { source, ...data } = scenario;
    const [, ...inner] = objectsIn(data);
    const places = [scenario, ...inner].map((value): Place => {
      const { line, column } = source.position(value);
      return [line, column, source.end(value)];
    });
    bySource.set(source, [...(bySource.get(source) ?? []), { data, places }]);
  }
  return [...bySource].map(([source, compiled]) => ({
    name: basename(source.file),
    scenarios: compiled,
  }));
}

/** Makes scenarios of what was compiled from the scripts in `folder`. */
export function restore(scripts: readonly CompiledScript[], folder: string): Scenario[] {
  return scripts.flatMap(({ name, scenarios }) => {
    const path = join(folder, name);
    const placeRest = (): void => {
      for (const [scenario, compiled] of restored) place(scenario, compiled);
    };
    const source = new Source(path, () => readScript(path), placeRest);
    const restored = scenarios.map((compiled): [Scenario, CompiledScenario] => [
      { ...compiled.data, source },
      compiled,
    ]);
    return restored.map(([scenario]) => scenario);
  });
}

function place(scenario: Scenario, { data, places }: CompiledScenario): void {
  const [, ...inner] = objectsIn(data);
  [scenario, ...inner].forEach((value, index) => {
    const [line, column, end] = places[index] ?? [1, 1, 1];
    scenario.source.place(value, { line, column }, end);
  });
}

/** The objects in a tree of plain data, each before those inside it. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}
