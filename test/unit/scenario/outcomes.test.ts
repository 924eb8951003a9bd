import { expect } from 'chai';
import type { Played } from '../../../src/scenario/play.ts';
import type { ServerProfile } from '../../../src/scenario/server-profile.ts';
import { letGo, listen } from '../../support/loopback.ts';
import { type Answer, playAgainst, Scripted } from './scripted-server.ts';

/** 425 once, then a passive port. */
function once425(): Answer {
  let asked = 0;
  return (socket) => {
    socket.write(asked++ === 0 ? '425 Not now\r\n' : `229 (|||${socket.localPort}|)\r\n`);
  };
}

describe('the outcome of a scenario', () => {
  let server: Scripted;

  beforeEach(() => {
    server = new Scripted();
  });

  afterEach(letGo);

  const should = '  level: SHOULD\n';
  const cases: readonly {
    readonly behaviour: string;
    readonly answers?: Readonly<Record<string, Answer>>;
    readonly steps: string;
    readonly more?: string;
    readonly profile?: Partial<ServerProfile>;
    readonly outcome: Played['outcome'];
    readonly reason?: RegExp;
    readonly sent?: readonly string[];
  }[] = [
    {
      behaviour: 'passes, and says goodbye',
      answers: { NOOP: '200 A' },
      steps: '- send: NOOP\n  expect: 200',
      outcome: 'pass',
      sent: ['NOOP', 'QUIT'],
    },
    {
      behaviour: 'fails where a MUST does not hold',
      steps: '- send: NOOP\n  expect: 200\n- send: PWD',
      outcome: 'fail',
      reason: /a reply 200, got "500 What\?/,
      sent: ['NOOP'],
    },
    {
      behaviour: 'warns where a SHOULD does not hold',
      steps: '- send: NOOP\n  expect: 200',
      more: should,
      outcome: 'warn',
    },
    {
      behaviour: 'warns and goes on at a tolerated code',
      answers: { NOOP: '202 A' },
      steps: '- send: NOOP\n  expect: { pass: 200, warn: 202 }\n- send: PWD\n  expect: 500',
      outcome: 'warn',
      sent: ['NOOP', 'PWD', 'QUIT'],
    },
    {
      behaviour: 'fails at a code that is certainly wrong, under SHOULD too',
      steps: '- send: NOOP\n  expect: { pass: 200, fail: 500 }',
      more: should,
      outcome: 'fail',
    },
    {
      behaviour: 'skips what is not offered',
      steps: '- send: NOOP\n  expect: { pass: 200, skip: 500 }',
      outcome: 'skip',
      reason: /draws "500/,
      sent: ['NOOP'],
    },
    {
      behaviour: 'is done at a code that leaves nothing to test',
      steps: '- send: NOOP\n  expect: { pass: 200, done: 500 }\n- send: PWD',
      outcome: 'pass',
      sent: ['NOOP', 'QUIT'],
    },
    {
      behaviour: 'is done with a warning',
      steps: '- send: NOOP\n  expect: { pass: 200, warn-and-done: 500 }\n- send: PWD',
      outcome: 'warn',
      sent: ['NOOP'],
    },
    {
      behaviour: 'obeys skip',
      steps: '- skip: because ${user}\n- send: NOOP',
      outcome: 'skip',
      reason: /^because ftpspec$/,
      sent: [],
    },
    {
      behaviour: 'obeys fail under SHOULD',
      steps: '- fail: so it is',
      more: should,
      outcome: 'fail',
      reason: /so it is/,
    },
    {
      behaviour: 'obeys warn, and goes on',
      steps: '- warn: hm\n- send: NOOP\n  expect: 500',
      outcome: 'warn',
      reason: /hm/,
      sent: ['NOOP', 'QUIT'],
    },
    {
      behaviour: 'obeys done',
      steps: '- done: enough\n- send: NOOP',
      outcome: 'pass',
      sent: ['QUIT'],
    },
    {
      behaviour: 'takes a broken set-up for an error, and skips the steps',
      steps: '- send: PWD',
      more: '  setup:\n    - send: NOOP\n      expect: 200\n',
      outcome: 'error',
      sent: ['NOOP'],
    },
    {
      behaviour: 'ends behind a set-up that is done',
      steps: '- send: PWD',
      more: '  setup:\n    - done: enough\n',
      outcome: 'pass',
      sent: ['QUIT'],
    },
    {
      behaviour: 'cleans up behind a failure',
      steps: '- send: NOOP\n  expect: 200',
      more: '  cleanup:\n    - send: PWD\n      expect: 500\n',
      outcome: 'fail',
      sent: ['NOOP', 'PWD'],
    },
    {
      behaviour: 'cleans up behind a broken set-up',
      steps: '- send: NOOP',
      more: '  setup:\n    - send: SYST\n      expect: 215\n  cleanup:\n    - send: PWD\n      expect: 500\n',
      outcome: 'error',
      sent: ['SYST', 'PWD'],
    },
    {
      behaviour: 'cleans up behind a skip',
      steps: '- skip: no',
      more: '  cleanup:\n    - send: PWD\n      expect: 500\n',
      outcome: 'skip',
      sent: ['PWD'],
    },
    {
      behaviour: 'takes a broken clean-up for an error',
      steps: '- send: NOOP\n  expect: 500',
      more: '  cleanup:\n    - send: PWD\n      expect: 257\n',
      outcome: 'error',
    },
    {
      behaviour: 'keeps its verdict where the clean-up skips',
      steps: '- warn: as told',
      more: '  cleanup:\n    - send: PWD\n      expect: { pass: 257, skip: 500 }\n',
      outcome: 'warn',
    },
    {
      behaviour: 'keeps a warning that came before a skip',
      steps: '- warn: as told\n- skip: no',
      outcome: 'warn',
    },
    {
      behaviour: 'does not judge the clean-up behind a failure, as the connection may be gone',
      answers: { NOOP: (socket) => socket.end() },
      steps: '- send: NOOP\n  expect: 200',
      more: '  cleanup:\n    - send: PWD\n      expect: 257\n',
      outcome: 'fail',
    },
    {
      behaviour: 'cleans up over a new connection where it has lost its own',
      answers: { NOOP: (socket) => socket.end() },
      steps: '- send: NOOP\n  expect: 200',
      more: '  cleanup:\n    - send: PWD\n      expect: 500\n',
      outcome: 'fail',
      sent: ['NOOP', 'PWD'],
    },
    {
      behaviour: 'cleans up over a new connection where the server floods it',
      answers: { NOOP: (socket) => socket.write('1'.repeat(1_100_000)) },
      steps: '- send: NOOP\n  expect: 200',
      more: '  cleanup:\n    - send: PWD\n      expect: 500\n',
      outcome: 'fail',
      sent: ['NOOP', 'PWD'],
    },
    {
      behaviour: 'gives the title where a verdict of the script says what is wrong',
      steps: '- fail: it is not so',
      outcome: 'fail',
      reason: /^it is not so$/,
    },
    {
      behaviour: 'fills values into the reason of a step',
      steps: '- check: ${user}\n  equals: x\n  because: it is ${user}',
      outcome: 'fail',
      reason: /equal to "x": it is ftpspec, got/,
    },
    {
      behaviour: 'says what a regular expression stands for, and does not show it',
      steps: '- check: ${user}\n  matches: ^[x]\n  because: it begins with x',
      outcome: 'fail',
      reason: /^expected the user: it begins with x, got "ftpspec"$/,
    },
    {
      behaviour: 'asks again for a passive port where none is free at the moment',
      answers: { EPSV: once425(), LIST: '550 No' },
      steps: '- data: passive\n- send: LIST\n  expect: 550',
      outcome: 'pass',
      sent: ['EPSV', 'EPSV', 'LIST', 'QUIT'],
    },
    {
      behaviour: 'does not ask again for a passive port that is refused for good',
      answers: { EPSV: '502 No' },
      steps: '- data: passive',
      outcome: 'fail',
      sent: ['EPSV'],
    },
    {
      behaviour: 'takes a greeting that refuses for an error',
      answers: { greeting: '421 Full' },
      steps: '- send: NOOP',
      outcome: 'error',
      reason: /the greeting is "421 Full/,
      sent: [],
    },
    {
      behaviour: 'waits behind 120 for 220',
      answers: { greeting: '120 Soon\r\n220 A', NOOP: '200 A' },
      steps: '- send: NOOP\n  expect: 200',
      outcome: 'pass',
    },
    {
      behaviour: 'takes a refused login for an error, without the password',
      answers: { 'USER ftpspec': '331 A', 'PASS correct horse': '530 No' },
      steps: '- send: NOOP',
      more: '  needs: [login]\n',
      outcome: 'error',
      reason: /^expected the set-up to work, got "PASS \*\*\*\*" draws "530 No/,
    },
    {
      behaviour: 'goes where the target says',
      answers: { 'USER ftpspec': '230 A', 'CWD pub': '250 A', NOOP: '200 A' },
      steps: '- send: NOOP\n  expect: 200',
      more: '  needs: [login]\n',
      profile: { directory: 'pub' },
      outcome: 'pass',
      sent: ['USER ftpspec', 'CWD pub', 'NOOP', 'QUIT'],
    },
    {
      behaviour: 'takes an unknown field for a mistake of the script',
      steps: '- send: NOOP\n  save: a\n- check: ${a.nothing}\n  equals: 1',
      outcome: 'error',
      reason: /nothing is named "a" yet/,
    },
    {
      behaviour: 'takes a connection that is not there for a mistake of the script',
      steps: '- send: NOOP\n  on: other',
      outcome: 'error',
      reason: /no control connection "other"/,
    },
    {
      behaviour: 'takes bytes that bear no endpoint out for a violation',
      answers: { PASV: '227 Ok' },
      steps: '- send: PASV\n  expect: 227\n  save: a\n- check: ${a.port}\n  at-least: 1',
      outcome: 'fail',
      reason: /names no endpoint/,
    },
    {
      behaviour: 'says that a check does not hold',
      steps: '- check: ${user}\n  equals: x',
      outcome: 'fail',
      reason: /expected the user equal to "x", got "ftpspec"/,
    },
    {
      behaviour: 'goes on behind otherwise: warn',
      steps:
        '- check: a\n  equals: b\n  otherwise: warn\n  because: reasons\n- send: NOOP\n  expect: 500',
      outcome: 'warn',
      reason: /equal to "b": reasons, got/,
      sent: ['NOOP', 'QUIT'],
    },
    {
      behaviour: 'ends behind otherwise: warn-and-done',
      steps: '- check: a\n  equals: b\n  otherwise: warn-and-done\n- send: NOOP',
      outcome: 'warn',
      sent: [],
    },
    {
      behaviour: 'skips behind otherwise: skip',
      steps: '- check: a\n  equals: b\n  otherwise: skip\n  because: reasons',
      outcome: 'skip',
      reason: /^reasons$/,
    },
    {
      behaviour: 'fails behind otherwise: fail under SHOULD',
      steps: '- check: a\n  equals: b\n  otherwise: fail',
      more: should,
      outcome: 'fail',
    },
    {
      behaviour: 'takes branches, turns and lists',
      steps:
        '- if: a\n  equals: a\n  then: [{ send: THEN, expect: 500 }]\n  else: [{ send: ELSE }]\n- if: a\n  equals: b\n  then: [{ send: THEN }]\n  else: [{ send: ELSE, expect: 500 }]\n- repeat: 2\n  steps: [{ send: "T${turn}", expect: 500 }]\n- for-each: [x, y]\n  as: it\n  steps: [{ send: "${it}", expect: 500 }]',
      outcome: 'pass',
      sent: ['THEN', 'ELSE', 'T1', 'T2', 'x', 'y', 'QUIT'],
    },
    {
      behaviour: 'judges the last reply of a login that wants no password',
      answers: { 'USER x': '230 In' },
      steps: '- login: main\n  user: x\n  password: ${password}\n  expect: 530',
      outcome: 'fail',
      reason: /a reply 530, got "230 In/,
    },
    {
      behaviour: 'judges the reply to the password of a login',
      answers: { 'USER x': '331 A', 'PASS ': '530 No' },
      steps: '- login: main\n  user: x\n  password: ""\n  expect: 530',
      outcome: 'pass',
    },
    {
      behaviour: 'says that a reply did not come',
      answers: { NOOP: undefined },
      steps: '- send: NOOP\n  expect: { pass: 200, within: 50ms }',
      outcome: 'fail',
      reason: /a reply did not come within 50 ms/,
    },
    {
      behaviour: 'takes silence for what the script says',
      answers: { NOOP: undefined },
      steps: '- send: NOOP\n  expect: { pass: 200, silence: skip, within: 50ms }',
      outcome: 'skip',
    },
    {
      behaviour: 'takes a close for what the script says',
      answers: { NOOP: (socket) => socket.end() },
      steps:
        '- send: NOOP\n  expect: { pass: 200, close: pass }\n- expect-close: main\n  with: fin',
      outcome: 'pass',
    },
    {
      behaviour: 'tells a reset where a FIN was due',
      answers: { NOOP: (socket) => socket.resetAndDestroy() },
      steps: '- send: NOOP\n- expect-close: main\n  with: fin',
      outcome: 'fail',
      reason: /reset \(RST\)/,
    },
    {
      behaviour: 'finds a byte where silence was due',
      answers: { NOOP: '200 A' },
      steps: '- send: NOOP\n- silence: 5s',
      outcome: 'fail',
      reason: /nothing for 5s, got "200 A/,
    },
    {
      behaviour: 'does not take a 226 without its 150 for a refusal',
      answers: { EPSV: '229 (|||PORT|)', LIST: '226 Done' },
      steps: '- download: LIST\n  expect: [226, 250]\n  is: x',
      outcome: 'fail',
    },
    {
      behaviour:
        'takes a refusal behind the 150 that is expected, though its data connection stays open',
      answers: { EPSV: '229 (|||PORT|)', LIST: '150 Here\r\n550 No', NOOP: '200 A' },
      profile: { replyMs: 200 },
      steps: '- download: LIST\n  expect: [226, 550]\n- send: NOOP\n  expect: 200',
      outcome: 'pass',
    },
    {
      behaviour: 'finds a refusal behind the 150 that is not expected',
      answers: { EPSV: '229 (|||PORT|)', LIST: '150 Here\r\n550 No' },
      profile: { replyMs: 200 },
      steps: '- download: LIST\n  expect: 226',
      outcome: 'fail',
      reason: /expected a reply 226, got "550 No/,
    },
  ];

  for (const {
    behaviour,
    answers = {},
    steps,
    more = '',
    profile = {},
    outcome,
    reason,
    sent,
  } of cases)
    it(behaviour, async () => {
      const found = await listen(() => undefined);
      const filled = Object.fromEntries(
        Object.entries(answers).map(([line, answer]) => [
          line,
          typeof answer === 'string' ? answer.replace('PORT', String(found.port)) : answer,
        ]),
      );
      const result = await playAgainst(server, filled, steps, { more, profile });
      expect(result.outcome, result.reason).to.equal(outcome);
      if (reason) expect(result.reason).to.match(reason);
      if (sent) expect(server.lines).to.deep.equal(sent);
    });
});
