import { expect } from 'chai';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Transcript } from '../../../src/client/transcript.ts';
import { startReference, type ReferenceServer } from '../../../src/reference/index.ts';
import { play, type Played } from '../../../src/scenario/play.ts';
import type { ServerProfile } from '../../../src/scenario/server-profile.ts';
import { letGo, listen, onLines } from '../../support/loopback.ts';
import { loadScenario } from '../../support/scripts.ts';

const NEVER = new AbortController().signal;

function siteAt(port: number, more: Partial<ServerProfile> = {}): ServerProfile {
  return {
    host: '127.0.0.1',
    port,
    security: 'ftp',
    tls: { servername: 'localhost', verify: false, ca: undefined },
    account: { user: 'ftpspec', password: 'correct horse' },
    second: undefined,
    anonymous: { user: 'anonymous', password: 'a@b' },
    directory: '',
    scratch: undefined,
    file: undefined,
    large: undefined,
    activeAddress: undefined,
    activePorts: undefined,
    dataPort: port - 1,
    passive: 'epsv',
    replyMs: 20_000,
    dialMs: 20_000,
    longestMs: 60_000,
    seed: 's',
    ...more,
  };
}

type Answer = string | ((socket: Socket) => void) | undefined;

/** 425 once, then a passive port. */
function once425(): Answer {
  let asked = 0;
  return (socket) => {
    socket.write(asked++ === 0 ? '425 Not now\r\n' : `229 (|||${socket.localPort}|)\r\n`);
  };
}

/** A server that answers lines from a table; unknown ones draw 500, and `undefined` nothing. */
class Scripted {
  readonly lines: string[] = [];
  readonly sockets: Socket[] = [];
  port = 0;

  async open(answers: Readonly<Record<string, Answer>>): Promise<void> {
    const server = await listen((socket) => {
      this.sockets.push(socket);
      socket.on('end', () => socket.end());
      const greeting = 'greeting' in answers ? answers['greeting'] : '220 Hello.';
      const give = (answer: Answer): void => {
        if (typeof answer === 'function') answer(socket);
        else if (answer !== undefined) socket.write(`${answer}\r\n`);
      };
      give(greeting);
      onLines(socket, (line) => {
        this.lines.push(line);
        if (line in answers) give(answers[line]);
        else if (line === 'QUIT') socket.end('221 Bye.\r\n');
        else give('500 What?');
      });
    });
    this.port = server.port;
  }
}

describe('playing against a scripted server', () => {
  let server: Scripted;

  beforeEach(() => {
    server = new Scripted();
  });

  afterEach(letGo);

  async function played(
    answers: Readonly<Record<string, Answer>>,
    steps: string,
    {
      more = '',
      profile = {},
      signal = NEVER,
    }: { more?: string; profile?: Partial<ServerProfile>; signal?: AbortSignal } = {},
  ): Promise<Played> {
    await server.open(answers);
    return await play(
      loadScenario(steps, more),
      siteAt(server.port, profile),
      new Transcript([]),
      signal,
    );
  }

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
      reason: /the server answers "500/,
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
      behaviour: 'gives the title where a verdict of the script says what is wrong',
      steps: '- fail: it is not so',
      outcome: 'fail',
      reason: /expected t, got it is not so/,
    },
    {
      behaviour: 'fills values into the reason of a step',
      steps: '- check: ${user}\n  equals: x\n  because: it is ${user}',
      outcome: 'fail',
      reason: /equal to "x" \(it is ftpspec\)/,
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
      reason: /expected \$\{user\} equal to "x", got "ftpspec"/,
    },
    {
      behaviour: 'goes on behind otherwise: warn',
      steps:
        '- check: a\n  equals: b\n  otherwise: warn\n  because: reasons\n- send: NOOP\n  expect: 500',
      outcome: 'warn',
      reason: /equal to "b" \(reasons\)/,
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
      const result = await played(filled, steps, { more, profile });
      expect(result.outcome, result.reason).to.equal(outcome);
      if (reason) expect(result.reason).to.match(reason);
      if (sent) expect(server.lines).to.deep.equal(sent);
    });

  it('lets go of a data connection whose transfer is refused', async () => {
    const dialled: Socket[] = [];
    const { port } = await listen((socket) => dialled.push(socket.resume()));
    const result = await played(
      {
        'USER ftpspec': '230 In',
        'MKD /s': '257 "/s"',
        'TYPE I': '200 A',
        EPSV: `229 (|||${port}|)`,
        'STOR /s/a': '550 No',
      },
      '- send: NOOP',
      {
        more: '  needs: [login, writable-dir]\n  files: { a: x }\n',
        profile: { scratch: '/s' },
      },
    );
    expect(result.reason).to.match(/"STOR \/s\/a" draws "550 No/);
    for (const socket of dialled) if (!socket.readableEnded) await once(socket, 'end');
    expect(dialled).to.have.length(1);
  });

  it('takes a server that is not there for an error, and knows that no reply refused it', async () => {
    const gone = await listen(() => undefined);
    await gone.close();
    const result = await play(
      loadScenario('- send: NOOP'),
      siteAt(gone.port),
      new Transcript([]),
      NEVER,
    );
    expect(result).to.include({ outcome: 'error', refusedWith: undefined });
    expect(result.reason).to.match(/the control connection to 127\.0\.0\.1:\d+ is refused/);
  });

  it('keeps the code that refused a set-up', async () =>
    expect((await played({ greeting: '421 Full' }, '- send: NOOP')).refusedWith).to.equal(421));

  it('points at the step that did not hold', async () => {
    const scenario = loadScenario('- send: NOOP\n  expect: 500\n- send: PWD\n  expect: 257');
    await server.open({});
    const result = await play(scenario, siteAt(server.port), new Transcript([]), NEVER);
    expect(result.deviations[0]?.at).to.equal(scenario.steps[1]);
  });

  it('counts replies only on connections that said goodbye or were closed', async () => {
    const result = await played({ QUIT: '221 A' }, '- connect: raw\n- raw: x\n  on: raw');
    const finished = result.records.dialogues.map((one) => [one.connection, one.finished]);
    expect(finished).to.deep.equal([
      ['main', true],
      ['raw', false],
    ]);
  }).timeout(30_000);

  it('states facts', async () =>
    expect((await played({}, '- info: it is ${user}')).info).to.deep.equal(['it is ftpspec']));

  for (const [waiting, steps] of [
    ['for a reply', '- send: NOOP\n  expect: 200'],
    ['in a pause', '- send: NOOP\n- pause: 60s'],
    ['for a connection from the server', '- listen: trap\n- send: NOOP\n- accept: trap'],
    ['for a greeting', '- connect: other'],
    [
      'with a listener under a name used twice',
      '- listen: trap\n- listen: trap\n- send: NOOP\n- accept: trap',
    ],
  ] as const)
    it(`lets go of everything when it is interrupted while it waits ${waiting}`, async () => {
      const stop = new AbortController();
      let connections = 0;
      const answers = {
        greeting: (socket: Socket) => {
          connections++;
          if (connections === 1) socket.write('220 Hello.\r\n');
          else stop.abort();
        },
        NOOP: () => stop.abort(),
      };
      const result = await played(answers, steps, { signal: stop.signal });
      expect(result).to.include({ outcome: 'error' });
      expect(result.reason).to.match(/interrupted/);
      for (const socket of server.sockets)
        if (!socket.readableEnded && !socket.destroyed)
          await new Promise((resolve) => socket.once('close', resolve));
      const left = process.getActiveResourcesInfo().filter((one) => one === 'TCPServerWrap');
      expect(left, 'only the scripted server listens').to.have.length(1);
    });

  it('ends, as an error, what something that keeps coming would draw out for ever', async () => {
    const drips: NodeJS.Timeout[] = [];
    const drip = (socket: Socket): void => {
      drips.push(setInterval(() => socket.write('200 A\r\n'), 20));
    };
    const result = await played({ NOOP: drip, QUIT: undefined }, '- send: NOOP', {
      profile: { longestMs: 1000 },
    });
    drips.forEach(clearInterval);
    expect(result.outcome).to.equal('error');
    expect(result.reason).to.match(/no end within 1 s/);
  });

  it('does not begin when it is interrupted before', async () => {
    const result = await played({}, '- send: NOOP', { signal: AbortSignal.abort() });
    expect(result.outcome).to.equal('error');
    expect(server.sockets).to.have.length(0);
  });
});

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
      const profile = siteAt(server.port);
      const result = await play(loadScenario(steps, more), profile, new Transcript([]), NEVER);
      expect(result.outcome, result.reason).to.equal(outcome);
    });

  it('makes the scratch directory and the files of a scenario', async () => {
    const more =
      '  needs: [login, writable-dir]\n  files: { a.txt: hello, b: { repeat: x, times: 3 } }\n';
    const steps =
      '- send: PWD\n  expect: 257\n  save: pwd\n- check: ${pwd.path}\n  equals: ${scratch}\n- send: TYPE I\n  expect: 200\n- download: RETR a.txt\n  is: hello\n- download: RETR b\n  is: xxx';
    const profile = siteAt(server.port, { scratch: '/play-scratch' });
    const result = await play(loadScenario(steps, more), profile, new Transcript([]), NEVER);
    expect(result.outcome, result.reason).to.equal('pass');
  });
});
