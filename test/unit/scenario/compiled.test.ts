import { expect } from 'chai';
import { dataFolder } from '../../../src/package/folders.ts';
import { compile, restore } from '../../../src/scenario/compiled.ts';
import { loadScenarios, type Scenario } from '../../../src/scenario/load.ts';
import { catalogue } from '../../support/scripts.ts';

/** What reports quote of a scenario and of everything in it: file, line, column and text. */
function placesOf({ source, ...data }: Scenario, scenario: object): unknown[] {
  const inside = (value: unknown): object[] =>
    typeof value === 'object' && value !== null
      ? [value, ...Object.values(value).flatMap(inside)]
      : [];
  const [, ...inner] = inside(data);
  return [scenario, ...inner].map((value) => [
    source.file,
    source.position(value),
    source.text(value),
  ]);
}

describe('compiled scripts', () => {
  const folder = dataFolder('suites');
  const loaded = loadScenarios([folder], catalogue);
  const text = JSON.stringify(compile(loaded));
  const restored = restore(JSON.parse(text) as ReturnType<typeof compile>, folder);

  it('hold the scenarios that the scripts do, in their order', () => {
    const data = (scenarios: readonly Scenario[]) =>
      scenarios.map((scenario) => ({ ...scenario, source: scenario.source.file }));
    expect(data(restored)).to.deep.equal(data(loaded));
  });

  it('know the place and the text of everything in them', () => {
    for (const [index, scenario] of loaded.entries())
      expect(placesOf(restored[index]!, restored[index]!), scenario.id).to.deep.equal(
        placesOf(scenario, scenario),
      );
  });
});
