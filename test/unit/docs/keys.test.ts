import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { verbsOf, withKeys, type ScriptSchema } from './keys.ts';
import { pages, readPage, ROOT } from './markdown.ts';

describe('the guide to the script language', () => {
  const schema = JSON.parse(
    readFileSync(join(ROOT, 'catalogue/scenario.schema.json'), 'utf8'),
  ) as ScriptSchema;

  it('lists the keys that the schema has; `npm run docs` writes them anew', async () => {
    for (const page of pages()) expect(readPage(page), page).to.equal(await withKeys(page, schema));
  });

  it('explains every verb, with an example and its keys', () => {
    const sections = readPage('docs/language/steps.md').split(/^### /m).slice(1);
    const byVerb = new Map(sections.map((section) => [section.split('\n', 1)[0], section]));
    for (const verb of verbsOf(schema))
      expect(byVerb.get(verb), verb).to.include('```yaml\n').and.include(`<!-- keys: ${verb} -->`);
  });

  it('says what each key means', () => {
    for (const page of pages())
      expect(readPage(page), page).to.not.match(/^- `[\w-]+`(?: \(required\))?: *$/m);
  });
});
