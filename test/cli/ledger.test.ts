import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, ftpspec, readResults, scratchFolder } from '../support/cli.ts';

/** Scenarios that end so wherever they are played. */
const SCRIPT = ['passes', 'fails', 'also-fails', 'warns', 'skips']
  .map((name) => {
    const verb = { passes: 'done', fails: 'fail', 'also-fails': 'fail', warns: 'warn' }[name];
    return (
      `- id: own/${name}\n  title: It ${name}\n  covers: [RFC959-4.2-EOL-1]\n` +
      // One of so few would be a good part of what can be judged.
      (name === 'skips' ? '  level: SHOULD\n' : '') +
      `  steps: [{ ${verb ?? 'skip'}: 'as told, ${name}' }]\n`
    );
  })
  .join('');

const BOTH = `known:
  - id: own/*fails
    outcome: fail
    reason: It was made so.
`;

describe('a ledger', () => {
  const folder = scratchFolder();
  const script = join(folder.path, 'own.yaml');
  const ledger = join(folder.path, 'ledger.yaml');
  before(() => writeFileSync(script, SCRIPT));
  after(() => folder.remove());

  /** Runs with a ledger of this text; undefined for none. */
  async function run(text: string | undefined, ...more: string[]): Promise<Ended> {
    if (text !== undefined) writeFileSync(ledger, text);
    return await ftpspec([
      ...['run', '--scripts', script, '--ledger', ledger],
      ...['--out', folder.path, ...more],
    ]);
  }

  it('lets what is known fail, and says so in every report', async () => {
    const { code, stdout } = await run(BOTH, '--reporter', 'pretty');
    expect(code).to.equal(0);
    expect(stdout).to.match(/✓ conforms, but for what is known: .* 2 known/);
    expect(stdout).to.match(/~ fail {2}own\/fails: It was made so\./);
    const { scenarios, totals } = readResults(folder.path);
    const [known] = scenarios.filter(({ id }) => id === 'own/fails');
    expect(known).to.deep.include({ outcome: 'fail' });
    expect(known!.known).to.deep.include({ reason: 'It was made so.', line: 2 });
    expect(totals).to.deep.include({ fail: 0, known: 2 });
    const junit = readFileSync(join(folder.path, 'junit.xml'), 'utf8');
    expect(junit).to.match(/<skipped message="known: It was made so\."/);
    expect(junit).to.match(/<property name="known" value="2"\/>/);
    expect(junit).not.to.match(/<failure/);
    expect((await run(BOTH, '--reporter', 'tap')).stdout).to.match(
      /^not ok \d+ - .*own\/fails # TODO It was made so\.$/m,
    );
    expect((await run(BOTH, '--reporter', 'github')).stdout).not.to.match(/^::error/m);
  });

  // Which of them had something to judge in so few lines is of no interest.
  const RULES = '  - { id: rules, varies: [pass, skip], reason: There was little to judge. }\n';
  const WARNS = '  - { id: own/warns, outcome: warn, reason: By habit. }\n';
  for (const [what, text, more, code, sentence] of [
    [
      'a failure that it does not have',
      BOTH.replace('*', 'also-'),
      [],
      1,
      /✗ does not conform: .* 1 failed, 1 known/,
    ],
    [
      'a known failure that passes',
      `${BOTH}  - { id: own/passes, outcome: fail, reason: Once. }\n`,
      [],
      1,
      /ledger\.yaml:5: own\/passes: known to fail, but passes/,
    ],
    [
      'a known failure that only warns',
      `${BOTH}  - { id: own/warns, outcome: fail, reason: Once. }\n`,
      [],
      1,
      /ledger\.yaml:5: own\/warns: known to fail, but warns/,
    ],
    [
      'chance that does not explain it',
      `${BOTH}  - { id: own/warns, varies: [fail, pass], reason: A race. }\n`,
      [],
      1,
      /ledger\.yaml:5: own\/warns: known to fail or pass, but warns/,
    ],
    ['a warning that --strict makes a failure', BOTH, ['--strict'], 1, /does not conform/],
    [
      'a skip that a complete one does not have',
      `complete: true\n${BOTH}${WARNS}`,
      [],
      1,
      /ledger\.yaml: own\/skips: is skipped, which the ledger does not say/,
    ],
  ] as const)
    it(`fails the run for ${what}`, async () => {
      const ended = await run(text, ...more);
      expect(ended.stdout.replace(/\n +/g, ' ')).to.match(sentence);
      expect(ended.code).to.equal(code);
    });

  for (const [what, text, more] of [
    ['a warning under --strict', `${BOTH}${WARNS}`, ['--strict']],
    [
      'what is left to chance, either way',
      BOTH.replace('outcome: fail', 'varies: [pass, fail]'),
      [],
    ],
    ['a scenario that was not chosen', BOTH, ['--id', 'own/fails']],
    [
      'a place that is another one',
      `${BOTH}  - { id: own/passes, on: tls, outcome: fail, reason: Once. }\n`,
      [],
    ],
    [
      'all of a complete one',
      `complete: true\n${BOTH}${WARNS}  - { id: own/skips, outcome: skip, reason: Not here. }\n${RULES}`,
      [],
    ],
  ] as const)
    it(`takes ${what}`, async () => {
      const { code, stdout } = await run(text, ...more);
      expect(stdout).to.match(/✓ conforms/);
      expect(code).to.equal(0);
    });

  for (const [what, text, sentence] of [
    [
      'nothing there is',
      BOTH.replace('own/*', 'own/x*'),
      /ledger\.yaml:2:9: own\/x\*fails fits no scenario or rule/,
    ],
    [
      'an id that is nearly one',
      BOTH.replace('*fails', 'fals'),
      /own\/fals fits no .*; did you mean own\/fails\?/,
    ],
    [
      'the same as another',
      `${BOTH}  - { id: [own/warns, own/fails], outcome: fail, reason: Again. }\n`,
      /ledger\.yaml:5:23: own\/fails is known from line 2 already/,
    ],
    [
      'no reason yet',
      BOTH.replace('It was made so.', 'TODO'),
      /ledger\.yaml:4:13: the reason still says TODO/,
    ],
    ['no reason', BOTH.replace(/ +reason.*\n/, ''), /ledger\.yaml:2:5: "reason" is missing/],
    ['no outcome', BOTH.replace(/ +outcome.*\n/, ''), /either "outcome" .* or "varies"/],
    ['an error', BOTH.replace('e: fail', 'e: error'), /"error" is not known here/],
    [
      'an unknown key',
      BOTH.replace('reason', 'raeson'),
      /unknown key "raeson"; did you mean "reason"\?/,
    ],
    [
      'an unknown requirement',
      `${BOTH}    requirement: RFC959-4.2-EOL-9\n`,
      /there is no requirement RFC959-4\.2-EOL-9; did you mean/,
    ],
    [
      'a place that there is not',
      `${BOTH}    on: ipv5\n`,
      /"ipv5" is not known here; did you mean ipv4\?/,
    ],
    ['no YAML', 'known: [\n', /ledger\.yaml:\d+:\d+: this is not YAML/],
    ['a list', '- x\n', /a ledger is a mapping with a list "known"/],
    ['bytes that are no text', '\x00\xff\ufffd', /this is not UTF-8/],
  ] as const)
    it(`is refused with line and status 2 where it says ${what}`, async () => {
      const { code, stderr, stdout } = await run(text);
      expect(stderr).to.match(sentence);
      expect(stderr).not.to.match(/\n\s+at /);
      expect(stdout).to.equal('');
      expect(code).to.equal(2);
    });

  it('is asked for where it is not there', async () => {
    const { code, stderr } = await ftpspec(['run', '--ledger', join(folder.path, 'no.yaml')]);
    expect(stderr).to.match(/cannot read .*no\.yaml \(ENOENT\)/);
    expect(code).to.equal(2);
  });

  describe('with --update-ledger', () => {
    it('is begun, with reasons to be said, and holds once they are', async () => {
      const path = join(folder.path, 'fresh.yaml');
      const words = ['run', '--scripts', script, '--ledger', path, '--out', folder.path];
      const { code, stderr } = await ftpspec([...words, '--update-ledger']);
      expect(stderr).to.match(/fresh\.yaml wants to know why; .*line 6/);
      expect(code).to.equal(1);
      const text = readFileSync(path, 'utf8');
      expect(text).to.match(
        /# seen: .*\n {2}- id: own\/also-fails\n {4}outcome: fail\n {4}reason: TODO\n$/,
      );
      expect(text).to.match(/# seen: .*as told/);
      expect((await ftpspec(words)).code).to.equal(2);
      writeFileSync(path, text.replaceAll('TODO', 'As told.'));
      expect((await ftpspec(words)).code).to.equal(0);
      const again = await ftpspec([...words, '--update-ledger']);
      expect(again.code).to.equal(0);
      expect(again.stderr).to.match(/fresh\.yaml is as it was/);
    });

    it('keeps reasons and comments, and lets go what holds no more', async () => {
      const { code, stderr } = await run(
        `# ours
known:
  # seen in 3.0.3
  - id: own/*fails # all of them
    outcome: fail
    reason: >-
      It was made
      so.
  # once
  - id: own/passes
    outcome: fail
    reason: Once.
  - id: own/gone
    outcome: fail
    reason: Nobody knows it any more.
  # partly true
  - id: [own/passes, own/warns]
    on: [tls, plain ipv4]
    outcome: warn
    reason: By habit.
`.replace('  # once\n  - id: own/passes\n', '  # once\n  - id: own/skips\n'),
        '--update-ledger',
      );
      const text = readFileSync(ledger, 'utf8');
      expect(text).to.match(
        /^# ours\nknown:\n {2}# seen in 3\.0\.3\n {2}- id: own\/\*fails # all of them\n/,
      );
      expect(text).to.match(/reason: >-\n {6}It was made\n? *so\./);
      expect(text, 'a skip says nothing').to.contain('own/skips');
      expect(text).not.to.contain('own/gone');
      // It passes in clear over IPv4, and nobody looked elsewhere.
      expect(text).to.match(/# partly true\n {2}- id: own\/passes\n {4}on: tls\n/);
      expect(text).to.match(/- id: own\/warns\n {4}on: \[tls, plain ipv4\]\n/);
      expect(stderr).to.match(/ledger\.yaml is written/);
      expect(code).to.equal(0);
    });

    it('lists warnings and skips in a complete one', async () => {
      const { code } = await run(`complete: true\n${BOTH}`, '--update-ledger');
      expect(code).to.equal(1);
      const text = readFileSync(ledger, 'utf8').replaceAll('TODO', 'So it is.');
      expect(text).to.match(/- id: own\/warns\n {4}outcome: warn\n/);
      expect(text).to.match(/- id: own\/skips\n {4}outcome: skip\n/);
      expect((await run(text)).code).to.equal(0);
    });

    it('wants to be told where', async () => {
      const { code, stderr } = await ftpspec(['run', '--update-ledger']);
      expect(stderr).to.match(/--update-ledger writes the file that --ledger names/);
      expect(code).to.equal(2);
    });
  });
});
