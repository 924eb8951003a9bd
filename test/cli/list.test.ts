import { expect } from 'chai';
import { ftpspec } from '../support/cli.ts';

describe('ftpspec list', () => {
  it('shows scenarios in columns', async () => {
    const { code, stdout } = await ftpspec(['list', '--suite', 'passive']);
    expect(stdout)
      .to.match(/^passive\/newest-listener-wins +MUST +RFC959 3\.2 +\w+ +A second PASV /m)
      .and.match(/^\d+ scenarios cover \d+ of \d+ requirements$/m);
    expect(code).to.equal(0);
  });

  it('finds the ids of requirements by words and level', async () => {
    const { code, stdout } = await ftpspec([
      ...['list', '--requirements', '--grep', 'cwd', '--level', 'must'],
    ]);
    expect(stdout)
      .to.match(/^RFC959-4\.1\.1-CWD-2 +MUST +RFC959 4\.1\.1 +CWD changes /m)
      .and.match(/^\d+ of \d+ requirements; `ftpspec explain ID` shows one$/m);
    expect(stdout).not.to.match(/ SHOULD /);
    expect(code).to.equal(0);
  });

  it('has requirements as JSON', async () => {
    const { stdout } = await ftpspec(['list', '--requirements', '--grep', 'PASV-15', '--json']);
    const [first] = JSON.parse(stdout) as Record<string, string>[];
    expect(first).to.include({ id: 'RFC959-3.2-PASV-15', rfc: 'RFC959', section: '3.2' });
    expect(first).to.have.all.keys('id', 'level', 'rfc', 'section', 'area', 'text');
  });

  it('ends in order where nobody reads to the end', async () => {
    const { code, stderr } = await ftpspec(['list'], {
      started: (child) => child.stdout?.once('data', () => child.stdout?.destroy()),
    });
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
  });
});
