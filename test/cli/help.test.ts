import { expect } from 'chai';
import { ftpspec } from '../support/cli.ts';

const COMMANDS = ['run', 'diagnose', 'list', 'explain', 'validate', 'serve', 'completion'] as const;

describe('the help', () => {
  it('is what the bare command prints, with the status of a command line that says nothing', async () => {
    const [bare, asked] = [await ftpspec([]), await ftpspec(['--help'])];
    expect(bare).to.deep.equal({ code: 2, stdout: asked.stdout, stderr: '' });
    expect(asked.code).to.equal(0);
    for (const name of COMMANDS)
      expect(asked.stdout).to.match(new RegExp(`^  ftpspec ${name}`, 'm'));
  });

  for (const name of COMMANDS.slice(0, -1))
    it(`of ${name} stays within the width of a terminal`, async () => {
      const { code, stdout } = await ftpspec([name, '--help'], { env: { COLUMNS: '60' } });
      for (const line of stdout.split('\n')) expect(line.length, line).to.be.at.most(60);
      expect(code).to.equal(0);
    });

  it('completes commands and options', async () => {
    const words = async (...typed: string[]) =>
      (await ftpspec(['--get-yargs-completions', 'ftpspec', ...typed])).stdout.split('\n');
    expect(await words('')).to.include.members([...COMMANDS]);
    expect(await words('run', '--rep')).to.include('--reporter');
    expect((await ftpspec(['completion'])).stdout).to.contain('complete -o');
  });
});
