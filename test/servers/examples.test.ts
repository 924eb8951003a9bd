import { expect } from 'chai';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { scratchFolder } from '../support/cli.ts';
import { requirePart } from '../support/require.ts';
import { missingFor } from './build.ts';
import { declared } from './declaration.ts';
import { ledgerFile } from './play.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'examples/servers');

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

function jobOf(file: string): Job {
  const { jobs } = parse(readFileSync(join(FOLDER, file), 'utf8')) as { jobs: { ftpspec: Job } };
  return jobs.ftpspec;
}

describe('the workflows of server projects', function () {
  this.timeout('15m');
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yml'));

  it('are there for eight servers', () => expect(files).to.have.length.at.least(8));

  for (const file of files)
    it(`have steps that a shell can read: ${file}`, () => {
      const runs = jobOf(file).steps.flatMap(({ run }) => run ?? []);
      expect(runs).to.have.length.at.least(4);
      for (const run of runs) execFileSync('bash', ['-n'], { input: run });
      expect(runs.at(-1)).to.match(/ftpspec\.js run ftp:.* --ledger ftpspec\.ledger\.yaml/);
    });

  it('play as written: aioftp.yml', async function () {
    const server = declared('aioftp');
    requirePart.call(this, server.title, await missingFor(server));
    const { env, steps } = jobOf('aioftp.yml');
    const { path, remove } = scratchFolder();
    const started: number[] = [];
    try {
      // What the checkouts bring: the project with its ledger, and ftpspec.
      copyFileSync(ledgerFile(server), join(path, 'ftpspec.ledger.yaml'));
      checkout(join(path, 'ftpspec'));
      const more = {
        PACKAGE: `aioftp==${server.version}`,
        GITHUB_STEP_SUMMARY: join(path, 'summary.md'),
      };
      for (const { name, run } of steps.filter((step) => step.run !== undefined)) {
        const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', run!], {
          cwd: path,
          env: { ...process.env, ...env, ...more },
          // What it starts stays, and is a group of its own to be ended.
          detached: true,
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        started.push(child.pid!);
        let said = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
        const [status] = (await once(child, 'exit')) as [number];
        expect(status, `${name ?? run}: ${said}`).to.equal(0);
      }
      expect(readFileSync(more.GITHUB_STEP_SUMMARY, 'utf8')).to.match(
        /conforms, but for what is known/,
      );
      expect(readFileSync(join(path, 'reports/report.html'), 'utf8')).to.match(/^<!doctype html>/i);
    } finally {
      for (const group of started)
        try {
          process.kill(-group);
        } catch {
          // It has ended.
        }
      remove();
    }
  });
});

/** The files of this project, as a checkout has them. */
function checkout(folder: string): void {
  mkdirSync(folder);
  const files = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const names = execFileSync('git', files, { cwd: ROOT, encoding: 'utf8' }).split('\0');
  const list = names.filter((name) => name !== '').join('\0');
  const tar = execFileSync('tar', ['--create', '--null', '--files-from=-'], {
    cwd: ROOT,
    input: list,
    maxBuffer: 2 ** 30,
  });
  execFileSync('tar', ['--extract', '--directory', folder], { input: tar });
}
