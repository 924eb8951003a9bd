/** `npm run docs`: writes the lists of keys in docs/language anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withKeys, type ScriptSchema } from './keys.ts';
import { pages, readPage, ROOT } from './markdown.ts';

const schema = JSON.parse(
  readFileSync(join(ROOT, 'catalogue/scenario.schema.json'), 'utf8'),
) as ScriptSchema;
for (const page of pages()) {
  const fresh = await withKeys(page, schema);
  if (fresh !== readPage(page)) writeFileSync(join(ROOT, page), fresh);
}
