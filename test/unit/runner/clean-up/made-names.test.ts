import { expect } from 'chai';
import { madeNames } from '../../../../src/runner/clean-up/made-names.ts';
import { dialogueOf, type Said } from './dialogue.ts';

const ROOT = '/home/u/ftpspec-1';

/** `directory name` and so on, relative to the root. */
function made(...said: readonly Said[]): string[] {
  return madeNames([dialogueOf(said)], ROOT).map(
    ({ path, kind }) => `${kind} ${path.slice(ROOT.length + 1)}`,
  );
}

describe('the names that commands may have made', () => {
  for (const [what, said, names] of [
    ['absolute names', [`MKD ${ROOT}/a`, `STOR ${ROOT}/a/b`], ['directory a', 'file a/b']],
    [
      'names where the session is',
      [`CWD ${ROOT}/s`, 'MKD a', 'APPE b'],
      ['directory s/a', 'file s/b'],
    ],
    ['verbs in any case', [`cwd ${ROOT}`, 'xmkd a', 'stor b'], ['directory a', 'file b']],
    [
      'names in each directory where it may be',
      [`CWD ${ROOT}/s`, 'CWD t', 'STOR f'],
      ['file s/f', 'file s/t/f'],
    ],
    ['names above', [`CWD ${ROOT}/s`, 'STOR ../t/f'], ['file t/f']],
    ['the way back up', [`CWD ${ROOT}/s`, 'CDUP', 'STOR f'], ['file s/f', 'file f']],
    ['what a file is renamed to', [`CWD ${ROOT}`, 'RNFR a', 'RNTO b'], ['either b']],
    [
      'what is in a directory that is renamed',
      [`CWD ${ROOT}`, 'MKD a', 'STOR a/f', 'RNFR a', 'RNTO b'],
      ['directory a', 'file a/f', 'either b', 'file b/f'],
    ],
    [
      'the name that STOU chose',
      [`CWD ${ROOT}`, 'STOU', '< 150 FILE: x 1', '< 226 FILE: y'],
      ['file x 1', 'file y'],
    ],
    ['no name of other replies', [`CWD ${ROOT}`, 'NOOP', '< 200 FILE: x'], []],
    [
      'raw bytes, in pieces too',
      [
        `CWD ${ROOT}`,
        Buffer.from('MK'),
        Buffer.from('D a\xff\xffb\r\nSTO', 'latin1'),
        Buffer.from('R f'),
      ],
      ['directory a\xffb', 'file f'],
    ],
    [
      'what was there before, of which nobody knows what it is',
      ['< 220 Hi', `CWD ${ROOT}`, '< 250 In', 'MKD a', '< 550 No', 'MKD b', '< 257 Yes'],
      ['either a', 'directory b'],
    ],
    [
      'no name that was removed, but one whose removal was refused',
      [
        '< 220 Hi',
        `CWD ${ROOT}`,
        '< 250 In',
        ...['MKD a', '< 257 Yes', 'MKD b', '< 257 Yes', 'STOR c', '< 150 Go', '< 226 Done'],
        ...['RMD a', '< 250 Gone', 'RMD b', '< 550 No', 'DELE c', '< 250 Gone'],
      ],
      ['directory b'],
    ],
    [
      'names whose removal may have been that of another',
      ['< 220 Hi', `CWD ${ROOT}/s`, '< 250 In', 'CWD t', '< 250 In', 'MKD a', '< 257 Yes'].concat([
        'RMD a',
        '< 250 Gone',
      ]),
      ['directory s/a', 'directory s/t/a'],
    ],
    [
      'a name that was removed and made again',
      [
        '< 220 Hi',
        `CWD ${ROOT}`,
        '< 250 In',
        'MKD a',
        '< 257 Yes',
        'RMD a',
        '< 250 Gone',
        'STOR a',
      ],
      ['file a'],
    ],
    ['the bytes of a name', [`CWD ${ROOT}`, 'MKD \u00e9'], ['directory \xc3\xa9']],
    ['nothing outside', ['MKD /home/u/precious', 'STOR /etc/passwd', 'STOR x'], []],
    ['nothing above', [`CWD ${ROOT}`, 'STOR ../x', 'MKD a/../../x'], []],
    ['nothing beside that begins alike', [`MKD ${ROOT}0`, `STOR ${ROOT}0/x`], []],
    ['nothing that climbs by backslashes', [`CWD ${ROOT}`, 'STOR a\\..\\..\\x', 'STOR ..\\x'], []],
    [
      'nothing with a line end or NUL',
      [`CWD ${ROOT}`, Buffer.from('STOR a\0b\r\nMKD a\rb\r\n')],
      [],
    ],
    ['nothing of commands that make none', [`CWD ${ROOT}`, 'RETR a', 'DELE b', 'LIST c'], []],
  ] as readonly (readonly [string, readonly Said[], readonly string[]])[])
    it(`are ${what}`, () => expect(made(...said)).to.have.members(names));

  it('are bounded in number', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `STOR f${index}`);
    expect(made(`CWD ${ROOT}`, ...many)).to.have.length(2_000);
  });
});
