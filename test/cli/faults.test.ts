import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ftpspec, scratchFolder } from '../support/cli.ts';

describe('faults on the command line', () => {
  const folder = scratchFolder();
  after(() => folder.remove());
  const file = join(folder.path, 'own.yaml');
  writeFileSync(
    file,
    '- id: own-fault\n  title: NOOP is odd\n  breaks: [RFC959-5.4-NOOP-1]\n  stubs: { NOOP: 299 }\n',
  );

  it('are listed with those of a file, whether they are YAML or code', async () => {
    const { code, stdout } = await ftpspec(['serve', '--fault-file', file, '--list-faults']);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^mkd-200 +MKD is answered 200 +\[RFC959-5\.4-MKD-1\]$/m);
    expect(stdout).to.match(/^any-password +Every password is right +\[RFC959-5\.4-PASS-4\]$/m);
    expect(stdout).to.match(/^own-fault +NOOP is odd +\[RFC959-5\.4-NOOP-1\]$/m);
  });

  it('of a file are served', async () => {
    const { code, stdout } = await ftpspec(
      ['serve', '--port', '0', '--fault-file', file, '--fault', 'own-fault'],
      { started: (child) => child.stdout?.once('data', () => child.kill('SIGINT')) },
    );
    expect(stdout).to.match(/with own-fault$/m);
    expect(code).to.equal(130);
  });

  it('of a file that is wrong are refused with the place', async () => {
    const wrong = join(folder.path, 'wrong.yaml');
    writeFileSync(wrong, '- id: own\n  titel: x\n');
    const { code, stderr } = await ftpspec(['serve', '--fault-file', wrong]);
    expect(code).to.equal(2);
    expect(stderr).to.contain('wrong.yaml:2:10: unknown key "titel"');
  });

  for (const [kind, id, says] of [
    ['a fault in YAML', 'mkd-200', 'MKD is answered 200'],
    ['a fault in code', 'any-password', 'Every password is right'],
    ['a scenario', 'navigation/mkd', 'mkd-200  MKD is answered 200'],
  ] as const)
    it(`are what explain tells of ${kind}`, async () => {
      const { code, stdout } = await ftpspec(['explain', id]);
      expect(code).to.equal(0);
      expect(stdout).to.contain(says);
    });

  it('are noticed by every built-in scenario, or else validate says which one notices none', async () => {
    const { code, stdout, stderr } = await ftpspec(['validate']);
    expect(stderr).to.equal('');
    expect(stdout).to.match(/^\d+ scenarios, well formed$/m);
    expect(code).to.equal(0);
  });
});
