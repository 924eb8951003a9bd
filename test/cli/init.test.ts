import { expect } from 'chai';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config/config.ts';
import { VOCABULARY } from '../../src/cli/configuration.ts';
import { type ReferenceServer, startReference } from '../../src/reference/index.ts';
import { ftpspec, scratchFolder } from '../support/cli.ts';

describe('ftpspec init', () => {
  const folder = scratchFolder();
  let server: ReferenceServer;
  const file = join(folder.path, 'ftpspec.config.yaml');
  before(async () => void (server = await startReference()));
  after(async () => {
    await server.close();
    folder.remove();
  });
  const init = (...words: string[]) =>
    ftpspec(['init', ...words], { cwd: folder.path, env: { FTPSPEC_PASSWORD: server.password } });

  it('looks at the server, and writes a configuration that `ftpspec run` takes, without a password', async () => {
    const account = `${server.user}:${encodeURIComponent(server.password)}`;
    const made = await init(`ftp://${account}@127.0.0.1:${server.port}`, '--name', 'mine');
    expect(made.stderr).to.equal('');
    expect(made.stdout).to.equal(
      'ftpspec.config.yaml is written; `FTPSPEC_PASSWORD=… ftpspec run mine` tests it\n',
    );
    const text = readFileSync(file, 'utf8');
    expect(text).to.include('    # 220 ').and.include('ftpes:// tests it under TLS');
    expect(text).not.to.include(server.password);
    expect(readConfig(file, VOCABULARY).targets.get('mine')).to.deep.equal({
      url: `ftp://${server.user}@127.0.0.1:${server.port}`,
      'password-env': 'FTPSPEC_PASSWORD',
    });
    const { code } = await ftpspec(['run', 'mine', '--id', 'login/user-and-password'], {
      cwd: folder.path,
      env: { FTPSPEC_PASSWORD: server.password },
    });
    expect(code).to.equal(0);
    expect(existsSync(join(folder.path, 'reports/report.html'))).to.equal(true);
  });

  for (const [what, words, status, sentence] of [
    [
      'a file that is there',
      ['127.0.0.1', '--config', 'taken.yaml'],
      2,
      /taken\.yaml is there already; add the target to it/,
    ],
    ['nobody who listens', ['127.0.0.1:1', '--config', 'new.yaml'], 3, /is refused/],
    [
      'a host that is no name',
      ['[::1]:1', '--config', 'new.yaml'],
      2,
      /"::1" is no name .* --name/,
    ],
  ] as const)
    it(`writes nothing for ${what}, and says why`, async () => {
      writeFileSync(join(folder.path, 'taken.yaml'), 'mine');
      const { code, stderr } = await init(...words);
      expect(stderr).to.match(sentence);
      expect(code).to.equal(status);
      expect(existsSync(join(folder.path, 'new.yaml'))).to.equal(false);
      expect(readFileSync(join(folder.path, 'taken.yaml'), 'utf8')).to.equal('mine');
    });
});
