import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { COMMANDS } from '../../src/cli/commands.ts';
import { explainId } from '../../src/cli/explanations.ts';
import { ftpspec, readResults, scratchFolder } from '../support/cli.ts';
import { commandLines, optionsNamed } from '../unit/docs/commands.ts';
import { exampleScripts } from '../unit/docs/examples.ts';

/** Commands that need no server; `FILE` and the like stand for whatever the reader has. */
const ALONE = ['list', 'validate'];
const PLACEHOLDER = /^(?:FILE\S*|FOLDER|my-scripts)$/;

describe('what the documents show', () => {
  const lines = commandLines().map(({ words }) => words);
  const alone = lines.filter(
    ([name = '', ...rest]) => ALONE.includes(name) && !rest.some((word) => PLACEHOLDER.test(word)),
  );

  for (const words of new Map(alone.map((words) => [words.join(' '), words])).values())
    it(`works: ftpspec ${words.join(' ')}`, async () => {
      const { code, stderr } = await ftpspec(words, { cwd: process.cwd() });
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    });

  const ids = lines.flatMap((words) => {
    const fault = words[words.indexOf('--fault') + 1] ?? '';
    if (words[0] === 'explain') return words.slice(1);
    return words.includes('--fault') && !words.includes('--fault-file') ? [fault] : [];
  });
  for (const id of new Set(ids.filter((one) => one !== 'ID')))
    it(`is explained: ${id}`, async () => expect(await explainId(id)).to.include(id));

  it('names only options that a command has', async () => {
    const names = COMMANDS.map(({ command }) => String(command).split(' ', 1)[0] ?? '');
    const helps = await Promise.all(names.map((name) => ftpspec([name, '--help'])));
    const known = helps.flatMap(({ stdout }) => stdout.match(/--[\w-]+/g) ?? []);
    for (const { page, option } of optionsNamed()) expect(known, page).to.include(`--${option}`);
  });

  it('holds against the embedded server', async () => {
    const { path, remove } = scratchFolder();
    try {
      for (const [at, { text }] of exampleScripts().entries())
        writeFileSync(
          join(path, `${at}.yaml`),
          text.replace(/^(- id: [\w-]+\/[\w-]+)/m, `$1-${at}`),
        );
      await ftpspec(['run', '--scripts', path, '--out', path]);
      const { scenarios } = readResults(path);
      expect(scenarios.filter(({ outcome }) => !['pass', 'skip'].includes(outcome))).to.be.empty;
      expect(scenarios.filter(({ outcome }) => outcome === 'pass')).to.have.length.above(30);
    } finally {
      remove();
    }
  });
});
