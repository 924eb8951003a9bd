import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { loadCatalogue } from '../../../src/catalogue/index.ts';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { scratchFolder } from '../../support/cli.ts';
import { exampleScripts, otherYaml } from './examples.ts';
import { ROOT } from './markdown.ts';

const catalogue = loadCatalogue();

describe('the YAML of the documents', () => {
  let folder: ReturnType<typeof scratchFolder>;
  before(() => (folder = scratchFolder()));
  after(() => folder.remove());

  for (const { place, text } of exampleScripts())
    it(`is a valid script at ${place}`, () => {
      const file = join(folder.path, 'script.yaml');
      writeFileSync(file, text);
      expect(loadScenarios([file], catalogue)).to.not.be.empty;
    });

  for (const { place, text } of otherYaml())
    it(`is YAML at ${place}`, () =>
      expect(parseAllDocuments(text).flatMap(({ errors }) => errors)).to.be.empty);
});

describe('the scripts in examples', () => {
  it('are valid', () => {
    const folder = join(ROOT, 'examples/scripts');
    expect(readdirSync(folder)).to.not.be.empty;
    expect(loadScenarios([folder], catalogue)).to.not.be.empty;
  });
});
