import { expect } from 'chai';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startReference, type ReferenceServer } from '../../src/reference/index.ts';
import { ftpspec, scratchFolder } from '../support/cli.ts';
import { rootNames } from '../unit/runner/harness.ts';

describe('ftpspec tidy', () => {
  let folder: ReturnType<typeof scratchFolder>;
  let server: ReferenceServer;
  let url: string;

  beforeEach(async () => {
    folder = scratchFolder();
    mkdirSync(notes(), { recursive: true });
    server = await startReference({ passwordDelayMs: 0 });
    url = `ftp://ftpspec:correct%20horse@127.0.0.1:${server.port}`;
  });

  afterEach(async () => {
    await server.close();
    folder.remove();
  });

  function notes(): string {
    return join(folder.path, 'state', 'ftpspec');
  }

  function command(args: readonly string[], started?: (child: ChildProcess) => void) {
    const env = { XDG_STATE_HOME: join(folder.path, 'state') };
    return ftpspec([...args], { cwd: folder.path, env, ...(started && { started }) });
  }

  /** Kills a run as soon as it has made its directory. */
  async function killedRun(): Promise<void> {
    const { code } = await command(['run', url, '--suite', 'transfer'], (child) => {
      const watcher = watch(notes(), (_, name) => {
        if (name?.endsWith('.json') !== true) return;
        child.kill('SIGKILL');
        watcher.close();
      });
    });
    expect(code).to.equal(null);
  }

  it('removes what a run that was killed has left, which the next run mentions', async () => {
    const before = await rootNames(server.port);
    await killedRun();
    expect(await rootNames(server.port)).to.contain('ftpspec-');
    const next = await command(['run', url, '--id', 'session/noop']);
    expect(next.stderr).to.match(
      /left \/ftpspec-[0-9a-f]{12} on ftp:.*`ftpspec tidy ftp:.*` removes it/,
    );
    expect(next.code).to.equal(0);
    const [note = ''] = readdirSync(notes());
    expect(readFileSync(join(notes(), note), 'utf8')).to.not.match(/correct|horse/);
    const tidied = await command(['tidy', url]);
    expect(tidied).to.deep.include({ code: 0, stderr: '' });
    expect(tidied.stdout).to.match(/removed \/ftpspec-[0-9a-f]{12}\n$/);
    expect(await rootNames(server.port)).to.equal(before);
    expect(readdirSync(notes())).to.deep.equal([]);
    expect((await command(['tidy', url])).stdout).to.match(/no run is known to have left anything/);
  });

  it('leaves no note of a run that ends by itself', async () => {
    const { code, stderr } = await command([
      'run',
      url,
      '--id',
      'transfer/preliminary-data-completion',
    ]);
    expect(stderr).to.not.contain('tidy');
    expect(code).to.equal(0);
    expect(readdirSync(notes())).to.deep.equal([]);
  });

  it('removes nothing that no run of ours can have made, whatever a note says', async () => {
    const note = {
      target: `ftp://ftpspec@127.0.0.1:${server.port}`,
      startedAt: '2020-01-01T00:00:00.000Z',
      host: 'h',
      pid: 1,
    };
    for (const [name, root] of [
      ['a', '/pub'],
      ['b', '/ftpspec-1234567890ab/..'],
      ['c', '/x\r\nDELE /pub/ftpspec-1234567890ab'],
    ] as const)
      writeFileSync(join(notes(), `${name}.json`), JSON.stringify({ ...note, root }));
    const { stdout, code } = await command(['tidy', url]);
    expect(stdout).to.match(/no run is known to have left anything/);
    expect(code).to.equal(0);
  });
});
