import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readResults, scratchFolder } from '../support/cli.ts';
import { scriptedFtp, type ScriptedFtp } from '../support/scripted-ftp.ts';

const ROOT = join(import.meta.dirname, '../..');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly {
      readonly uses?: string;
      readonly run?: string;
      readonly 'working-directory'?: string;
      readonly env?: Readonly<Record<string, string>>;
    }[];
  };
}

const text = readFileSync(join(ROOT, 'action.yml'), 'utf8');
const action = parse(text) as Action;

const SCRIPT = ['done', 'fail']
  .map(
    (verb) =>
      `- id: own/${verb}\n  title: It does ${verb}\n  needs: [login]\n  steps: [{ ${verb}: as told }]\n`,
  )
  .join('');

describe('the action for GitHub', () => {
  const folder = scratchFolder();
  const at = (name: string) => join(folder.path, name);
  let server: ScriptedFtp;
  before(async () => {
    server = await scriptedFtp();
    writeFileSync(at('own.yaml'), SCRIPT);
    writeFileSync(
      at('known.yaml'),
      'known:\n  - { id: own/fail, outcome: fail, reason: Made so. }\n',
    );
  });
  after(async () => {
    await server.close();
    folder.remove();
  });

  /** Plays the steps as a runner does: expressions filled in, bash with -e and pipefail, files for what they say. */
  async function play(inputs: Readonly<Record<string, string>>) {
    const fill = (one: string): string =>
      one.replace(/\$\{\{ (\S+) \}\}/g, (_, name: string) =>
        name === 'github.action_path'
          ? ROOT
          : (inputs[name.slice(7)] ?? action.inputs[name.slice(7)]?.default ?? `no ${name}`),
      );
    for (const name of ['output', 'summary']) writeFileSync(at(name), '');
    let ended = { code: 0, stdout: '' };
    for (const { run, env = {}, 'working-directory': cwd = folder.path } of action.runs.steps) {
      if (run === undefined) continue;
      const filled = Object.entries(env).map(([name, value]) => [name, fill(value)]);
      ended = await new Promise((resolve) =>
        execFile(
          'bash',
          ['--noprofile', '--norc', '-eo', 'pipefail', '-c', fill(run)],
          {
            cwd: fill(cwd),
            env: {
              ...process.env,
              GITHUB_OUTPUT: at('output'),
              GITHUB_STEP_SUMMARY: at('summary'),
              WORD: 'pa55word',
              ...(Object.fromEntries(filled) as Record<string, string>),
            },
          },
          (error, stdout) => resolve({ code: error ? Number(error.code) : 0, stdout }),
        ),
      );
      if (ended.code !== 0) break;
    }
    return ended;
  }

  const usual = () => ({
    targets: `ftp://user@127.0.0.1:${server.port}`,
    'password-env': 'WORD',
    options: `--scripts=${at('own.yaml')}\n--jobs=1\n`,
  });

  it('annotates, summarises, writes reports and tells the status', async () => {
    const { code, stdout } = await play({ ...usual(), name: 'mine' });
    expect(code).to.equal(1);
    expect(stdout).to.match(/^::error file=\S+,title=own\/fail/m);
    expect(readFileSync(at('summary'), 'utf8')).to.match(/own\/fail/);
    expect(readFileSync(at('output'), 'utf8')).to.equal('status=1\n');
    expect(existsSync(at('reports/report.html'))).to.equal(true);
    expect(readResults(at('reports')).label).to.equal('mine');
    expect(stdout).not.to.include('pa55word');
  });

  it('passes with a ledger, and with allow-failure for who judges later', async () => {
    expect((await play({ ...usual(), ledger: 'known.yaml' })).code).to.equal(0);
    expect((await play({ ...usual(), 'allow-failure': 'true' })).code).to.equal(0);
    expect(readFileSync(at('output'), 'utf8')).to.equal('status=1\n');
  });

  it('lets no failure pass that is none of the server', async () => {
    const { code } = await play({ ...usual(), options: '--bogus', 'allow-failure': 'true' });
    expect(code).to.equal(2);
  });

  it('takes inputs for words, whatever is in them', async () => {
    const name = '$(touch "$GITHUB_OUTPUT.made") `id`; x';
    await play({ ...usual(), name });
    expect(readResults(at('reports')).label).to.equal(name);
    expect(existsSync(at('output.made'))).to.equal(false);
  });

  it('has a use for every input, and an input for every use', () => {
    const used = [...text.matchAll(/\$\{\{ inputs\.(\S+) \}\}/g)].map(([, name]) => name);
    expect(used.sort()).to.deep.equal(Object.keys(action.inputs).sort());
    // In scripts they would be part of the program.
    for (const { run } of action.runs.steps) expect(run ?? '').not.to.include('${{');
  });
});
