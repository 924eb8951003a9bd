import { expect } from 'chai';
import { renderJson, type JsonReport, type JsonRun } from '../../../src/report/run/json.ts';
import { failure, mixed, rule, run, scenario } from './fixtures.ts';
import { HOSTILE, randomText } from './output.ts';

const parse = (text: string) => JSON.parse(text) as JsonReport;

describe('results.json', () => {
  it('is the object of the one target', () => {
    const report = parse(renderJson([mixed()])) as JsonRun;
    expect(report).to.include({ target: 'ftp://127.0.0.1:2121', seed: '8c1f', stopped: null });
    expect(report.startedAt).to.equal('2026-01-02T03:04:05.678Z');
    expect(report.totals).to.deep.equal({ pass: 2, warn: 1, fail: 2, skip: 1, error: 1 });
    expect(report.scenarios[1]).to.include({
      id: 'passive/failed',
      title: 'A second PASV replaces the first listener',
      suite: 'passive',
      level: 'MUST',
      risk: 'safe',
      outcome: 'fail',
      reason: 'the first listener still answers',
      durationMs: 204.5,
    });
    expect(report.scenarios[1]?.covers).to.deep.equal(['RFC959-3.2-PASV-15']);
    expect(report.rules[1]).to.include({
      id: 'rules/one-completion',
      level: 'MUST',
      outcome: 'fail',
      exchanges: 512,
    });
    expect(report.rules[1]?.problems).to.have.length(4);
  });

  it('loses nothing but the kinds of dates and of what is absent', () => {
    const result = run({ scenarios: [failure()], rules: [rule()], stopped: 'interrupted' });
    const plain = JSON.parse(JSON.stringify(result)) as unknown;
    expect(parse(renderJson([result]))).to.deep.equal(plain);
  });

  it('begins with the target and ends with the totals', () => {
    const keys = Object.keys(parse(renderJson([run()])));
    expect(keys[0]).to.equal('target');
    expect(keys.slice(-3)).to.deep.equal(['scenarios', 'rules', 'totals']);
  });

  it('has several targets under runs, and none there for none', () => {
    const report = parse(renderJson([run({ target: 'a' }), run({ target: 'b' })]));
    expect('runs' in report && report.runs.map(({ target }) => target)).to.deep.equal(['a', 'b']);
    expect(parse(renderJson([]))).to.deep.equal({ runs: [] });
  });

  it('reads back any text exactly', () => {
    for (const text of [...HOSTILE, ...Array.from({ length: 30 }, (_, seed) => randomText(seed))]) {
      const report = parse(renderJson([run({ scenarios: [scenario({ reason: text })] })]));
      expect((report as JsonRun).scenarios[0]?.reason).to.equal(text);
    }
  });
});
