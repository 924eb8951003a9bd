import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { dataFolder } from '../../../src/package/folders.ts';
import { scriptJsonSchema } from '../../../src/scenario/schema.ts';

describe('the schema of scripts', () => {
  it('is what the code has; `npm run schema` writes it anew', () => {
    const text = readFileSync(join(dataFolder('catalogue'), 'scenario.schema.json'), 'utf8');
    expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(scriptJsonSchema())));
  });

  it('is named in the first line of every script that comes with the package', () => {
    const folder = dataFolder('suites');
    for (const file of readdirSync(folder))
      expect(readFileSync(join(folder, file), 'utf8').split('\n', 1)[0], file).to.equal(
        '# yaml-language-server: $schema=../catalogue/scenario.schema.json',
      );
  });
});
