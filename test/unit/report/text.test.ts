import columnsOf from '../../../src/report/common/columns.ts';
import { expect } from 'chai';
import {
  beside,
  count,
  cut,
  duration,
  inert,
  oneLine,
  printable,
  shorten,
  shortened,
  toAscii,
  wrap,
} from '../../../src/report/common/text.ts';
import { HOSTILE, randomText } from './output.ts';

describe('text of reports', () => {
  const cases: readonly (readonly [name: string, text: string, shown: string])[] = [
    ['an escape sequence', '\x1b[31mred', '\\x1b[31mred'],
    ['a carriage return', 'a\rb', 'a\\rb'],
    ['NUL, backspace and DEL', '\0\b\x7f', '\\x00\\x08\\x7f'],
    ['a C1 control', '\x9b2J', '\\x9b2J'],
    ['a lone surrogate', 'x\ud800y', 'x\\ud800y'],
    ['a right-to-left override', '\u202ecba', '\\u202ecba'],
    ['a noncharacter', '\uffff', '\\uffff'],
    ['a command to GitHub Actions', 'a ##[add-path]/b', 'a #\\x23[add-path]/b'],
    ['a command to Azure Pipelines', '##vso[task.complete]', '#\\x23vso[task.complete]'],
    ['a command to TeamCity', "##teamcity[message text='x']", "#\\x23teamcity[message text='x']"],
    ["a command to Jenkins' attachments", '[[ATTACHMENT|/a]]', '\\x5b[ATTACHMENT|/a]]'],
  ];
  for (const [name, text, shown] of cases)
    it(`shows ${name} escaped`, () => {
      expect(printable(text)).to.equal(shown);
    });

  it('leaves letters of all languages, line feeds and tabs as they are', () => {
    expect(printable('é 漢 \u{1f600}\n\tx')).to.equal('é 漢 \u{1f600}\n\tx');
  });

  const LINES: readonly (readonly [lines: string, shown: string])[] = [
    ['::error::x', '\\x3a:error::x'],
    ['a\n::error::x', 'a\n\\x3a:error::x'],
    ['a\n\n \t\u00a0::error::x', 'a\n\n \t\u00a0\\x3a:error::x'],
    ['a ::error::x', 'a ::error::x'],
    ['[::1]:21\n:: 1', '[::1]:21\n\\x3a: 1'],
  ];
  for (const [lines, shown] of LINES)
    it(`lets no line begin as a workflow command: ${JSON.stringify(lines)}`, () => {
      expect(inert(lines)).to.equal(shown);
    });

  it('shortens a text that is too long, and says how long it was', () => {
    expect(shortened('abcdef', 4)).to.equal('abcd… (6 characters)');
    expect(shortened('abcd', 4)).to.equal('abcd');
    expect(shortened('abc\u{1f600}', 4)).to.equal('abc… (5 characters)');
  });

  it('keeps to one line where one is asked for', () => {
    expect(oneLine('a\nb\tc\r')).to.equal('a\\nb\\tc\\r');
  });

  it('leaves nothing that acts on a terminal, whatever the bytes', () => {
    const texts = [...HOSTILE, ...Array.from({ length: 50 }, (_, seed) => randomText(seed))];
    for (const text of texts)
      expect(printable(text))
        .to.match(/^[\n\t\P{C}\p{Cf}\p{Cn}\p{Co}]*$/u)
        .and.not.match(/\p{Bidi_C}/u);
  });

  it('has a look-alike or an escape for all that is not ASCII', () => {
    expect(toAscii('✓ ✗ … é \u{1f600}')).to.equal('+ x ... \\u{e9} \\u{1f600}');
  });

  it('wraps between words, and within one that is too long', () => {
    expect(wrap('one two three', 9)).to.deep.equal(['one two', 'three']);
    expect(wrap('abcdefghijklmnop', 10)).to.deep.equal(['abcdefghij', 'klmnop']);
    expect(wrap('one\ntwo', 80)).to.deep.equal(['one', 'two']);
    expect(wrap('漢字漢字漢字', 8)).to.deep.equal(['漢字漢字', '漢字']);
  });

  it('never makes a line wider than asked, and loses no character but spaces', () => {
    for (let seed = 1; seed < 50; seed += 1) {
      const text = oneLine(randomText(seed, 300));
      const lines = wrap(text, 30);
      for (const line of lines) expect(columnsOf(line)).to.be.at.most(30);
      expect(lines.join('').replaceAll(' ', '')).to.equal(text.replaceAll(' ', ''));
    }
  });

  it('sets text beside its label', () => {
    expect(beside('Actual:  ', 'one two three', 18)).to.deep.equal([
      'Actual:  one two',
      '         three',
    ]);
  });

  it('leaves out the middle of a long list and says how much', () => {
    const lines = Array.from({ length: 10 }, (_, index) => String(index));
    expect(shorten(lines, 2, 3)).to.deep.equal(['0', '1', '… 5 lines not shown …', '7', '8', '9']);
    expect(shorten(lines, 5, 5)).to.deep.equal(lines);
  });

  it('cuts to a width with an ellipsis', () => {
    expect(cut('abcdef', 4)).to.equal('abc…');
    expect(cut('abcd', 4)).to.equal('abcd');
    expect(cut('漢字漢字', 5)).to.equal('漢字…');
  });

  it('tells times and numbers as people do', () => {
    expect([3.4, 1234, 125_000].map(duration)).to.deep.equal(['3 ms', '1.2 s', '2 min 5 s']);
    expect([count(1, 'rule'), count(2, 'rule')]).to.deep.equal(['1 rule', '2 rules']);
  });
});
