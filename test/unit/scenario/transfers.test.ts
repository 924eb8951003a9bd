import { expect } from 'chai';
import { Transcript } from '../../../src/client/transcript.ts';
import { startReference, type ReferenceServer } from '../../../src/reference/index.ts';
import { play } from '../../../src/scenario/play.ts';
import { loadScenario } from '../../support/scripts.ts';
import { NEVER, profileAt } from './scripted-server.ts';

describe('playing against the reference server', () => {
  let server: ReferenceServer;

  before(async () => {
    server = await startReference();
  });

  after(async () => {
    await server.close();
  });

  for (const [behaviour, steps, more, outcome] of [
    [
      'moves data both ways, byte by byte the same',
      '- send: TYPE I\n  expect: 200\n- set: { path: "/play-${random}" }\n- upload: STOR ${path}\n  content: [{ random: 100000 }, "end"]\n  save: sent\n- download: RETR ${path}\n  is: ${sent.bytes}\n  save: got\n- check: ${got.sha256}\n  equals: ${sent.sha256}\n- send: DELE ${path}\n  expect: 250',
      '  needs: [login]\n',
      'pass',
    ],
    [
      'finds bytes that are not those expected',
      '- download: RETR /welcome.txt\n  is: other',
      '  needs: [login]\n',
      'fail',
    ],
    [
      'judges a refusal that is expected',
      '- download: RETR /nothing\n  expect: 550',
      '  needs: [login]\n',
      'pass',
    ],
    [
      'goes active, twice under one name',
      '- download: LIST\n  via: active\n- download: LIST\n  via: port',
      '  needs: [login, port-bind]\n',
      'pass',
    ],
    [
      'steps through data connections by hand',
      '- data: epsv\n- send: RETR /welcome.txt\n  expect: 150\n- receive: 3\n  is: Wel\n- receive: all\n  save: rest\n- check: ${rest.total}\n  at-least: 10\n- expect: 226',
      '  needs: [login]\n',
      'pass',
    ],
    [
      'softens data that does not come',
      '- data: epsv\n- receive: 1\n  within: 50ms\n  otherwise: skip\n  because: nothing came',
      '  needs: [login]\n',
      'skip',
    ],
    [
      'leaves what comes behind a dial to be read',
      '- send: EPSV\n  expect: 229\n  save: e\n- send: RETR /welcome.txt\n- dial: e\n  expect: [connected, closed]\n- expect: 150\n- receive: 7\n  is: Welcome\n- receive: all\n- expect: 226',
      '  needs: [login]\n',
      'pass',
    ],
    [
      'keeps data under TLS where PROT P holds',
      '- send: AUTH TLS\n  expect: 234\n- secure: main\n  save: tls\n- check: ${tls.outcome}\n  equals: secured\n- login: main\n- send: PBSZ 0\n  expect: 200\n- send: PROT P\n  expect: 200\n- download: RETR /welcome.txt\n  save: got\n- check: ${got.text}\n  starts-with: Welcome',
      '  needs: [tls]\n',
      'pass',
    ],
  ] as const)
    it(behaviour, async () => {
      const profile = profileAt(server.port);
      const result = await play(loadScenario(steps, more), profile, new Transcript([]), NEVER);
      expect(result.outcome, result.reason).to.equal(outcome);
    });

  it('makes the scratch directory and the files of a scenario', async () => {
    const more =
      '  needs: [login, writable-dir]\n  files: { a.txt: hello, b: { repeat: x, times: 3 } }\n';
    const steps =
      '- send: PWD\n  expect: 257\n  save: pwd\n- check: ${pwd.path}\n  equals: ${scratch}\n- send: TYPE I\n  expect: 200\n- download: RETR a.txt\n  is: hello\n- download: RETR b\n  is: xxx';
    const profile = profileAt(server.port, { scratch: '/play-scratch' });
    const result = await play(loadScenario(steps, more), profile, new Transcript([]), NEVER);
    expect(result.outcome, result.reason).to.equal('pass');
  });
});
