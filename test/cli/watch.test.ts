import { expect } from 'chai';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ftpspec, scratchFolder } from '../support/cli.ts';
import { LOGIN, readReports, speak } from '../support/diagnosis.ts';
import { letGo, listen } from '../support/loopback.ts';

/** As quick as a diagnosis can be: nothing is waited for. */
const QUICKLY = ['--every', '1s', '--timeout', '1'] as const;

/** A server that answers one diagnosis in one way and the next in another: its greetings, in their order. */
const TURNS = ['220 ready\r\n', '421 Too many users.\r\n'] as const;

describe('ftpspec diagnose --every', () => {
  let folder: ReturnType<typeof scratchFolder>;
  beforeEach(() => (folder = scratchFolder()));
  afterEach(async () => {
    folder.remove();
    await letGo();
  });

  /** A server that says what `greeting` holds. */
  async function start(greeting: { now: string }): Promise<string> {
    const { port } = await listen((socket) => {
      if (greeting.now.startsWith('220')) speak(LOGIN)(socket);
      else socket.end(greeting.now);
    });
    return `ftp://anyone:pa55word@127.0.0.1:${port}`;
  }

  /** Calls back for each line that a command prints. */
  function onLine(child: ChildProcess, call: (line: string) => void): void {
    let rest = '';
    child.stdout?.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(call);
    });
  }

  it('prints a line when a state changes, ends at the change, and its files hold the latest round', async () => {
    const greeting: { now: string } = { now: TURNS[1] };
    const url = await start(greeting);
    const metrics = join(folder.path, 'ftp.prom');
    const json = join(folder.path, 'diagnosis.json');
    const { code, stdout } = await ftpspec(
      ['diagnose', url, ...QUICKLY, '--until', 'changed', '--metrics', metrics, '--json', json],
      { started: (child) => onLine(child, () => (greeting.now = TURNS[0])) },
    );
    const lines = stdout.trimEnd().split('\n');
    expect(lines).to.have.length(2);
    const time = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
    expect(lines[0]).to.match(new RegExp(`${time} broken ftp://.*: connection-limit: `));
    expect(lines[1])
      .to.match(new RegExp(`${time} (broken|degraded) ftp://`))
      .and.match(/; it was broken \(connection-limit\)$/);
    expect(code).to.equal(1);
    const text = readFileSync(metrics, 'utf8');
    expect(text)
      .to.match(/^ftpspec_healthy\{target="[^"]*"\} 0$/m)
      .and.not.contain('connection-limit');
    expect(readReports(json)).to.have.length(1);
    expect(readdirSync(folder.path).sort()).to.deep.equal(['diagnosis.json', 'ftp.prom']);
    expect(text + stdout + readFileSync(json, 'utf8')).not.to.contain('pa55word');
  });

  it('says once what stays as it is, round after round, and ends at once at Ctrl-C', async () => {
    let rounds = 0;
    const interrupt: { call?: () => void } = {};
    const { port } = await listen((socket) => {
      if (++rounds === 4) interrupt.call?.();
      socket.end(TURNS[1]);
    });
    const { code, stdout } = await ftpspec(['diagnose', `ftp://127.0.0.1:${port}`, ...QUICKLY], {
      started: (child) => (interrupt.call = () => child.kill('SIGINT')),
    });
    expect(code).to.equal(130);
    expect(stdout.trimEnd().split('\n')).to.have.length(1);
  });

  it('ends in the middle of a pause as well', async () => {
    const url = await start({ now: TURNS[1] });
    const { code } = await ftpspec(['diagnose', url, '--every', '24h', '--timeout', '1'], {
      started: (child) => onLine(child, () => child.kill('SIGTERM')),
    });
    expect(code).to.equal(130);
  });

  it('ends with status 0 when all are healthy, if that is waited for', async () => {
    const { startReference } = await import('../../src/reference/index.ts');
    const server = await startReference({ port: 0 });
    try {
      const { code, stdout } = await ftpspec([
        ...['diagnose', `ftp://127.0.0.1:${server.port}`],
        ...['--every', '1s', '--until', 'healthy'],
      ]);
      expect(code).to.equal(0);
      expect(stdout).to.match(/Z healthy ftp:\/\/127\.0\.0\.1/);
    } finally {
      await server.close();
    }
  });

  it('goes on where a file cannot be written for a while', async () => {
    const greeting: { now: string } = { now: TURNS[1] };
    const url = await start(greeting);
    const file = join(folder.path, 'ftp.prom');
    const { stderr, stdout } = await ftpspec(
      ['diagnose', url, ...QUICKLY, '--until', 'changed', '--metrics', file],
      {
        started: (child) => {
          let told = 0;
          onLine(child, () => {
            if (++told > 1) return;
            rmSync(file);
            mkdirSync(file);
          });
          child.stderr?.once('data', () => {
            rmdirSync(file);
            greeting.now = TURNS[0];
          });
        },
      },
    );
    expect(stderr).to.match(/ftpspec: the report .*ftp\.prom cannot be written: it is a folder/);
    expect(stdout.trimEnd().split('\n')).to.have.length(2);
    expect(readFileSync(file, 'utf8')).to.contain('ftpspec_healthy');
  });

  it('has the latest round on a page of loopback, which is gone when it ends', async () => {
    const greeting: { now: string } = { now: TURNS[1] };
    const url = await start(greeting);
    const page: { url?: string; reads: Promise<readonly (readonly [number, string])[]> } = {
      reads: Promise.resolve([]),
    };
    const read = async (path: string, method = 'GET'): Promise<readonly [number, string]> => {
      const response = await fetch(new URL(path, page.url), { method });
      return [response.status, await response.text()];
    };
    const { code, stderr, stdout } = await ftpspec(
      ['diagnose', url, ...QUICKLY, '--until', 'changed', '--metrics', '0'],
      {
        started: (child) => {
          child.stderr?.on('data', (text: string) => {
            page.url ??= /metrics at (http:\/\/127\.0\.0\.1:\d+\/metrics)/.exec(text)?.[1] ?? '';
          });
          let told = 0;
          onLine(child, () => {
            if (++told > 1) return;
            page.reads = Promise.all([
              read('/metrics'),
              read('/metrics', 'POST'),
              read('/etc/passwd'),
            ]).finally(() => (greeting.now = TURNS[0]));
          });
        },
      },
    );
    expect(code, stderr).to.equal(1);
    const [metrics, posted, other] = await page.reads;
    expect(metrics?.[0]).to.equal(200);
    expect(metrics?.[1])
      .to.match(/^ftpspec_healthy\{target="ftp:[^"]*"\} 0$/m)
      .and.contain('code="connection-limit"')
      .and.not.contain('pa55word');
    expect(posted?.[0]).to.equal(405);
    expect(other).to.deep.equal([404, 'metrics are at /metrics\n']);
    expect(stdout.trimEnd().split('\n')).to.have.length(2);
    await read('/metrics').then(
      () => expect.fail('the page is still there'),
      (error: unknown) => expect(error).to.be.instanceOf(TypeError),
    );
  });

  it('says in a sentence that the port for its page is taken', async () => {
    const { port } = await listen(() => undefined);
    const { code, stderr } = await ftpspec([
      'diagnose',
      'ftp://a.invalid',
      '--every',
      '1m',
      '--metrics',
      `${port}`,
    ]);
    expect(stderr).to.equal(
      `ftpspec: nothing can listen at 127.0.0.1:${port} (EADDRINUSE); choose another with --metrics\n`,
    );
    expect(code).to.equal(2);
  });

  const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a time that is none', ['--every', '5'], /--every takes a time from 1s to 24h/],
    ['no pause at all', ['--every', '0s'], /--every takes a time from 1s to 24h/],
    ['an end of nothing', ['--until', 'healthy'], /--until is for --every/],
    ['an unknown end', ['--every', '1m', '--until', 'friday'], /until/],
    [
      'pages that would run on',
      ['--every', '1m', '--reporter', 'tap'],
      /give the reporter tap a file: tap=FILE/,
    ],
    [
      'a page of a single diagnosis',
      ['--metrics', '9117'],
      /--metrics 9117 is a port, which is for --every/,
    ],
    ['a peer', ['--every', '1m', '--peer', '2190'], /--peer is not for --every/],
  ];
  for (const [what, args, sentence] of WRONG)
    it(`refuses ${what} in a sentence`, async () => {
      const { code, stderr } = await ftpspec(['diagnose', 'ftp://a.invalid', ...args]);
      expect(stderr).to.match(sentence);
      expect(code).to.equal(2);
    });
});
