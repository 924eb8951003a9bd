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
      ...['list', 'requirements', '--grep', 'cwd', '--level', 'must'],
    ]);
    expect(stdout)
      .to.match(/^RFC959-4\.1\.1-CWD-2 +MUST +RFC959 4\.1\.1 +CWD changes /m)
      .and.match(/^\d+ of \d+ requirements; `ftpspec explain ID` shows one$/m);
    expect(stdout).not.to.match(/ SHOULD /);
    expect(code).to.equal(0);
  });

  it('has requirements as JSON', async () => {
    const { stdout } = await ftpspec(['list', 'requirements', '--grep', 'PASV-15', '--json']);
    const [first] = JSON.parse(stdout) as Record<string, string>[];
    expect(first).to.include({ id: 'RFC959-3.2-PASV-15', rfc: 'RFC959', section: '3.2' });
    expect(first).to.have.all.keys('id', 'level', 'rfc', 'section', 'area', 'text');
  });

  for (const [index, line] of [
    ['section', /^RFC959 3\.2 +\d+ .*\bpassive\/newest-listener-wins\b/m],
    ['command', /^CDUP +\d+ .*\bnavigation\/cdup\b/m],
    ['code', /^PWD 257 +\d+ .*\bnavigation\/pwd\b/m],
  ] as const)
    it(`shows which scenarios test a ${index}`, async () => {
      const { code, stdout } = await ftpspec(['list', '--by', index]);
      expect(stdout).to.match(line);
      expect(code).to.equal(0);
    });

  it('shows requirements that nothing tests, and how many are tested by RFC and level', async () => {
    const { code, stdout } = await ftpspec(['list', 'requirements', '--uncovered']);
    expect(stdout)
      .to.match(/^RFC4217-4\.2-AUTH-9 +MUST .*\n +Out of reach: It takes a certificate /m)
      .and.match(/^ +MUST +MUST-NOT +SHOULD /m)
      .and.match(/^RFC2428 +19\/19 +- +2\/2 /m);
    expect(stdout).not.to.match(/^RFC959-4\.1\.1-CWD-2 /m);
    expect(code).to.equal(0);
  });

  for (const [words, why] of [
    [['--uncovered'], /ftpspec list requirements --uncovered/],
    [['requirements', '--scripts', 'suites'], /add --uncovered/],
    [['requirements', '--by', 'code'], /leave out "requirements"/],
  ] as const)
    it(`says what does not go together: ${words.join(' ')}`, async () => {
      const { code, stderr } = await ftpspec(['list', ...words]);
      expect(stderr).to.match(why);
      expect(code).to.equal(2);
    });

  it('ends in order where nobody reads to the end', async () => {
    const { code, stderr } = await ftpspec(['list'], {
      started: (child) => child.stdout?.once('data', () => child.stdout?.destroy()),
    });
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
  });
});
