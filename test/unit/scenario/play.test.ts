import { expect } from 'chai';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Transcript } from '../../../src/client/transcript.ts';
import { play, type Played } from '../../../src/scenario/play.ts';
import { letGo, listen } from '../../support/loopback.ts';
import { loadScenario } from '../../support/scripts.ts';
import {
  type Answer,
  NEVER,
  playAgainst,
  type PlayedWith,
  profileAt,
  Scripted,
} from './scripted-server.ts';

describe('playing against a scripted server', () => {
  let server: Scripted;

  beforeEach(() => {
    server = new Scripted();
  });

  afterEach(letGo);

  const played = async (
    answers: Readonly<Record<string, Answer>>,
    steps: string,
    more?: PlayedWith,
  ): Promise<Played> => await playAgainst(server, answers, steps, more);

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
      profileAt(gone.port),
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
    const result = await play(scenario, profileAt(server.port), new Transcript([]), NEVER);
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

  it('sends REST last, behind the set-up of the data connection (RFC 3659 section 5.3)', async () => {
    const { port } = await listen((socket) => void socket.end('cd'));
    const result = await played(
      {
        EPSV: `229 (|||${port}|)`,
        'REST 2': '350 On.',
        'RETR f': '150 Here.\r\n226 There.',
      },
      '- download: RETR f\n  rest: 2\n  is: cd',
    );
    expect(result.outcome).to.equal('pass');
    expect(server.lines.slice(0, 3)).to.deep.equal(['EPSV', 'REST 2', 'RETR f']);
  });

  it('dials nobody else because a server says so', async () => {
    const result = await played(
      { PASV: '227 (192,0,2,1,4,1)' },
      '- send: PASV\n  expect: 227\n  save: p\n- dial: p\n  address: announced\n  expect: connected',
    );
    expect(result.reason).to.match(
      /192\.0\.2\.1:1025 to be connected, got not-dialled .*--data-address/,
    );
  });

  it('holds nothing against a server whose scenario it has ended itself', async () => {
    const result = await played({ NOOP: undefined }, '- send: NOOP\n  expect: 200', {
      profile: { longestMs: 100 },
    });
    expect(result).to.include({ outcome: 'error', isCutShort: true });
    const seen = result.records.dialogues.flatMap(({ events }) => events.map(({ kind }) => kind));
    expect(seen).to.include('ended').and.not.include('missed');
  });

  describe('skips a server that takes too long for all the turns', () => {
    const slow = (socket: Socket): void => void setTimeout(() => socket.write('200 A\r\n'), 30);
    const turns = (within: string) =>
      played(
        { NOOP: slow },
        `- repeat: 1000000\n  within: ${within}\n  steps:\n    - send: NOOP\n      expect: 200`,
      );

    it('when the time is over', async () => {
      const { outcome, reason } = await turns('100ms');
      expect(outcome).to.equal('skip');
      expect(reason).to.match(
        /^\d+ of 1000000 turns took \d+ ms; all would take more than 100 ms$/,
      );
    });

    it('as soon as its pace shows it', async () => {
      const { outcome, reason } = await turns('60m');
      expect(outcome).to.equal('skip');
      expect(reason).to.match(
        /^50 of 1000000 turns took [\d.]+ s; all would take more than 3600 s$/,
      );
    });
  });

  it('keeps what is worth knowing', async () =>
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
