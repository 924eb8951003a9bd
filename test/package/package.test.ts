import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { requirePart } from '../support/require.ts';
import { scratchFolder } from '../support/cli.ts';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What a command prints, whatever its status. */
async function said(cwd: string, command: string, ...args: string[]) {
  const env = { ...process.env, NO_COLOR: '1' };
  try {
    const { stdout, stderr } = await run(command, args, { cwd, env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

/** Tests of a server's own suite: one holds, one is known to fail. */
const SUITE = `
import { use, expect } from 'chai';
import { run } from 'ftpspec';
import { ftpspecChai } from 'ftpspec/chai';
import { describeConformance } from 'ftpspec/mocha';
use(ftpspecChai);
const target = () => 'TARGET';
describeConformance('the server', target, {
  suites: ['session'],
  known: { 'session/noop-changes-nothing': 'NOOP ends the session, mended in the next release' },
});
it('can be asserted on', async function () {
  this.timeout(60_000);
  const { scenarios } = await run(target(), { ids: ['session/greeting'] });
  expect(scenarios[0]).to.conform();
  expect(scenarios[0]).to.have.received(/^220 /).and.not.sent('STOR');
  expect('227 Passive (127,0,0,1,4,1)\\r\\n').to.be.a.reply(227, '127,0,0,1');
  expect('227 Passive').to.not.be.a.reply();
});
`;

const TYPED = `
import { diagnose, run, type Diagnosis, type RunResult } from 'ftpspec';
import { describeConformance } from 'ftpspec/mocha';
const result: Promise<RunResult> = run('ftp://127.0.0.1', { suites: ['login'] });
const diagnosis: Promise<Diagnosis> = diagnose('ftp://127.0.0.1');
describeConformance('mine', 'ftp://127.0.0.1', { known: { 'session/greeting': 'why' } });
void [result, diagnosis];
// @ts-expect-error such a setting is not there
void run('ftp://127.0.0.1', { suite: 'login' });
`;

describe('the package, installed in an empty folder', function () {
  this.timeout(600_000);
  const folder = scratchFolder();
  const app = join(folder.path, 'app');

  before(async function () {
    // The tests' own build is packed: a new one would take it away from those that run beside this.
    await run('npm', ['run', '--silent', 'types'], { cwd: ROOT });
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder.path], {
      cwd: ROOT,
    });
    const [archive = ''] = readdirSync(folder.path).filter((name) => name.endsWith('.tgz'));
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), '{ "type": "module" }');
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
    const installed = await said(app, 'npm', 'install', ...quiet, join('..', archive));
    requirePart.call(
      this,
      'npm registry',
      installed.code === 0 ? undefined : `npm install fails: ${installed.stderr.slice(0, 200)}`,
    );
  });
  after(() => folder.remove());

  it('has the command, the scripts and the embedded server', async () => {
    const { code, stdout } = await said(app, 'npx', 'ftpspec', 'run', '--suite', 'session');
    expect(stdout).to.include('✓ conforms');
    expect(code).to.equal(0);
  });

  it('asks for testcontainers in one sentence where a container is to be tested', async () => {
    const { code, stdout, stderr } = await said(app, 'npx', 'ftpspec', 'run', '--image', 'any');
    expect(stderr.trim().split('\n')).to.have.length(1);
    expect(stderr).to.include('npm install testcontainers');
    expect(stdout).to.equal('');
    expect(code).to.equal(2);
  });

  it('is a library for mocha and chai, with known failures pending until they pass', async () => {
    const tools = ['mocha', 'chai'].map(
      (name) => `${name}@file:${join(ROOT, 'node_modules', name)}`,
    );
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...tools], {
      cwd: app,
    });
    const command = join(app, 'node_modules/ftpspec/dist/ftpspec.js');
    const server = execFile(process.execPath, [
      ...[command, 'serve', '--port', '0'],
      ...['--fault', 'noop-ends-session'],
    ]);
    try {
      const url = await new Promise<string>((resolve) =>
        server.stdout?.on('data', (text: string) => {
          const [, port] = /port (\d+)/.exec(text) ?? [];
          if (port) resolve(`ftp://ftpspec:correct%20horse@127.0.0.1:${port}`);
        }),
      );
      writeFileSync(join(app, 'ftp.test.js'), SUITE.replace('TARGET', url));
      const { code, stdout } = await said(app, 'npx', 'mocha', 'ftp.test.js');
      expect(stdout)
        .to.match(/\d+ passing/)
        .and.match(/- session\/noop-changes-nothing/);
      expect(code, stdout).to.equal(0);
    } finally {
      server.kill();
    }
  });

  it('has types', async () => {
    writeFileSync(join(app, 'typed.ts'), TYPED);
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--target',
      'es2023',
    ];
    const types = ['--types', 'node,mocha', '--typeRoots', join(ROOT, 'node_modules/@types')];
    const { code, stdout } = await said(
      app,
      join(ROOT, 'node_modules/.bin/tsc'),
      ...options,
      ...types,
      'typed.ts',
    );
    expect(stdout).to.equal('');
    expect(code).to.equal(0);
  });
});
