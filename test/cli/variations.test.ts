import { expect } from 'chai';
import { ftpspec } from '../support/cli.ts';

describe('lawful variations on the command line', () => {
  it('are listed with what allows them, whether they are YAML or code', async () => {
    const { code, stdout } = await ftpspec(['serve', '--list-variations']);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^cdup-200 +CDUP is answered 200 +\[R01, RFC959 5\.4\]$/m);
    expect(stdout).to.match(/^prot-does-without-pbsz +PROT does without PBSZ +\[R25\]$/m);
    expect(stdout).to.match(/^\d+ variations$/m);
  });

  it('are served, several at a time and beside faults', async () => {
    const { code, stdout } = await ftpspec(
      [
        ...['serve', '--port', '0', '--variation', 'cdup-200', '--variation', 'no-size'],
        ...['--fault', 'mkd-200'],
      ],
      { started: (child) => child.stdout?.once('data', () => child.kill('SIGINT')) },
    );
    expect(stdout).to.match(/with cdup-200, no-size, mkd-200$/m);
    expect(code).to.equal(130);
  });

  it('are refused by unknown names, with what was perhaps meant', async () => {
    const { code, stderr } = await ftpspec(['serve', '--variation', 'cdup-250']);
    expect(code).to.equal(2);
    expect(stderr).to.contain('There is no variation "cdup-250"; did you mean cdup-200');
  });

  it('are what explain tells of them, with the rulings that allow them', async () => {
    const { code, stdout } = await ftpspec(['explain', 'cdup-200']);
    expect(code).to.equal(0);
    expect(stdout)
      .to.contain('A lawful variation of the embedded server: ftpspec serve --variation cdup-200')
      .and.contain('R01  CDUP 200 or 250');
  });
});
