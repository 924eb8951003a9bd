import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { renderJson } from '../../src/report/run/json.ts';
import { ftpspec, scratchFolder } from '../support/cli.ts';
import { failure, run } from '../unit/report/fixtures.ts';

describe('ftpspec compare', () => {
  const folder = scratchFolder();
  const [good, bad] = [join(folder.path, 'good.json'), join(folder.path, 'bad.json')];
  before(() => {
    writeFileSync(good, renderJson([run()]));
    writeFileSync(bad, renderJson([run({ scenarios: [failure()] })]));
  });
  after(() => folder.remove());

  for (const [files, status, said] of [
    [[good, bad], 1, /^1 worse$/m],
    [[bad, good], 0, /^1 better$/m],
    [[good, good], 0, /^nothing changed$/m],
  ] as const)
    it(`ends with status ${status} where there is ${said.source.slice(1, -1)}`, async () => {
      const { code, stdout } = await ftpspec(['compare', ...files]);
      expect(stdout).to.match(said);
      expect(code).to.equal(status);
    });

  it('answers a file that is not there with one sentence and status 2', async () => {
    const { code, stderr } = await ftpspec(['compare', good, `${good}.old`]);
    expect(stderr).to.match(/^ftpspec: the results \S+ cannot be read\n$/);
    expect(code).to.equal(2);
  });
});
