import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { readResults, scratchFolder } from '../support/cli.ts';
import { missingEngine } from '../support/engine.ts';
import { missing, requirePart } from '../support/require.ts';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What the command prints on standard output; throws where its status is not 0. */
async function docker(...args: string[]): Promise<string> {
  const { stdout } = await run('docker', args, { maxBuffer: 2 ** 24 });
  return stdout.trim();
}

/**
 * Makes an image with the Node and npm of this machine, and the certificates that they trust: that of Node is not to
 * be had where only Debian's packages are.
 * @param folder where the parts are put together
 */
async function buildBase(folder: string, tag: string): Promise<void> {
  mkdirSync(folder);
  const { stdout } = await run('npm', ['root', '--global']);
  copyFileSync(process.execPath, join(folder, 'node'));
  cpSync(join(stdout.trim(), 'npm'), join(folder, 'npm'), { recursive: true, dereference: true });
  const trusted = process.env['NODE_EXTRA_CA_CERTS'];
  if (trusted !== undefined) copyFileSync(trusted, join(folder, 'trusted.pem'));
  const dockerfile = [
    'FROM debian:bookworm-slim',
    'COPY node /usr/local/bin/',
    'COPY npm /usr/local/lib/npm',
    'RUN ln -s ../lib/npm/bin/npm-cli.js /usr/local/bin/npm',
    ...(trusted === undefined
      ? []
      : ['COPY trusted.pem /etc/', 'ENV NODE_EXTRA_CA_CERTS=/etc/trusted.pem']),
  ];
  writeFileSync(join(folder, 'Dockerfile'), dockerfile.join('\n'));
  await docker('build', '--quiet', '--tag', tag, folder);
}

describe('the image', function () {
  this.timeout('20m');
  const folder = scratchFolder();
  const name = `ftpspec-image-${randomBytes(4).toString('hex')}`;
  const image = 'ftpspec/ftpspec';

  before(async function () {
    requirePart.call(this, 'Docker', await missingEngine());
    requirePart.call(this, 'Docker', missing.command('docker'));
    await buildBase(join(folder.path, 'base'), 'ftpspec/node');
    await docker(...['build', '--quiet', '--build-arg', 'BASE=ftpspec/node', '--tag', image, ROOT]);
    await docker('network', 'create', name);
  });
  after(async () => {
    folder.remove();
    await docker('rm', '--force', name).catch(() => undefined);
    await docker('network', 'rm', name).catch(() => undefined);
  });

  it('is ftpspec, run as a user who is not root', async () => {
    expect(await docker('run', '--rm', image, '--version')).to.match(/^\d+\.\d+\.\d+/);
    expect(await docker('run', '--rm', '--entrypoint', 'id', image, '-u')).to.equal('10001');
  });

  it('serves, and plays against a server beside it, with reports for whoever asks', async () => {
    const network = ['--network', name];
    const server = execFile('docker', [
      ...['run', '--rm', ...network, '--name', name, '--network-alias', 'server', image],
      ...['serve', '--host', '0.0.0.0'],
    ]);
    await new Promise<void>((resolve, reject) => {
      server.stdout?.on('data', (text: string) => /port \d+/.test(text) && resolve());
      server.once('exit', (code) => reject(new Error(`the server has ended with ${code}`)));
    });
    const reports = join(folder.path, 'reports');
    mkdirSync(reports);
    const play = ['run', 'ftp://ftpspec:correct%20horse@server:2121', '--suite', 'passive'];
    expect(await docker('run', '--rm', ...network, image, ...play)).to.include('conforms');
    const user = ['--user', `${process.getuid?.() ?? 0}`, '--volume', `${reports}:/work/reports`];
    await docker('run', '--rm', ...network, ...user, image, ...play);
    expect(readResults(reports).scenarios.some(({ outcome }) => outcome === 'pass')).to.equal(true);
  });
});
