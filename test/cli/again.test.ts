import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, ftpspec, readResults, scratchFolder } from '../support/cli.ts';
import { scriptedFtp, type ScriptedFtp } from '../support/scripted-ftp.ts';

const scenario = (name: string, step: string, more = ''): string =>
  `- id: own/${name}\n  title: It ${name}\n  covers: [RFC959-4.2-EOL-1]\n${more}  steps: [${step}]\n`;
const NOOP = '{ send: NOOP, expect: 200 }';
const STAT = '{ send: STAT x, expect: 213 }';

describe('playing again', () => {
  const folder = scratchFolder();
  const script = join(folder.path, 'own.yaml');
  const out = join(folder.path, 'out');
  let server: ScriptedFtp;
  let noops = 0;
  let isMended = false;
  before(async () => {
    server = await scriptedFtp({
      replies: {
        // Every third one goes wrong.
        NOOP: (socket) => socket.write(++noops % 3 === 0 ? '500 no\r\n' : '200 ok\r\n'),
        STAT: (socket) => socket.write(isMended ? '213 ok\r\n' : '500 no\r\n'),
      },
    });
  });
  beforeEach(() => {
    noops = 0;
    isMended = false;
  });
  after(async () => {
    await server.close();
    folder.remove();
  });

  const run = async (text: string, ...more: string[]): Promise<Ended> => {
    writeFileSync(script, text);
    const own = ['--scripts', script, '--out', out, '--jobs', '1', '--timeout', '5'];
    return await ftpspec(['run', server.url, ...own, ...more]);
  };
  const ends = () => readResults(out).scenarios.map(({ id, outcome }) => `${id} ${outcome}`);

  describe('--repeat', () => {
    it('says which scenarios end otherwise each time, and counts the worst', async () => {
      const text = scenario('steady', '{ send: TYPE A, expect: 200 }') + scenario('flickers', NOOP);
      const { code, stdout } = await run(text, '--repeat', '4');
      expect(stdout).to.match(/flaky +own\/flickers \(1 fail, 3 pass\)/);
      expect(code).to.equal(1);
      expect(ends()).to.deep.equal(['own/steady pass', 'own/flickers fail']);
      const [steady, flickers] = readResults(out).scenarios;
      expect(steady!.turns).to.deep.equal(['pass', 'pass', 'pass', 'pass']);
      expect([...flickers!.turns].sort()).to.deep.equal(['fail', 'pass', 'pass', 'pass']);
      const junit = readFileSync(join(out, 'junit.xml'), 'utf8');
      expect(junit).to.include('played 4 times: 1 fail, 3 pass');
    });

    it('says that nothing is flaky, also of scenarios that play alone', async () => {
      const text = scenario('alone', '{ send: TYPE A, expect: 200 }', '  exclusive: true\n');
      const { code, stdout } = await run(text, '--repeat', '3');
      expect(stdout).to.match(/flaky +none/);
      expect(code).to.equal(0);
      expect(readResults(out).scenarios[0]!.turns).to.have.length(3);
    });

    it('takes a number', async () => {
      const { code, stderr } = await ftpspec(['run', '--repeat', '0']);
      expect(stderr).to.match(/^ftpspec: --repeat takes /);
      expect(code).to.equal(2);
    });
  });

  it('ends at the first failure with --fail-fast, which is a failure', async () => {
    const text = ['a', 'b', 'c'].map((name) => scenario(name, STAT)).join('');
    const { code, stdout } = await run(text, '--fail-fast');
    expect(stdout.replace(/\s+/g, ' ')).to.match(
      /--fail-fast ends it at the first failure, own\/a/,
    );
    expect(code).to.equal(1);
    expect(ends()).to.deep.equal(['own/a fail', 'own/b skip', 'own/c skip']);
  });

  it('plays to the end with --fail-fast where nothing fails', async () => {
    isMended = true;
    const { code } = await run(scenario('a', STAT) + scenario('b', STAT), '--fail-fast');
    expect(code).to.equal(0);
    expect(ends()).to.deep.equal(['own/a pass', 'own/b pass']);
  });

  it('plays what failed the last time with --last-failed, until nothing does', async () => {
    const text = scenario('good', '{ send: TYPE A, expect: 200 }') + scenario('bad', STAT);
    expect((await run(text)).code).to.equal(1);
    isMended = true;
    const second = await run(text, '--last-failed');
    expect(ends()).to.deep.equal(['own/bad pass']);
    expect(second.code).to.equal(0);
    const third = await run(text, '--last-failed');
    expect(third.stderr).to.match(
      /^ftpspec: nothing failed in the run of \S+results\.json, so that/,
    );
    expect(third.code).to.equal(0);
    expect(ends()).to.deep.equal(['own/bad pass']);
  });

  it('plays what was left out the last time with --last-failed', async () => {
    const text = ['a', 'b'].map((name) => scenario(name, STAT)).join('');
    await run(text, '--fail-fast');
    isMended = true;
    await run(text, '--last-failed');
    expect(ends()).to.deep.equal(['own/a pass', 'own/b pass']);
  });

  for (const [what, text, sentence] of [
    ['no run', undefined, /the file \S+ cannot be read \(--last-failed\)/],
    ['no results', '{}', /holds no results of `ftpspec run`/],
    [
      'another target',
      '{"format":1,"tool":{"name":"","version":""},"runs":[]}',
      /tells of no run of ftp:/,
    ],
  ] as const)
    it(`refuses --last-failed behind ${what}`, async () => {
      const path = join(folder.path, `${what.replace(' ', '-')}.json`);
      if (text !== undefined) writeFileSync(path, text);
      const { code, stderr } = await run(scenario('a', STAT), '--last-failed', '--json', path);
      expect(stderr).to.match(sentence);
      expect(code).to.equal(2);
    });
});
