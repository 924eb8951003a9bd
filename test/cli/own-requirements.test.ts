import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ftpspec, readResults, scratchFolder } from '../support/cli.ts';

const HEAD = 'id\trfc\tsection\tarea\tlevel\trequirement\tcheck\n';
const ROW =
  'HOUSE-QUOTA-1\tHOUSE\t2.1\tquota\tMUST\tA full quota is told.\tStore until it is full.\n';

const SCRIPT = `- id: house/quota
  title: A full quota is told
  covers: [HOUSE-QUOTA-1]
  steps: [{ fail: it was not told }]
- id: house/greeting
  title: The greeting is ours
  steps: [{ fail: it is another }]
`;

describe('rules of the house', () => {
  const folder = scratchFolder();
  const at = (name: string) => join(folder.path, name);
  const requirements = ['--requirements', at('house.tsv')];
  before(() => {
    writeFileSync(at('house.yaml'), SCRIPT);
    writeFileSync(at('house.tsv'), `\ufeff${HEAD}${ROW}`.replaceAll('\n', '\r\n'));
  });
  after(() => folder.remove());

  const run = (...words: string[]) =>
    ftpspec(['run', '--scripts', at('house.yaml'), '--out', folder.path, ...words]);

  it('are requirements of a table of its own, or none', async () => {
    const { code, stdout } = await run(...requirements);
    expect(code).to.equal(1);
    expect(stdout).to.match(/HOUSE-QUOTA-1 \(section 2\.1\)\n +A full quota is told\./);
    const [quota, greeting] = readResults(folder.path).scenarios;
    expect(quota).to.deep.include({ outcome: 'fail', level: 'MUST', covers: ['HOUSE-QUOTA-1'] });
    expect(greeting).to.deep.include({ outcome: 'fail', level: 'MUST', covers: [] });
    expect(quota!.rerun).to.include('--requirements');
    const junit = readFileSync(at('junit.xml'), 'utf8');
    expect(junit).to.match(/name="requirements" value="HOUSE-QUOTA-1"/);
    expect(junit).not.to.match(/name="requirements" value=""/);
  });

  it('are known to validate', async () => {
    const { code, stdout } = await ftpspec(['validate', at('house.yaml'), ...requirements]);
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: '2 scenarios, well formed\n' });
  });

  it('are listed, with the scenarios that cover them, and explained', async () => {
    const own = ['--scripts', at('house.yaml'), ...requirements];
    const scenarios = await ftpspec(['list', ...own]);
    expect(scenarios.stdout).to.match(/^house\/quota +MUST +HOUSE 2\.1 /m);
    const all = await ftpspec(['list', 'requirements', ...requirements, '--grep', 'quota']);
    expect(all.stdout).to.match(/^HOUSE-QUOTA-1 +MUST +HOUSE 2\.1 +A full quota is told/m);
    const uncovered = await ftpspec(['list', 'requirements', '--uncovered', ...own]);
    expect(uncovered.stdout).to.match(/^HOUSE +1\/1 /m);
    const page = await ftpspec(['explain', 'HOUSE-QUOTA-1', ...requirements]);
    expect(page.stdout).to.match(/^HOUSE-QUOTA-1 {2}MUST, HOUSE section 2\.1, quota$/m);
  });

  it('stand in a configuration as well, with a path from its folder', async () => {
    writeFileSync(at('house.config.yaml'), 'scripts: house.yaml\nrequirements: house.tsv\n');
    const words = ['--config', at('house.config.yaml'), '--out', folder.path];
    expect((await ftpspec(['run', ...words])).code).to.equal(1);
  });

  for (const [what, text, sentence] of [
    ['a table without them', HEAD, /there is no requirement HOUSE-QUOTA-1|HOUSE-QUOTA-1/],
    ['too few columns', `${HEAD}A\tB\n`, /house\.tsv:2: a row has .*; this one has 2 columns/],
    [
      'a level there is not',
      HEAD + ROW.replace('MUST', 'OUGHT'),
      /house\.tsv:2: "OUGHT" is no level/,
    ],
    ['one id twice', HEAD + ROW + ROW, /house\.tsv:3: the id HOUSE-QUOTA-1 is taken/],
    [
      'an id of the catalogue',
      HEAD + ROW.replace('HOUSE-QUOTA-1', 'RFC959-4.2-FMT-1'),
      /house\.tsv:2: the id RFC959-4\.2-FMT-1 is taken/,
    ],
    ['no id', HEAD + ROW.replace('HOUSE-QUOTA-1', ''), /house\.tsv:2: "" is no id/],
  ] as const)
    it(`are refused with ${what}`, async () => {
      writeFileSync(at('bad-house.tsv'), text);
      const { code, stderr } = await run('--requirements', at('bad-house.tsv'));
      expect(stderr).to.match(sentence);
      expect(code).to.equal(2);
    });

  it('are refused where the table is not there', async () => {
    const { code, stderr } = await run('--requirements', at('missing.tsv'));
    expect(stderr).to.match(/the file \S+missing\.tsv cannot be read \(--requirements\)\n$/);
    expect(code).to.equal(2);
  });
});
