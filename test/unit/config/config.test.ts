import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { configJsonSchema, VOCABULARY } from '../../../src/cli/configuration.ts';
import { argumentsOfTargets } from '../../../src/cli/run-arguments.ts';
import { readConfig } from '../../../src/config/config.ts';
import { firstConfig } from '../../../src/config/first.ts';
import { dataFolder } from '../../../src/package/folders.ts';
import { scratchFolder } from '../../support/cli.ts';
import { blocksOf } from '../docs/markdown.ts';

describe('a configuration', () => {
  const folder = scratchFolder();
  const file = join(folder.path, 'config.yaml');
  after(() => folder.remove());
  const read = (text: string) => {
    writeFileSync(file, text);
    return readConfig(file, VOCABULARY);
  };

  it('is as the schema says that is committed', async () => {
    const path = join(dataFolder('catalogue'), 'config.schema.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal(
      JSON.parse(JSON.stringify(await configJsonSchema())),
    );
  });

  it('may be as the documents show it', () => {
    const blocks = blocksOf('docs/configuration.md').filter(({ language }) => language === 'yaml');
    expect(blocks).to.have.length(1);
    for (const { text } of blocks) expect([...read(text).targets.keys()]).to.have.length(2);
  });

  it('begins with text that says what was found, whatever it is', () => {
    for (const name of ['a', 'null', '1', 'true', 'a.b-c']) {
      const url = 'ftp://me@h:1/a%20b';
      const text = firstConfig({ name, url, values: { insecure: true }, seen: ['220 # "x": y'] });
      expect([...read(text).targets]).to.deep.equal([[name, { url, insecure: true }]]);
    }
  });
});

describe('the arguments of a target', () => {
  const all = { timeout: 5, jobs: 3, passwordFile: 'all.txt' };
  const targets = new Map([
    ['mine', { targets: ['ftp://a'], jobs: 2, passwordEnv: 'MINE' }],
    ['box', { image: 'box:1' }],
  ]);
  const of = (given: Parameters<typeof argumentsOfTargets>[0]) =>
    argumentsOfTargets(given, { all, targets });

  for (const [what, given, seen] of [
    ['defaults, all, the target', { targets: ['mine'] }, { patience: 15, timeout: 5, jobs: 2 }],
    ['the command line', { targets: ['mine'], jobs: 1 }, { timeout: 5, jobs: 1 }],
    ['all, for a URL', { targets: ['ftp://b'] }, { url: 'ftp://b', label: undefined, jobs: 3 }],
  ] as const)
    it(`are those of ${what}, the last first`, () => {
      expect(of(given)[0]).to.deep.include(seen);
    });

  it('take one source of a password from where it is said last', () => {
    expect(of({ targets: ['mine'] })[0]).to.include({ passwordEnv: 'MINE' });
    expect(of({ targets: ['mine'] })[0]).not.to.have.property('passwordFile');
    const [last] = of({ targets: ['mine'], passwordFile: 'other.txt' });
    expect(last).to.include({ passwordFile: 'other.txt' });
    expect(last).not.to.have.property('passwordEnv');
  });

  it('are for all targets where none is named, and for a container beside those that are', () => {
    const labels = (given: Parameters<typeof of>[0]) =>
      of(given).map(({ label, url, image }) => [label, url ?? image]);
    expect(labels({})).to.deep.equal([
      ['mine', 'ftp://a'],
      ['box', 'box:1'],
    ]);
    expect(labels({ image: 'x:2' })).to.deep.equal([[undefined, 'x:2']]);
    expect(labels({ targets: ['mine'], image: 'x:2', name: ['a', 'b'] })).to.deep.equal([
      ['a', 'ftp://a'],
      ['b', 'x:2'],
    ]);
  });
});
