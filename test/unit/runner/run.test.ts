import { expect } from 'chai';
import type { Socket } from 'node:net';
import {
  startReference,
  type ReferenceOptions,
  type ReferenceServer,
} from '../../../src/reference/index.ts';
import type { Reporter } from '../../../src/runner/events.ts';
import type { RunOptions } from '../../../src/runner/options.ts';
import type { RunResult } from '../../../src/runner/results.ts';
import { run } from '../../../src/runner/run.ts';
import { parseTarget } from '../../../src/targets/url.ts';
import { Raw } from '../../reference/raw.ts';
import { letGo, listen, onLines } from '../../support/loopback.ts';
import { catalogue, loadTexts } from '../../support/scripts.ts';

const NEVER = new AbortController().signal;

/** Scenarios by name: keys beside steps, and steps. */
function scripts(table: Readonly<Record<string, { more?: string; steps: string }>>) {
  const text = Object.entries(table)
    .map(([name, { more = '', steps }]) => {
      const head = `- id: t/${name}\n  title: ${name}\n  covers: [RFC959-4.2-FMT-1]\n`;
      return `${head}${more}  steps: [${steps}]\n`;
    })
    .join('');
  return loadTexts({ 't.yaml': text });
}

function optionsFor(port: number, more: Partial<RunOptions> = {}): RunOptions {
  return {
    target: {
      ...parseTarget(`ftp://127.0.0.1:${port}`),
      user: 'ftpspec',
      password: 'correct horse',
    },
    name: 'test',
    addresses: undefined,
    own: true,
    allow: [],
    password: undefined,
    second: undefined,
    family: undefined,
    ca: undefined,
    verify: false,
    file: undefined,
    largeFile: undefined,
    activeAddress: undefined,
    activePorts: undefined,
    dataPort: undefined,
    jobs: undefined,
    timeoutMs: 20_000,
    seed: 's',
    rerun: 'ftpspec run test',
    ...more,
  };
}

/** `pass`, or `skip: why`, by name. */
function outcomes({ scenarios }: RunResult): Record<string, string> {
  return Object.fromEntries(
    scenarios.map(({ title, outcome, reason }) => [
      title,
      outcome === 'pass' ? 'pass' : `${outcome}: ${reason}`,
    ]),
  );
}

const NOOP = '{ send: NOOP, expect: 200 }';
const SILENT: Reporter = {};

describe('a run against the reference server', () => {
  let server: ReferenceServer | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
    await letGo();
  });

  async function start(options: ReferenceOptions = {}): Promise<number> {
    server = await startReference({ passwordDelayMs: 0, ...options });
    return server.port;
  }

  /** The names in the root directory. */
  async function rootNames(port: number): Promise<string> {
    const { connect } = await import('node:net');
    const raw = new Raw(connect(port, '127.0.0.1'), '127.0.0.1');
    await raw.reply();
    await raw.login();
    const { data } = await raw.fetch('NLST /');
    raw.socket.destroy();
    return data.toString();
  }

  const risky = scripts({
    safe: { more: '  needs: [login]\n', steps: NOOP },
    writes: {
      more: '  needs: [login, writable-dir]\n  files: { a: b }\n',
      steps: '{ send: DELE a, expect: 250 }',
    },
    intrusive: { more: '  needs: [login]\n  risk: intrusive\n', steps: NOOP },
    reads: {
      more: '  needs: [login, existing-file]\n',
      steps: '{ send: "SIZE ${file}", expect: 213 }',
    },
  });

  it('plays only what is safe on a host that is not ours, and writes nothing', async () => {
    const port = await start();
    const result = await run(optionsFor(port, { own: false }), risky, catalogue, SILENT, NEVER);
    expect(outcomes(result)).to.deep.equal({
      safe: 'pass',
      writes: 'skip: it is writes, which this host does not get without --allow writes',
      intrusive: 'skip: it is intrusive, which this host does not get without --allow intrusive',
      reads: 'pass',
    });
    expect(await rootNames(port)).to.not.contain('ftpspec-');
  });

  it('plays what is allowed there', async () => {
    const port = await start();
    const options = optionsFor(port, { own: false, allow: ['writes'] });
    const result = await run(options, risky, catalogue, SILENT, NEVER);
    expect(outcomes(result)).to.include({ safe: 'pass', writes: 'pass', reads: 'pass' });
    expect(result.totals).to.include({
      skip: 1 + result.rules.filter(({ outcome }) => outcome === 'skip').length,
    });
  });

  it('plays everything on a host of ours, and leaves nothing behind', async () => {
    const port = await start();
    const deep = scripts({
      deep: {
        more: '  needs: [login, writable-dir]\n  files: { a: b, .hidden: c, "with space": d }\n',
        steps:
          '{ send: MKD d, expect: 257 }, { send: CWD d, expect: 250 }, { send: MKD e, expect: 257 }, { upload: STOR e/f, content: g }, { raw: "MKD a\\xff\\xffb\\r\\n", expect: 257 }',
      },
    });
    const before = await rootNames(port);
    const result = await run(optionsFor(port), [...risky, ...deep], catalogue, SILENT, NEVER);
    expect(new Set(Object.values(outcomes(result)))).to.deep.equal(new Set(['pass']));
    expect(result.stopped).to.equal(undefined);
    expect(await rootNames(port)).to.equal(before);
  });

  it('says why a need is not met', async () => {
    const port = await start({ tls: 'off', anonymous: false });
    const needy = scripts({
      tls: { more: '  needs: [tls]\n', steps: NOOP },
      anonymous: { more: '  needs: [anonymous]\n', steps: NOOP },
      second: { more: '  needs: [second-account]\n', steps: NOOP },
      v6: { more: '  needs: [ipv6]\n', steps: NOOP },
    });
    const found = outcomes(await run(optionsFor(port), needy, catalogue, SILENT, NEVER));
    expect(found['tls']).to.match(/^skip: needs tls: "AUTH TLS" draws "50/);
    expect(found['anonymous']).to.match(/^skip: needs anonymous: ".*" draws "530/);
    expect(found['second']).to.equal(
      'skip: needs second-account: no second account is given (--second-user)',
    );
    expect(found['v6']).to.equal('skip: needs ipv6: the target has no IPv6 address');
  });

  it('finds out that nothing can be written for somebody who may only read', async () => {
    const port = await start({
      accounts: [{ user: 'ftpspec', password: 'correct horse', readOnly: true }],
    });
    const found = outcomes(await run(optionsFor(port), risky, catalogue, SILENT, NEVER));
    expect(found).to.include({ safe: 'pass', reads: 'pass' });
    expect(found['writes']).to.match(
      /^skip: needs writable-dir: "MKD \/ftpspec-[0-9a-f]{12}" draws "5/,
    );
  });

  it('moves data by PASV where EPSV is not known', async () => {
    const port = await start({ faults: ['epsv-on-ipv6-only'] });
    const moving = scripts({
      moves: { more: '  needs: [login]\n', steps: '{ download: RETR /welcome.txt }' },
    });
    const result = await run(optionsFor(port), moving, catalogue, SILENT, NEVER);
    expect(outcomes(result)).to.deep.equal({ moves: 'pass' });
    expect(result.scenarios[0]?.transcript.join('\n')).to.contain('> PASV').and.not.contain('EPSV');
  });

  it('writes where a large file is not taken, and finds one or says why there is none', async () => {
    const port = await start({ capacityBytes: 4 * 1024 * 1024 });
    const both = scripts({
      writes: { more: '  needs: [login, writable-dir]\n', steps: '{ send: MKD a, expect: 257 }' },
      reads: { more: '  needs: [login, large-file]\n', steps: NOOP },
    });
    const found = outcomes(await run(optionsFor(port), both, catalogue, SILENT, NEVER));
    expect(found['writes']).to.equal('pass');
    expect(found['reads']).to.match(/^skip: needs large-file: storing .*large\.bin ends with 552/);
    expect(await rootNames(port)).to.not.contain('ftpspec-');
  });

  const families = scripts({
    v4: { more: '  needs: [ipv4]\n', steps: '{ send: NOOP, expect: ["2yz", 530] }' },
    v6: { more: '  needs: [ipv6]\n', steps: '{ send: NOOP, expect: ["2yz", 530] }' },
  });
  const nowhere6 = { addresses: ['127.0.0.1', '::1'] };

  it('skips what needs a family whose address does not serve, saying what is there', async () => {
    const port = await start({ host: ['127.0.0.1'] });
    const options = optionsFor(port, nowhere6);
    const found = outcomes(await run(options, families, catalogue, SILENT, NEVER));
    expect(found['v4']).to.equal('pass');
    expect(found['v6']).to.match(/^skip: needs ipv6: .*\[::1\]:\d+ is (refused|unreachable)/);
  });

  it('goes over the family that serves, and over the one that is asked for', async () => {
    const port = await start({ host: ['127.0.0.1'] });
    const turned = optionsFor(port, { addresses: ['::1', '127.0.0.1'], family: 4 });
    const found = outcomes(await run(turned, families, catalogue, SILENT, NEVER));
    expect(found['v4']).to.equal('pass');
    expect(found['v6']).to.equal('skip: needs ipv6: the run goes over IPv4 only');
  });

  it('has those that listen take turns where few ports are open for them', async () => {
    const port = await start();
    const listens = {
      more: '  needs: [login, port-bind]\n',
      steps: '{ repeat: 3, steps: [{ download: LIST, via: active }] }',
    };
    const many = scripts(Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, listens])));
    const free = await listen(() => undefined);
    await free.close();
    const options = optionsFor(port, { jobs: 4, activePorts: [free.port, free.port] });
    const found = outcomes(await run(options, many, catalogue, SILENT, NEVER));
    expect(new Set(Object.values(found))).to.deep.equal(new Set(['pass']));
  });

  it('removes what it made although the server is slow to let the last session go', async () => {
    const port = await start({ maxClients: 1 });
    const result = await run(optionsFor(port), risky, catalogue, SILENT, NEVER);
    // Where anything is left, this says so; a look of our own would be one session too many.
    expect(result.stopped).to.equal(undefined);
    expect(outcomes(result)).to.include({ reads: 'pass' });
  });

  const crowd = scripts(
    Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [
        name,
        { more: '  needs: [login]\n', steps: NOOP },
      ]),
    ),
  );
  const two = scripts({
    two: {
      more: '  needs: [login, second-connection]\n',
      steps: '{ connect: other }, { send: NOOP, on: other, expect: 200 }',
    },
  });

  for (const [maxClients, jobs, outcome] of [
    [1, 1, /^skip: needs second-connection: the server takes one connection at a time$/],
    [2, 1, /^pass$/],
    [9, 4, /^pass$/],
  ] as const)
    it(`plays ${jobs} at a time where the server takes ${maxClients}`, async () => {
      const port = await start({ maxClients });
      const result = await run(optionsFor(port), [...crowd, ...two], catalogue, SILENT, NEVER);
      expect(result.jobs).to.equal(jobs);
      const { two: needsTwo, ...others } = outcomes(result);
      expect(needsTwo).to.match(outcome);
      expect(new Set(Object.values(others))).to.deep.equal(new Set(['pass']));
    });

  it('plays those that want the server for themselves alone, and reports all in order', async () => {
    const port = await start();
    const mixed = scripts({
      first: { more: '  exclusive: true\n', steps: NOOP },
      second: { steps: NOOP },
      third: { steps: '{ silence: 1ms }' },
    });
    let playing = 0;
    const together: string[] = [];
    const reporter: Reporter = {
      scenarioStart: ({ id }) => {
        playing++;
        if (playing > 1) together.push(id);
        if (id === 't/first') expect(playing).to.equal(1);
      },
      scenarioEnd: () => playing--,
    };
    const result = await run(optionsFor(port, { jobs: 3 }), mixed, catalogue, reporter, NEVER);
    expect(result.scenarios.map(({ title }) => title)).to.deep.equal(['first', 'second', 'third']);
    expect(together).to.have.length(1);
    expect(result.scenarios[0]?.rerun).to.equal('ftpspec run test --id t/first --seed s');
  });

  it('shows no password, whatever the server says', async () => {
    const port = await start();
    const telling = scripts({
      tells: { more: '  needs: [login]\n', steps: '{ send: "CWD ${password}", expect: 250 }' },
      skips: {
        more: '  needs: [login]\n',
        steps: '{ send: "CWD ${password}", expect: { pass: 250, skip: 550 } }',
      },
      states: {
        more: '  needs: [login]\n',
        steps: '{ send: "CWD ${password}", expect: 550, save: said }, { info: "${said.all}" }',
      },
    });
    const result = await run(optionsFor(port), telling, catalogue, SILENT, NEVER);
    expect(result.scenarios.map(({ outcome }) => outcome)).to.deep.equal(['fail', 'skip', 'pass']);
    expect(JSON.stringify(result)).to.not.contain('correct horse');
  });

  it('ends in good order when it is interrupted, and leaves nothing behind', async () => {
    const port = await start();
    const stop = new AbortController();
    const long = scripts({
      writes: {
        more: '  needs: [login, writable-dir]\n',
        steps: '{ send: MKD a, expect: 257 }, { pause: 60s }',
      },
      later: { more: '  exclusive: true\n', steps: NOOP },
    });
    let ended: RunResult | undefined;
    const reporter: Reporter = {
      scenarioStart: () => void setTimeout(() => stop.abort(), 300),
      runEnd: (result) => (ended = result),
    };
    const result = await run(optionsFor(port), long, catalogue, reporter, stop.signal);
    expect(result.stopped).to.equal('interrupted');
    expect(ended).to.equal(result);
    expect(outcomes(result)).to.deep.equal({
      writes: 'error: expected to play to the end, got interrupted',
    });
    expect(await rootNames(port)).to.not.contain('ftpspec-');
  });

  it('has no rule results where it was interrupted before anything played', async () => {
    const port = await start();
    const result = await run(optionsFor(port), crowd, catalogue, SILENT, AbortSignal.abort());
    expect(result).to.include({ stopped: 'interrupted' });
    expect(result.scenarios).to.deep.equal([]);
    expect(result.rules).to.deep.equal([]);
    expect(result.totals).to.deep.equal({ pass: 0, warn: 0, fail: 0, skip: 0, error: 0 });
  });

  it('judges the rules over all scenarios', async () => {
    const port = await start();
    const result = await run(optionsFor(port), crowd, catalogue, SILENT, NEVER);
    const rule = result.rules.find(({ id }) => id === 'rules/line-ends');
    expect(rule).to.include({ outcome: 'pass' });
    expect(rule?.exchanges).to.be.greaterThan(crowd.length * 4);
  });

  it('is complete when the server dies in the middle', async () => {
    const port = await start();
    const many = scripts(
      Object.fromEntries(
        Array.from({ length: 30 }, (_, index) => [
          `s${index}`,
          { more: '  needs: [login]\n', steps: NOOP },
        ]),
      ),
    );
    let ends = 0;
    const reporter: Reporter = {
      scenarioEnd: () => {
        if (++ends === 5) void server?.close();
      },
    };
    const result = await run(optionsFor(port, { jobs: 1 }), many, catalogue, reporter, NEVER);
    expect(result.stopped).to.match(/^the target no longer serves: /);
    expect(result.scenarios.length).to.be.within(10, 29);
    expect(ends).to.equal(result.scenarios.length);
    expect(result.totals.error).to.be.at.least(5);
    expect(result.rules).to.not.be.empty;
  });

  it('goes on over scenarios whose own set-up is refused', async () => {
    const port = await start();
    const broken = scripts(
      Object.fromEntries(
        Array.from({ length: 8 }, (_, index) => [
          `s${index}`,
          { more: '  needs: [login]\n  setup: [{ send: XFOO, expect: 200 }]\n', steps: NOOP },
        ]),
      ),
    );
    const result = await run(optionsFor(port, { jobs: 1 }), broken, catalogue, SILENT, NEVER);
    expect(result.stopped).to.equal(undefined);
    expect(result.totals.error).to.equal(8);
  });

  it('plays what comes before the login where the login deviates, and says that this is not all', async () => {
    const port = await start({ faults: ['login-verbs-unknown'] });
    const stages = scripts({
      before: { more: '  start: greeted\n', steps: NOOP },
      login: { more: '  needs: [login]\n  start: secured\n', steps: '{ login: main }' },
      behind: { more: '  needs: [login]\n', steps: NOOP },
    });
    const result = await run(optionsFor(port, { jobs: 1 }), stages, catalogue, SILENT, NEVER);
    expect(result.stopped).to.match(/"USER ftpspec" draws "502/);
    const played = outcomes(result);
    expect(played['before']).to.equal('pass');
    expect(played['login']).to.match(/^fail: .*502/);
    expect(played['behind']).to.match(/^skip: nobody gets that far: "USER ftpspec" draws "502/);
  });

  it('plays what comes before the greeting is read where the greeting deviates', async () => {
    const port = await start({ faults: ['greeting-of-login'] });
    const stages = scripts({
      connected: { more: '  start: connected\n', steps: '{ expect: 230 }' },
      greeted: { more: '  start: greeted\n', steps: NOOP },
      behind: { more: '  needs: [login]\n', steps: NOOP },
    });
    const result = await run(optionsFor(port, { jobs: 1 }), stages, catalogue, SILENT, NEVER);
    expect(result.stopped).to.match(/the greeting is "230/);
    const played = outcomes(result);
    expect(played['connected']).to.equal('pass');
    expect(played['greeted']).to.match(/^skip: nobody gets that far/);
    expect(played['behind']).to.match(/^skip: nobody gets that far/);
  });

  it('judges what it heard itself before the first scenario', async () => {
    const port = await start({ faults: ['mkd-200'] });
    const upload = scripts({ any: { more: '  needs: [login, writable-dir]\n', steps: NOOP } });
    const { rules } = await run(optionsFor(port, { jobs: 1 }), upload, catalogue, SILENT, NEVER);
    const codes = rules.find(({ id }) => id === 'rules/codes-for-command');
    expect(codes?.problems.map(({ scenario }) => scenario)).to.include('survey');
  });
});

describe('a run against something else', () => {
  afterEach(letGo);

  /** For what comes: never the time that decides. */
  const PATIENT = 30_000;

  const any = scripts({ any: { more: '  needs: [login]\n', steps: NOOP } });

  async function stopped(
    serve: (socket: Socket) => void,
    more: Partial<RunOptions> = {},
  ): Promise<string> {
    const { port } = await listen(serve);
    const result = await run(
      optionsFor(port, { timeoutMs: PATIENT, ...more }),
      any,
      catalogue,
      SILENT,
      NEVER,
    );
    expect(result.scenarios).to.deep.equal([]);
    expect(result.rules).to.deep.equal([]);
    return result.stopped ?? '';
  }

  for (const [what, serve, reason] of [
    [
      'closes at once',
      (socket) => socket.end(),
      /sends no greeting: the control connection was closed \(FIN\)/,
    ],
    ['resets', (socket) => socket.resetAndDestroy(), /sends no greeting: .*reset|refused/],
    [
      'speaks SSH',
      (socket) => socket.write('SSH-2.0-x\r\n'),
      /does not speak FTP; it says .*SSH-2\.0-x/,
    ],
    [
      'floods',
      (socket) => socket.write(Buffer.alloc(2 << 20, 'x')),
      /more than 1 MiB arrived without a line end/,
    ],
    ['is full', (socket) => socket.write('421 Full\r\n'), /turns clients away: "421 Full/],
    [
      'refuses the login',
      (socket) => {
        socket.write('220 A\r\n');
        onLines(socket, (line) =>
          socket.write(line.startsWith('USER') ? '331 A\r\n' : '530 correct horse is wrong\r\n'),
        );
      },
      /^"PASS \*\*\*\*" draws "530 \*\*\*\* is wrong/,
    ],
    [
      'closes behind the login',
      (socket) => {
        socket.write('220 A\r\n');
        onLines(socket, (line) =>
          line.startsWith('USER') ? socket.write('331 A\r\n') : socket.end(),
        );
      },
      /the control connection was closed \(FIN\)/,
    ],
  ] as readonly (readonly [string, (socket: Socket) => void, RegExp])[])
    it(`says in one sentence that a server ${what}`, async () => {
      const sentence = await stopped(serve);
      expect(sentence).to.match(reason);
      expect(sentence).to.not.contain('\n');
    });

  it('says in one sentence that a server says nothing', async () => {
    expect(await stopped(() => undefined, { timeoutMs: 300 })).to.match(
      /sends no greeting: a reply did not come within 300 ms/,
    );
  });

  it('says that TLS from the first byte is not spoken', async () => {
    const { port } = await listen((socket) => socket.write('220 A\r\n'));
    const options = optionsFor(port, { timeoutMs: PATIENT });
    const target = { ...options.target, security: 'ftps' as const };
    const result = await run({ ...options, target }, any, catalogue, SILENT, NEVER);
    expect(result.stopped).to.match(/the TLS handshake failed/);
  });

  it('says that nobody listens', async () => {
    const gone = await listen(() => undefined);
    await gone.close();
    const result = await run(optionsFor(gone.port), any, catalogue, SILENT, NEVER);
    expect(result.stopped).to.match(/the control connection to 127\.0\.0\.1:\d+ is refused/);
  });
});
