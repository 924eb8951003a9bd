import { expect } from 'chai';
import { isEntryName } from '../../../src/wire/entry-name.ts';

describe('the name of an entry in a listing', () => {
  for (const name of ['a', '.hidden', '...', 'a b', ' a', 'ä;|&$', '-rf', 'a:b'])
    it(`may be ${JSON.stringify(name)}`, () => expect(isEntryName(name)).to.equal(true));
  for (const name of ['', '.', '..', '/', 'a/b', '../a', 'a\\b', 'a\rb', 'a\nb', 'a\0b'])
    it(`is not ${JSON.stringify(name)}`, () => expect(isEntryName(name)).to.equal(false));
});
