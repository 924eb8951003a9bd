import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../../src/catalogue/index.ts';
import { dataFolder } from '../../src/package/folders.ts';
import { jsonSchema } from '../../src/reference/behaviours/schema.ts';
import { builtinFaults, builtinVariations } from '../../src/reference/index.ts';
import { variationsSchema } from '../../src/reference/variations/schema.ts';
import { withServer } from './raw.ts';

const { requirements, rulings } = loadCatalogue();
const VARIATIONS = builtinVariations();
const SECTION = /^RFC\d{3,4} [\dA-Z]+(?:\.\d+)*$/;

describe('the lawful variations of the embedded server', () => {
  it('are many, and each has an id of its own, also among faults', () => {
    expect(VARIATIONS.length).to.be.above(80);
    const ids = [...VARIATIONS, ...builtinFaults()].map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).to.deep.equal([]);
  });

  it('name requirements, rulings or sections of RFCs that allow them', () => {
    const named = VARIATIONS.flatMap(({ id, allowedBy }) =>
      allowedBy.map((name) => ({ id, name })),
    );
    const unknown = named.filter(
      ({ name }) => !requirements.has(name) && !rulings.has(name) && !SECTION.test(name),
    );
    expect(unknown).to.deep.equal([]);
  });

  for (const { id, options } of VARIATIONS)
    it(`${id}: a server starts with it, and lets its user in`, () =>
      withServer({ variations: [id] }, async (open) => {
        const raw = await open();
        let greeting = await raw.reply();
        while (greeting.code === 120) greeting = await raw.reply();
        expect(greeting.code).to.equal(220);
        const answer = await raw.send('USER ftpspec');
        if (options?.tls === 'required') expect(answer.code).to.be.oneOf([530, 534]);
        else {
          expect(answer.code).to.equal(331);
          expect((await raw.send('PASS correct horse')).code).to.equal(230);
        }
      }));

  it('are checked by editors with the schema that the code has', () => {
    const schema: unknown = JSON.parse(
      readFileSync(join(dataFolder('catalogue'), 'variation.schema.json'), 'utf8'),
    );
    // `npm run --silent variations -- --schema > catalogue/variation.schema.json` writes it anew.
    expect(schema).to.deep.equal(JSON.parse(JSON.stringify(jsonSchema(variationsSchema))));
    const folder = dataFolder('variations');
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml')))
      expect(readFileSync(join(folder, name), 'utf8').split('\n', 1)[0]).to.equal(
        '# yaml-language-server: $schema=../catalogue/variation.schema.json',
      );
  });
});
