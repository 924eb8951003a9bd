import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { pageFiles } from '../../servers/page/write.ts';

const DOCS = join(import.meta.dirname, '../../../docs');

describe('the table of real servers', () => {
  it('is what their results make', async () => {
    for (const [name, text] of await pageFiles())
      expect(readFileSync(join(DOCS, name), 'utf8'), `docs/${name}; npm run servers`).to.equal(
        text,
      );
  });
});
