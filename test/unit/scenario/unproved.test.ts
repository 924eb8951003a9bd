import { expect } from 'chai';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { unproved } from '../../../src/scenario/unproved.ts';
import { scratchFolder } from '../../support/cli.ts';
import { catalogue } from '../../support/scripts.ts';

const SCRIPT = ['a/seen', 'a/unseen', 'a/empty-row']
  .map((id) => `- { id: ${id}, title: t, covers: [RFC959-4.2-FMT-1], steps: [send: NOOP] }\n`)
  .join('');

describe('scenarios that notice no fault', () => {
  const folder = scratchFolder();
  after(() => folder.remove());
  const suites = join(folder.path, 'suites');
  const own = join(folder.path, 'own');
  for (const path of [suites, own]) {
    mkdirSync(path);
    writeFileSync(join(path, 'a.yaml'), SCRIPT);
  }
  const matrix = { 'a/seen': ['mkd-200'], 'a/empty-row': [] };

  it('are named with their place and what to do', () => {
    const notes = unproved(loadScenarios([suites], catalogue), suites, matrix);
    expect(notes).to.have.length(2);
    expect(notes[0]).to.match(
      /suites\/a\.yaml:2:3: no seeded fault makes a\/unseen fail; add one .*CONTRIBUTING\.md$/,
    );
    expect(notes[1]).to.contain('a.yaml:3:3: no seeded fault makes a/empty-row fail');
  });

  it('are nobody else’s business where they are not built in', () =>
    expect(unproved(loadScenarios([own], catalogue), suites, matrix)).to.deep.equal([]));
});
