import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReference, type ReferenceServer } from '../../src/reference/index.ts';
import { COMMAND, ftpspec, readResults, scratchFolder } from '../support/cli.ts';
import { missing, requirePart } from '../support/require.ts';

const PASSWORD = 'correct horse';

function url(server: ReferenceServer, scheme = 'ftp', host = '127.0.0.1'): string {
  return `${scheme}://ftpspec:correct%20horse@${host}:${server.port}`;
}

describe('ftpspec run', () => {
  const folder = scratchFolder();
  let server: ReferenceServer | undefined;
  const out = ['--out', folder.path, '--reporter', 'pretty'];
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  after(() => folder.remove());

  it('finds the embedded server conforming, by every scenario and rule that what it offers lets play', async () => {
    const { code, stdout } = await ftpspec(['run', ...out]);
    expect(stdout).to.match(/✓ conforms/);
    expect(code).to.equal(0);
    const { scenarios, rules, totals } = readResults(folder.path);
    const odd = [...scenarios, ...rules].filter(({ outcome }) => outcome !== 'pass');
    // It lists AUTH, one language and no drafts but some, has one certificate for all hosts, and nothing to retry.
    expect(odd.map(({ id, outcome }) => `${outcome} ${id}`)).to.have.members([
      'skip facts/symbolic-link',
      'skip host/last-one-counts',
      'skip host/rein-undoes-it',
      'skip practice/mode-z',
      'skip practice/pret',
      'skip practice/sscn',
      'skip tls/adat-of-any-length',
      'skip tls/adat-that-is-no-base64',
      'skip tls/auth-unlisted',
      'skip utf8/lang-moves-the-asterisk',
      'skip utf8/lang-texts',
      'skip utf8/lang-undone',
      'skip rules/marker-form',
      'skip rules/retry-means-4yz',
    ]);
    expect(totals.pass).to.equal(scenarios.length + rules.length - odd.length);
    expect(totals.pass).to.be.at.least(550);
  });

  for (const scheme of ['ftpes', 'ftps'])
    it(`finds it conforming over ${scheme}://`, async () => {
      server = await startReference({ implicit: scheme === 'ftps', acceptTimeoutMs: 3000 });
      const { code } = await ftpspec(['run', url(server, scheme), ...out]);
      const { scenarios, rules } = readResults(folder.path);
      const odd = [...scenarios, ...rules].filter(({ outcome }) => !/pass|skip/.test(outcome));
      expect(odd.map(({ id, reason }) => `${id}: ${reason}`)).to.deep.equal([]);
      expect(code).to.equal(0);
    });

  it('finds it conforming over IPv6', async function () {
    requirePart.call(this, 'IPv6', missing.ipv6());
    server = await startReference({ host: ['::1'], acceptTimeoutMs: 3000 });
    const { code } = await ftpspec(['run', url(server, 'ftp', '[::1]'), ...out]);
    expect(code).to.equal(0);
  });

  describe('on a server that breaks a requirement', () => {
    let stdout: string;
    let code: number | null;
    before(async () => {
      server = await startReference({ faults: ['cwd-answered-twice'] });
      ({ code, stdout } = await ftpspec(['run', url(server), '--suite', 'navigation', ...out]));
    });

    it('ends with status 1', () => expect(code).to.equal(1));

    it('tells requirement, section, expected, actual, the line with a caret, and how to play it again', () => {
      expect(stdout).to.match(/RFC959-\S+/);
      expect(stdout).to.match(/\(section \d/);
      expect(stdout).to.match(/Expected:/i);
      expect(stdout).to.match(/Actual:/i);
      expect(stdout).to.match(/navigation\.yaml:\d+:\d+/);
      expect(stdout).to.match(/\d+ \|.*\n.*\| +\^/);
      expect(stdout).to.match(/ftpspec run ftp:\/\/ftpspec@127\.0\.0\.1:\d+ .*--id navigation\//);
    });

    it('shows the transcript with times, gutters and visible bytes, and no password', () => {
      expect(stdout).to.match(/\d\.\d{3} main +> CWD .*\\r\\n/);
      expect(stdout).to.match(/\d\.\d{3} main +< 250/);
      expect(stdout).to.contain('PASS ****');
      expect(stdout).not.to.contain(PASSWORD);
    });

    it('writes the same into JUnit', () => {
      const junit = readFileSync(join(folder.path, 'junit.xml'), 'utf8');
      expect(junit).not.to.contain(PASSWORD);
      const parsed = new XMLParser({ ignoreAttributes: false }).parse(junit) as {
        testsuites: { '@_failures': string };
      };
      expect(Number(parsed.testsuites['@_failures'])).to.be.at.least(1);
      expect(junit)
        .to.match(/RFC959-/)
        .and.to.match(/--id navigation\//);
    });
  });

  it('plays just the failed scenario again with the command that it prints', async () => {
    server = await startReference({ faults: ['pwd-tells-parent'] });
    const first = await ftpspec(['run', url(server), '--suite', 'navigation', ...out]);
    const failed = readResults(folder.path).scenarios.filter(({ outcome }) => outcome === 'fail');
    expect(first.code).to.equal(1);
    const [one] = failed;
    const words = one!.rerun.split(' ').slice(1);
    const again = await ftpspec([...words, '--password-env', 'SECRET', ...out], {
      env: { SECRET: PASSWORD },
    });
    expect(again.code).to.equal(1);
    const { scenarios } = readResults(folder.path);
    expect(scenarios.map(({ id, outcome }) => [id, outcome])).to.deep.equal([[one!.id, 'fail']]);
  });

  it('fails for warnings only with --strict', async () => {
    server = await startReference();
    const scripts = join(folder.path, 'warns.yaml');
    writeFileSync(
      scripts,
      '- id: own/warns\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  steps: [{ warn: as told }]\n',
    );
    const own = ['run', url(server), '--scripts', scripts, ...out];
    expect((await ftpspec(own)).code).to.equal(0);
    expect((await ftpspec([...own, '--strict'])).code).to.equal(1);
  });

  it('fails for what --require names and the target does not offer, and skips it otherwise', async () => {
    server = await startReference({ tls: 'off' });
    const one = ['run', url(server), '--id', 'tls/pbsz-zero', ...out];
    const skipped = await ftpspec(one);
    expect(skipped.stdout).to.match(/skipped: needs tls: /);
    expect(skipped.code).to.equal(0);
    const required = await ftpspec([...one, '--require', 'tls']);
    expect(required.stdout).to.match(/tls to be offered, as --require wants/);
    expect(required.code).to.equal(1);
  });

  it('reports several targets, named in words and by a file, in one file each', async () => {
    server = await startReference();
    const other = await startReference();
    const hosts = join(folder.path, 'hosts.txt');
    writeFileSync(hosts, `# the other one\n${url(other)}\n`);
    try {
      const { code } = await ftpspec([
        'run',
        url(server),
        '--targets',
        hosts,
        '--suite',
        'session',
        ...out,
      ]);
      expect(code).to.equal(0);
    } finally {
      await other.close();
    }
    const report = JSON.parse(readFileSync(join(folder.path, 'results.json'), 'utf8')) as {
      runs: { target: string }[];
    };
    expect(report.runs.map(({ target }) => target)).to.deep.equal([
      `ftp://ftpspec@127.0.0.1:${server.port}`,
      `ftp://ftpspec@127.0.0.1:${other.port}`,
    ]);
  });

  for (const source of ['--password-env', '--password-file'])
    it(`takes the password from ${source}`, async () => {
      server = await startReference();
      const file = join(folder.path, 'password');
      writeFileSync(file, `${PASSWORD}\n`);
      const place = source === '--password-env' ? 'SECRET' : file;
      const { code } = await ftpspec(
        [
          'run',
          `ftp://ftpspec@127.0.0.1:${server.port}`,
          source,
          place,
          '--suite',
          'session',
          ...out,
        ],
        { env: { SECRET: PASSWORD } },
      );
      expect(code).to.equal(0);
    });

  it('goes on, reports and tells its verdict where nobody reads the output any more', async () => {
    server = await startReference();
    const { code, stderr } = await ftpspec(['run', url(server), '--suite', 'session', ...out], {
      started: (child) => child.stdout?.once('data', () => child.stdout?.destroy()),
    });
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(readResults(folder.path).totals.pass).to.be.at.least(20);
  });

  it('says so, with status 2, where the output cannot be written', async function () {
    requirePart.call(this, '/dev/full', existsSync('/dev/full') ? undefined : 'not Linux');
    server = await startReference();
    const full = openSync('/dev/full', 'w');
    const words = ['run', url(server), '--suite', 'session', '--reporter', 'json'];
    const { status, stderr } = spawnSync(
      process.execPath,
      [COMMAND, ...words, '--out', folder.path, '--jobs', '1', '--id', 'session/noop'],
      { stdio: ['ignore', full, 'pipe'], encoding: 'utf8', timeout: 60_000 },
    );
    closeSync(full);
    expect(stderr).to.equal('ftpspec: standard output cannot be written (ENOSPC)\n');
    expect(status).to.equal(2);
  });

  it('shows no password to those who list processes', async () => {
    server = await startReference();
    let line = '';
    await ftpspec(['run', url(server), '--suite', 'session', ...out], {
      started: (child) =>
        child.stdout?.once('data', () => {
          line = execFileSync('ps', ['-o', 'args=', '-p', String(child.pid)], { encoding: 'utf8' });
        }),
    });
    expect(line.trim()).to.equal('ftpspec');
  });

  it('needs no password for anonymous users', async () => {
    server = await startReference();
    const target = `ftp://anonymous@127.0.0.1:${server.port}`;
    const { code } = await ftpspec(['run', target, '--suite', 'session', ...out]);
    expect(code).to.equal(0);
  });

  describe('when it ends before its time', () => {
    const waiting =
      '- id: own/waits\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  needs: [login, writable-dir]\n' +
      '  files: { left.txt: text }\n  steps: [{ send: MKD deep, expect: 257 }, { pause: 10m }]\n' +
      '- id: own/passes\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  steps: [{ send: NOOP, expect: [200, 530] }]\n';
    const scripts = join(folder.path, 'waits.yaml');

    // npm and shells pass a Ctrl-C on that the terminal has sent already.
    for (const [what, signals] of [
      ['Ctrl-C', ['SIGINT']],
      ['a Ctrl-C that arrives twice', ['SIGINT', 'SIGINT']],
      ['the end of its terminal', ['SIGHUP']],
    ] as const)
      it(`cleans up, writes whole reports and ends with status 130 on ${what}`, async () => {
        writeFileSync(scripts, waiting);
        const running = await startReference();
        server = running;
        const { code, stderr } = await ftpspec(
          ['run', url(running), '--scripts', scripts, ...out],
          {
            started: (child) =>
              child.stdout?.on('data', (text: Buffer) => {
                if (text.toString().includes('1/2'))
                  for (const signal of signals) child.kill(signal);
              }),
          },
        );
        expect(stderr).to.match(/interrupted/);
        expect(code).to.equal(130);
        const { scenarios, stopped } = readResults(folder.path);
        expect(stopped).to.equal('interrupted');
        expect(Object.fromEntries(scenarios.map(({ id, outcome }) => [id, outcome]))).to.deep.equal(
          {
            'own/passes': 'pass',
            'own/waits': 'error',
          },
        );
        expect(readFileSync(join(folder.path, 'junit.xml'), 'utf8')).to.match(/<\/testsuites>\s*$/);
        const { code: left } = await ftpspec([
          'run',
          url(running),
          '--scripts',
          writeScript(folder.path, 'NLST'),
          ...out,
        ]);
        expect(left, 'no scratch directory is left').to.equal(0);
      });

    it('reports targets that were not reached any more', async () => {
      writeFileSync(scripts, waiting);
      const running = await startReference();
      server = running;
      const targets = [url(running), url(running, 'ftpes')];
      const { code } = await ftpspec(['run', ...targets, '--scripts', scripts, ...out], {
        started: (child) =>
          child.stdout?.on('data', (text: Buffer) => {
            if (text.toString().includes('1/2')) child.kill('SIGINT');
          }),
      });
      expect(code).to.equal(130);
      const report = JSON.parse(readFileSync(join(folder.path, 'results.json'), 'utf8')) as {
        runs: { stopped: string }[];
      };
      expect(report.runs.map(({ stopped }) => stopped)).to.deep.equal([
        'interrupted',
        'interrupted',
      ]);
      expect(readFileSync(join(folder.path, 'junit.xml'), 'utf8').match(/<error /g)).to.have.length(
        3,
      );
    });

    it('writes whole reports and ends with status 3 when the server goes away', async () => {
      const running = await startReference();
      const many = Array.from(
        { length: 30 },
        (_, index) =>
          `- id: own/s${index}\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  needs: [login]\n  steps: [{ pause: 200ms }, { send: NOOP, expect: 200 }]\n`,
      );
      writeFileSync(scripts, many.join(''));
      let closing: Promise<void> | undefined;
      const { code, stdout } = await ftpspec(
        ['run', url(running), '--scripts', scripts, '--jobs', '1', ...out],
        {
          started: (child) =>
            child.stdout?.on('data', (text: Buffer) => {
              if (text.toString().includes('3/30')) closing ??= running.close();
            }),
        },
      );
      await closing;
      expect(stdout.replace(/\s+/g, ' ')).to.match(/the target no longer serves/);
      expect(code).to.equal(3);
      const { scenarios } = readResults(folder.path);
      expect(scenarios.filter(({ outcome }) => outcome === 'pass').length).to.be.at.least(3);
    });
  });
});

/** A script that fails where a listing of the login directory shows a scratch directory. */
function writeScript(folder: string, verb: string): string {
  const path = join(folder, 'left.yaml');
  writeFileSync(
    path,
    `- id: own/left\n  title: t\n  covers: [RFC959-4.2-EOL-1]\n  needs: [login]\n  steps:\n    - { download: ${verb}, save: names }\n    - { check: "\${names.text}", does-not-contain: ftpspec- }\n`,
  );
  return path;
}
