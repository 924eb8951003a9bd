import { expect } from 'chai';
import { join } from 'node:path';
import { dataFolder } from '../../../src/package/folders.ts';
import { renderJson, type JsonReport } from '../../../src/report/run/json.ts';
import { failure, mixed, problem, rule, run, scenario } from './fixtures.ts';
import { HOSTILE, randomText } from './output.ts';

const parse = (text: string) => JSON.parse(text) as JsonReport;
const only = (text: string) => parse(text).runs[0]!;

describe('results.json', () => {
  it('says its format and what made it, and has the runs in their order', () => {
    const report = parse(renderJson([run({ target: 'a' }), run({ target: 'b' })]));
    expect(Object.keys(report)).to.deep.equal(['format', 'tool', 'runs']);
    expect(report.format).to.equal(1);
    expect(report.tool.name).to.equal('ftpspec');
    expect(report.tool.version).to.match(/^\d+\.\d+\.\d+/);
    expect(report.runs.map(({ target }) => target)).to.deep.equal(['a', 'b']);
    expect(parse(renderJson([])).runs).to.deep.equal([]);
  });

  it('has all that is known of a run, dates as text and what is absent as null', () => {
    const result = run({ scenarios: [failure()], rules: [rule()], stopped: 'interrupted' });
    const plain = JSON.parse(
      JSON.stringify(result, (_key, value: unknown) => value ?? null),
    ) as unknown;
    expect(only(renderJson([result]))).to.deep.equal(plain);
    expect(only(renderJson([mixed()]))).to.include({
      seed: '8c1f',
      stopped: null,
      startedAt: '2026-01-02T03:04:05.678Z',
    });
  });

  it('begins with the target and ends with the totals', () => {
    const keys = Object.keys(only(renderJson([run()])));
    expect(keys[0]).to.equal('target');
    expect(keys.slice(-3)).to.deep.equal(['scenarios', 'rules', 'totals']);
  });

  it('has the transcript of what passed only where all are wanted', () => {
    const lengths = (transcripts: 'failed' | 'all') =>
      only(renderJson([mixed()], transcripts)).scenarios.map(
        ({ outcome, transcript }) => `${outcome} ${transcript.length}`,
      );
    expect(lengths('failed').slice(0, 2)).to.deep.equal(['pass 0', 'fail 4']);
    expect(lengths('all').slice(0, 2)).to.deep.equal(['pass 2', 'fail 4']);
  });

  it('names scripts of ftpspec alike wherever it is installed', () => {
    const file = join(dataFolder('suites'), 'passive.yaml');
    const where = { file, line: 1, column: 1, excerpt: '' };
    const [one] = only(
      renderJson([run({ scenarios: [failure({ file, problems: [problem({ where })] })] })]),
    ).scenarios;
    expect([one?.file, one?.problems[0]?.where?.file]).to.deep.equal([
      'ftpspec/suites/passive.yaml',
      'ftpspec/suites/passive.yaml',
    ]);
  });

  it('reads back any text exactly', () => {
    for (const text of [...HOSTILE, ...Array.from({ length: 30 }, (_, seed) => randomText(seed))]) {
      const report = only(renderJson([run({ scenarios: [scenario({ reason: text })] })]));
      expect(report.scenarios[0]?.reason).to.equal(text);
    }
  });
});
