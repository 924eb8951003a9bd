import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { REPORTER_NAMES } from '../../../src/report/names.ts';
import { commandLines, npmScripts, parseOnly } from './commands.ts';
import { linksOf, pages, readPage, ROOT } from './markdown.ts';

describe('the documents', () => {
  it('show command lines', () => expect(commandLines()).to.have.length.above(20));

  for (const { page, words } of commandLines())
    it(`name options and values that there are: ftpspec ${words.join(' ')} (${page})`, () =>
      expect(() => parseOnly(words)).to.not.throw());

  it('name scripts of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const { page, script } of npmScripts()) expect(scripts, page).to.have.property(script);
  });

  it('name every reporter', () => {
    const readme = readPage('README.md');
    for (const name of Object.keys(REPORTER_NAMES))
      expect(readme).to.match(new RegExp(`[ \`]${name}\``));
  });

  it('link to files that there are', () => {
    for (const page of pages())
      for (const link of linksOf(page))
        expect(existsSync(join(ROOT, link)), `${page}: ${link}`).to.equal(true);
  });
});
