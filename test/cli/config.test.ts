import { expect } from 'chai';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonReport } from '../../src/report/run/json.ts';
import { type Ended, ftpspec, scratchFolder } from '../support/cli.ts';

/** Nobody listens there. */
const NOWHERE = 'ftp://127.0.0.1:1';

const SCRIPT = ['one', 'two']
  .map(
    (name) =>
      `- id: own/${name}\n  title: It is number ${name}\n  covers: [RFC959-4.2-EOL-1]\n  steps: [{ done: as told }]\n`,
  )
  .join('');

describe('ftpspec.config.yaml', () => {
  const folder = scratchFolder();
  before(() => writeFileSync(join(folder.path, 'own.yaml'), SCRIPT));
  after(() => folder.remove());

  /** Runs beside a configuration of these lines. */
  async function run(lines: readonly string[], ...words: string[]): Promise<Ended> {
    writeFileSync(join(folder.path, 'ftpspec.config.yaml'), `${lines.join('\n')}\n`);
    return await ftpspec(['run', ...words], { cwd: folder.path, env: { WORD: 'geheim' } });
  }
  const runsIn = (out: string) =>
    (JSON.parse(readFileSync(join(folder.path, out, 'results.json'), 'utf8')) as JsonReport).runs;

  const TWO = [
    'scripts: own.yaml',
    'out: here',
    'reporter: [quiet, tap=here/all.tap]',
    'targets:',
    '  old:',
    `    url: ${NOWHERE}`,
    '    exclude: own/two',
    '  new:',
    '    url: ftp://somebody@127.0.0.1:1/there',
    '    password-env: WORD',
  ];

  it('names targets, and says how all and each of them are tested', async () => {
    const { code, stdout } = await run(TWO);
    expect(stdout.trimEnd().split('\n')).to.have.length(2);
    expect(code).to.equal(3);
    const runs = runsIn('here');
    expect(runs.map(({ label, target }) => `${label} ${target}`)).to.deep.equal([
      'old ftp://127.0.0.1:1',
      'new ftp://somebody@127.0.0.1:1/there',
    ]);
    expect(runs.map(({ scenarios }) => scenarios.length)).to.deep.equal([1, 2]);
    expect(readFileSync(join(folder.path, 'here/junit.xml'), 'utf8')).to.match(/ftpspec\.old\.own/);
    expect(readFileSync(join(folder.path, 'here/all.tap'), 'utf8')).to.match(/^TAP version 14/);
  });

  it('gives way to the command line, which chooses among its targets and adds others', async () => {
    const { stdout } = await run(
      TWO,
      ...['old', 'ftp://127.0.0.1:1/other', '--exclude', 'own/one', '--out', 'there'],
      ...['--reporter', 'quiet', '--name', 'a', '--name', 'b'],
    );
    expect(stdout).to.match(/1 skipped, of 1: ftp:\/\/127\.0\.0\.1:1 in/);
    const runs = runsIn('there');
    expect(runs.map(({ label }) => label)).to.deep.equal(['a', 'b']);
    expect(runs.flatMap(({ scenarios }) => scenarios.map(({ id }) => id))).to.deep.equal([
      'own/two',
      'own/two',
    ]);
  });

  it('plays against the embedded server where it names no target', async () => {
    const { code } = await run(TWO.slice(0, 3));
    expect(runsIn('here').map(({ label }) => label)).to.deep.equal(['embedded']);
    expect(code).to.equal(0);
  });

  it('is taken from where --config says, and its paths start there', async () => {
    mkdirSync(join(folder.path, 'sub'));
    writeFileSync(join(folder.path, 'sub', 'own.yaml'), SCRIPT);
    writeFileSync(
      join(folder.path, 'sub', 'mine.yaml'),
      `scripts: own.yaml\nout: out\ntargets: { mine: { url: "${NOWHERE}" } }\n`,
    );
    await run(TWO, '--config', 'sub/mine.yaml', 'mine');
    expect(runsIn('sub/out').map(({ label }) => label)).to.deep.equal(['mine']);
  });

  for (const [what, lines, sentence] of [
    ['an unknown key', ['timeuot: 5'], /yaml:1:1: unknown key "timeuot"; did you mean "timeout"\?/],
    [
      'an unknown key of a target',
      ['targets:', '  a:', `    url: ${NOWHERE}`, '    out: x'],
      /yaml:4:5: unknown key "out"/,
    ],
    ['a value of another kind', ['timeout: soon'], /yaml:1:10: a number belongs here/],
    ['a value that is out of bounds', ['timeout: 0'], /--timeout takes a whole number from 1/],
    ['what there is not', ['allow: everything'], /yaml:1:8: /],
    [
      'no server',
      ['targets:', '  a:', '    timeout: 5'],
      /yaml:3:5: a target has one of url, image, dockerfile/,
    ],
    [
      'a password',
      ['targets:', '  a:', '    url: ftp://me:geheim@127.0.0.1:1'],
      /yaml:3:10: a password does not belong into this file; .* password-env/,
    ],
    [
      'a password under a key of its own',
      ['targets:', '  a:', `    url: ${NOWHERE}`, '    password: geheim'],
      /yaml:4:5: unknown key "password"/,
    ],
    ['no YAML', ['targets: ['], /yaml:2:1: this is not YAML/],
    ['a list', ['- a'], /yaml:1:1: /],
  ] as const)
    it(`is refused with its line and status 2 where it says ${what}, and no password is shown`, async () => {
      const { code, stdout, stderr } = await run(lines);
      expect(stderr).to.match(sentence);
      expect(stderr.trimEnd().split('\n')).to.have.length(1);
      expect(`${stdout}${stderr}`).not.to.include('geheim');
      expect(code).to.equal(2);
    });

  it('is asked for where it is named and not there', async () => {
    const { code, stderr } = await run([], '--config', 'nowhere.yaml');
    expect(stderr).to.match(/^ftpspec: cannot read nowhere\.yaml/);
    expect(code).to.equal(2);
  });

  describe('before ftpspec diagnose', () => {
    async function diagnose(lines: readonly string[], ...words: string[]): Promise<Ended> {
      writeFileSync(join(folder.path, 'ftpspec.config.yaml'), `${lines.join('\n')}\n`);
      const json = ['--json', 'diagnosis.json', '--timeout', '2'];
      return await ftpspec(['diagnose', ...words, ...json], {
        cwd: folder.path,
        env: { WORD: 'x' },
      });
    }
    const examined = () =>
      (
        JSON.parse(readFileSync(join(folder.path, 'diagnosis.json'), 'utf8')) as {
          diagnoses: { target: string }[];
        }
      ).diagnoses.map(({ target }) => target);

    it('names targets, and says where their passwords are', async () => {
      const { code } = await diagnose(TWO, 'new', 'ftp://127.0.0.1:1/other');
      expect(examined()).to.deep.equal([
        'ftp://somebody@127.0.0.1:1/there',
        'ftp://127.0.0.1:1/other',
      ]);
      expect(code).to.equal(3);
    });

    it('is examined whole where nothing is named', async () => {
      await diagnose(TWO);
      expect(examined()).to.deep.equal(['ftp://127.0.0.1:1', 'ftp://somebody@127.0.0.1:1/there']);
    });

    for (const [what, lines, words, sentence] of [
      [
        'a container',
        ['targets:', '  box: { image: some }'],
        ['box'],
        /box is a container; diagnose/,
      ],
      ['a key there is not', ['targts: {}'], ['ftp://127.0.0.1:1'], /config\.yaml:1:1: .*targts/],
      [
        'no password',
        [...TWO.slice(0, -1), '    password-env: NO_WORD'],
        ['new'],
        /NO_WORD is not set/,
      ],
    ] as const)
      it(`refuses ${what} with one sentence`, async () => {
        const { code, stderr } = await diagnose(lines, ...words);
        expect(stderr).to.match(sentence);
        expect(code).to.equal(2);
      });
  });
});
