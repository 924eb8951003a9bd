import { expect } from 'chai';
import { loadScenario } from '../../support/scripts.ts';

describe('what a script needs of its account', () => {
  for (const [needs, steps, more] of [
    [[], '- send: NOOP\n  expect: 200', ''],
    [['uploads'], '- upload: STOR a\n  content: x', ''],
    [['uploads'], '- upload: STOU\n  content: x', ''],
    [['uploads'], '- send: NOOP', '  files: { a: x }\n'],
    [['uploads', 'overwriting'], '- upload: STOR a\n  content: x', '  files: { a: x }\n'],
    [
      ['uploads', 'overwriting'],
      '- repeat: 1\n  steps: [{ upload: STOR a, content: x }]\n- upload: STOR a\n  content: y',
      '',
    ],
    [['uploads', 'appending'], '- upload: APPE a\n  content: x', '  files: { a: x }\n'],
    [['uploads'], '- upload: APPE a\n  content: x\n  expect: [226, 250, 500, 502]', ''],
    [[], '- upload: STOR a\n  content: x\n  expect: [226, 550]', ''],
    [[], "- upload: STOR a\n  content: x\n  expect: ['4yz', '5yz']", ''],
    [['uploads'], '- upload: STOR a\n  content: x\n  expect: { pass: 226, warn: 553 }', ''],
    [['removing-files'], '- send: DELE a\n  expect: 250', ''],
    [['removing-files'], '- raw: "DELE a\\r\\n"\n  expect: 250', ''],
    [[], '- send: DELE a\n  expect: 550', ''],
    [[], '- send: DELE a', ''],
    [
      ['removing-directories'],
      '- for-each: [RMD, XRMD]\n  as: verb\n  steps: [{ send: "${verb} a", expect: 250 }]',
      '',
    ],
    [['renaming'], '- send: [RNFR a, RNTO b]\n  in-order: [350, 250]', ''],
    [['renaming'], '- send: RNFR a\n  expect: { pass: 350, skip: [500, 502] }', ''],
    [['making-directories', 'spaces-in-names'], '- send: MKD a b\n  expect: 257', ''],
    [['uploads', 'spaces-in-names'], '- send: NOOP', '  files: { a b: x }\n'],
    [['making-directories'], '- send: MKD ${scratch}/a\n  expect: 257', ''],
    [['making-directories'], "- send: 'MKD a '\n  expect: 257", ''],
    [['types'], '- send: TYPE I\n  expect: 200', ''],
    [[], '- send: TYPE Q\n  expect: 504', ''],
    [['restarting'], '- send: REST 3\n  expect: { pass: 350, skip: [500, 502] }', ''],
    [['downloads'], '- download: RETR a', ''],
    [[], '- send: RETR a\n  expect: 550', ''],
    [['downloads', 'restarting'], '- download: RETR a\n  rest: 3', ''],
    [['listings'], '- download: NLST', ''],
    [['listings'], '- send: MLST a\n  expect: { pass: 250, skip: [500, 502] }', ''],
    [['uploads', 'restarting'], '- upload: STOR a\n  rest: 3\n  content: x', ''],
  ] as const)
    it(`is ${needs.join(', ') || 'nothing'} for ${JSON.stringify(steps.replaceAll('\n', '; '))}${more && ` with ${more.trim()}`}`, () => {
      const found = loadScenario(steps, `  needs: [login, writable-dir]\n${more}`).needs;
      expect(found).to.have.members(['login', 'writable-dir', ...needs]);
    });

  it('is nothing for its clean-up', () =>
    expect(loadScenario('- send: NOOP', '  cleanup: [{ send: DELE a, expect: 250 }]\n').needs).to.be
      .empty);
});
