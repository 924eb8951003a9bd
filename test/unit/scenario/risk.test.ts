import { expect } from 'chai';
import { loadScenario } from '../../support/scripts.ts';

describe('the risk of a script', () => {
  for (const [risk, steps, more] of [
    ['safe', '- send: NOOP', ''],
    ['safe', '- send: RETR x', '  needs: [login]\n'],
    ['writes', '- send: DELE x', ''],
    ['writes', '- send: DELE x', '  needs: [login]\n'],
    ['writes', '- send: DELE x', '  start: logged-in\n'],
    ['writes', '- send: USER a\n- send: PASS ${password}\n- send: mkd x', ''],
    ['writes', '- login: main\n- send: XRMD x', ''],
    ['writes', '- connect: other\n  start: logged-in\n- send: STOU\n  on: other', ''],
    ['writes', '- send: [NOOP, RNFR x]', '  needs: [login]\n'],
    ['writes', '- upload: APPE x\n  content: a', '  needs: [login]\n'],
    ['writes', '- raw: "DELE x\\n"', '  needs: [login]\n'],
    [
      'writes',
      '- raw: [{ bytes: "\\xff\\xf4\\xff\\xf2" }, "NOOP\\r\\nDELE x\\r\\n"]',
      '  needs: [login]\n',
    ],
    [
      'writes',
      '- for-each: [NOOP, STOR]\n  as: verb\n  steps:\n    - send: ${verb} x',
      '  needs: [login]\n',
    ],
    ['writes', '- set: { verb: RNTO }\n- send: ${verb} x', '  needs: [login]\n'],
    [
      'safe',
      '- for-each: [SIZE, MDTM]\n  as: verb\n  steps:\n    - send: ${verb} x',
      '  needs: [login]\n',
    ],
    [
      'writes',
      '- if: ${user}\n  equals: x\n  then:\n    - send: SITE CHMOD 1 x',
      '  needs: [login]\n',
    ],
    ['writes', '- send: NOOP', '  needs: [login, writable-dir]\n  files: { a: b }\n'],
    ['safe', '- send: SITE HELP', ''],
    ['writes', '- send: SITE XYZZY', ''],
    ['writes', '- send: smnt /', ''],
    ['safe', '- send: MDTM x', ''],
    ['safe', '- send: MDTM 20000101000000', ''],
    ['writes', '- send: MDTM 20000101000000 x', ''],
    ['safe', '- send: ALLO 1', ''],
    ['writes', '- send: STORE x', ''],
    ['writes', '- send: NOOP\n  save: verb\n- send: ${verb.text} x', ''],
    ['writes', '- send: ${user} x', ''],
    ['safe', '- send: CWD ${user}', ''],
    ['writes', '- set: { verb: NOOP }\n- set: { verb: DELE }\n- send: ${verb} x', ''],
    ['writes', '- set: { end: TE, verb: "DELE${end}" }\n- send: ${verb} x', ''],
    ['writes', '- set: { a: DE, b: LE }\n- send: ${a}${b} x', ''],
    [
      'writes',
      '- for-each: [A, B]\n  as: x\n  steps: [{ if: 1, equals: 1, then: [{ raw: "de" }] }]',
      '',
    ],
    ['writes', '- raw: "DELE"\n- raw: " x\\r\\n"', ''],
    ['safe', '- raw: "NOOP\\r\\nPW"\n- raw: "D\\r\\n"', ''],
    ['writes', '- raw: [{ repeat: D, times: 1 }, { bytes: "E\\x00\\xffL" }, "E x\\r\\n"]', ''],
    ['writes', '- upload: LIST\n  content: a', ''],
    ['writes', '- send: NOOP', '  needs: [login, writable-dir]\n'],
    ['safe', '- send: USER a\n- send: PASS ${another.password}', '  needs: [second-account]\n'],
    ['safe', '- send: USER a\n- send: PASS ${anonymous.password}', ''],
    ['safe', '- send: PASS guess', ''],
    ['intrusive', '- send: USER a\n- send: PASS guess', ''],
    ['intrusive', '- send: USER a\n- send: PASS ${password}x', ''],
    ['intrusive', '- login: main\n  password: guess', ''],
    ['safe', '- raw: { repeat: a, times: 4096 }', ''],
    ['intrusive', '- raw: { repeat: a, times: 4097 }', ''],
    ['intrusive', '- raw: [{ random: 4000 }, { random: 97 }]', ''],
    ['safe', '- repeat: 3\n  steps: [{ connect: x }]', ''],
    ['intrusive', '- repeat: 4\n  steps: [{ connect: x }]', ''],
    ['intrusive', '- repeat: 2\n  steps: [{ repeat: 2, steps: [{ connect: x }] }]', ''],
    ['intrusive', '- for-each: [1, 2, 3, 4]\n  as: n\n  steps: [{ connect: x }]', ''],
    ['intrusive', '- send: NOOP', '  risk: intrusive\n'],
  ] as const)
    it(`is ${risk} for ${JSON.stringify(steps.replaceAll('\n', '; '))}${more && ` with ${more.trim()}`}`, () =>
      expect(loadScenario(steps, more).risk).to.equal(risk));

  it('is intrusive for a line that is longer than a polite client sends', () =>
    expect(loadScenario(`- send: NOOP ${'x'.repeat(5000)}`).risk).to.equal('intrusive'));
});
