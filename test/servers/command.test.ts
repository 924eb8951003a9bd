import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ftpspec, readResults } from '../support/cli.ts';
import { missingEngine } from '../support/engine.ts';
import { letGo, listen } from '../support/loopback.ts';
import { requirePart } from '../support/require.ts';
import { ACCOUNT } from './accounts.ts';
import { type Lab, openLab } from './containers.ts';
import { declared } from './declaration.ts';

describe('ftpspec run with a container', function () {
  this.timeout('5m');
  let lab: Lab | undefined;
  let folder: string;

  before(async function () {
    requirePart.call(this, 'Docker', await missingEngine());
    lab = await openLab([declared('vsftpd')]);
  });
  after(async () => lab?.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ftpspec-'));
  });
  afterEach(async () => {
    await letGo();
    await rm(folder, { recursive: true });
  });

  const user = ['--container-user', `${ACCOUNT.user}:${ACCOUNT.password}`];

  it('builds it, gives it its environment, comes in by AUTH TLS, and names the command that does so again', async () => {
    const command = 'exec vsftpd /etc/vsftpd.conf "-oftpd_banner=$BANNER"';
    await writeFile(
      join(folder, 'Dockerfile'),
      `FROM ftpspec/vsftpd\nCMD ["sh", "-c", ${JSON.stringify(command)}]\n`,
    );
    const { code, stderr } = await ftpspec([
      ...['run', '--dockerfile', folder, ...user, '--container-tls', 'explicit'],
      ...[
        '--container-env',
        'BANNER=Hello from = the environment',
        '--id',
        'passive/every-transfer-command',
      ],
      ...['--transcripts', 'all', '--out', folder],
    ]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const { server, scenarios } = readResults(folder);
    expect(server).to.equal('220 Hello from = the environment');
    const [{ rerun: again, transcript }] = scenarios as [(typeof scenarios)[number]];
    expect(transcript.join('\n')).to.match(/TLSv1\.\d established/);
    expect(again).to.contain('--container-tls explicit --container-env BANNER=VALUE');
  });

  it('publishes its passive range as it is, and ends with status 3 where a port of it is taken', async () => {
    const { port } = await listen(() => undefined);
    const { code, stdout } = await ftpspec([
      ...['run', '--image', 'ftpspec/vsftpd', ...user, '--container-passive', `${port}-${port}`],
      ...['--id', 'passive/every-transfer-command', '--out', folder],
    ]);
    expect(code).to.equal(3);
    expect(stdout).to.match(new RegExp(`did not start:.*\\b${port}\\b`, 's'));
  });
});
