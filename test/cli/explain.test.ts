import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ftpspec, scratchFolder } from '../support/cli.ts';

describe('ftpspec explain', () => {
  it('has a page for a code of a diagnosis', async () => {
    for (const id of ['passive-address-private', 'helper-missing']) {
      const { code, stdout } = await ftpspec(['explain', id]);
      expect(code).to.equal(0);
      expect(stdout)
        .to.contain(`${id}: `)
        .and.contain('It is found when')
        .and.contain('What mends it');
    }
  });

  it('says without a word how many there are of each kind, with ids and how to list them', async () => {
    const { code, stdout } = await ftpspec(['explain']);
    for (const line of [
      /^\d+ requirements: ftpspec list requirements\n {2}RFC959 +\d+ {2}RFC959-/m,
      /^\d+ scenarios: ftpspec list\n/m,
      /^ {2}passive +\d+ {2}passive\//m,
      /^\d+ rulings\n {2}R01 /m,
      /^\d+ rules\n {2}rules\/line-ends /m,
      /^\d+ faults of the embedded server: ftpspec serve --list-faults\n/m,
      /^52 causes of ftpspec diagnose\n {2}dns-failure /m,
    ])
      expect(stdout).to.match(line);
    expect(code).to.equal(0);
  });

  it('has a page for a scenario of your own, and says which there are near one that it does not know', async () => {
    const folder = scratchFolder();
    try {
      const file = join(folder.path, 'own.yaml');
      writeFileSync(
        file,
        '- id: own/noop\n  title: NOOP is done\n  covers: [RFC959-5.4-NOOP-1]\n  steps:\n    - { send: NOOP, expect: 200 }\n',
      );
      const own = await ftpspec(['explain', 'own/noop', '--scripts', file]);
      expect(own.stdout).to.contain('own/noop').and.contain('NOOP is done');
      expect(own.code).to.equal(0);
      const unknown = await ftpspec(['explain', 'own/nop', '--scripts', file]);
      expect(unknown.stderr).to.contain('did you mean own/noop?');
      expect(unknown.code).to.equal(2);
    } finally {
      folder.remove();
    }
  });

  it('has a page for each id that its index shows', async () => {
    for (const id of ['RFC959-4.2-FMT-1', 'R01', 'passive/newest-listener-wins', 'rules/line-ends'])
      expect((await ftpspec(['explain', id])).code, id).to.equal(0);
  });
});
