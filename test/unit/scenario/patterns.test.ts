import { expect } from 'chai';
import { patternProblem } from '../../../src/scenario/pattern-problem.ts';
import { matches } from '../../../src/scenario/patterns.ts';

describe('a pattern of a script', () => {
  for (const pattern of [
    '^226 ',
    '\\bone\\b',
    '\\b\\d+ files',
    '^(?:[^;* ]+\\*?;)*$',
    '(?:^|\\n)[^ \\n]*type=',
  ])
    it(`may be ${pattern}`, () => expect(patternProblem(pattern)).to.equal(undefined));

  for (const [pattern, problem] of [
    ['(', /^is no regular expression: /],
    ['\\d+ files', /"\\d\+" is tried again from each place of a long run; begin with \^ or \\b/],
    ['^(?:a+)+$', /"a\+" repeats inside "\(\?:a\+\)\+"/],
    ['^.*a.*$b', /"\.\*" and "\.\*" can take the same characters/],
  ] as const)
    it(`is refused where it is ${pattern}`, () =>
      expect(patternProblem(pattern)).to.match(problem));

  it('is held against the whole lines of the first 65536 characters', () => {
    expect(matches('end$', `${'a'.repeat(65_533)}end`)).to.equal(true);
    expect(matches('end', `${'a'.repeat(65_534)}end`)).to.equal(false);
    expect(matches('^(?:a\\n)*$', `${'a\n'.repeat(100_000)}b`)).to.equal(true);
    expect(matches('^(?:ab\\n)*$', 'ab\n'.repeat(100_000))).to.equal(true);
  });
});
