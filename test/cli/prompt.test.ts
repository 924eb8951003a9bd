import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { startReference, type ReferenceServer } from '../../src/reference/index.ts';
import { COMMAND, scratchFolder } from '../support/cli.ts';
import { missing, requirePart } from '../support/require.ts';

const PASSWORD = 'correct horse';

/** Runs the command on a terminal of its own (util-linux' script) and types when it is asked for the password. */
async function onTerminal(command: string, keys: string): Promise<{ code: number; shown: string }> {
  const words = `'${process.execPath}' '${COMMAND}' ${command}`;
  const child = spawn('script', ['-qec', words, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  let typed = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    if (typed || !shown.includes('Password for')) return;
    typed = true;
    child.stdin.write(keys);
  });
  const code = await new Promise<number>((resolve) => {
    child.once('close', (status) => resolve(status ?? -1));
  });
  child.stdin.destroy();
  return { code, shown };
}

describe('the password prompt', function () {
  const folder = scratchFolder();
  let server: ReferenceServer | undefined;
  let command: string;
  before(async function () {
    requirePart.call(
      this,
      'a terminal',
      process.platform === 'linux' ? missing.command('script') : 'not Linux',
    );
    server = await startReference();
    command =
      `run ftp://ftpspec@127.0.0.1:${server.port} --suite navigation ` +
      `--reporter quiet --out '${folder.path}'`;
  });
  after(async () => {
    await server?.close();
    folder.remove();
  });

  it('takes what is typed, and shows none of it', async () => {
    const { code, shown } = await onTerminal(command, `${PASSWORD}\r`);
    expect(shown)
      .to.match(/Password for ftpspec@127\.0\.0\.1: \r\n/)
      .and.contain('conforms')
      .and.not.contain('correct');
    expect(code).to.equal(0);
  });

  it('shows nothing of it where standard error goes into a file, too', async () => {
    const { code, shown } = await onTerminal(
      `${command} 3>&2 2>&1 1>&3 | cat; exit 0`,
      `${PASSWORD}\r`,
    );
    expect(shown).not.to.contain('correct');
    expect(code).to.equal(0);
  });

  it('ends with status 130 on Ctrl-C and with a sentence on Ctrl-D', async () => {
    const interrupted = await onTerminal(command, '\x03');
    expect(interrupted.shown)
      .to.match(/interrupted/)
      .and.not.match(/\n\s+at /);
    expect(interrupted.code).to.equal(130);
    const ended = await onTerminal(command, '\x04');
    expect(ended.shown).to.match(/no password was given/);
    expect(ended.code).to.equal(2);
  });
});
