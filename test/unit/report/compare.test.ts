import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { dataFolder } from '../../../src/package/folders.ts';
import { compareRuns } from '../../../src/report/compare/compare.ts';
import { COMPARISONS } from '../../../src/report/compare/render.ts';
import { renderDiagnosisJson } from '../../../src/report/diagnosis/json.ts';
import { readRuns } from '../../../src/report/read-results.ts';
import { DIAGNOSES, resultsJsonSchema } from '../../../src/report/results-schema.ts';
import { renderJson } from '../../../src/report/run/json.ts';
import { OUTCOMES, type RunResult } from '../../../src/runner/results.ts';
import { diagnosis, failure, mixed, run, scenario } from './fixtures.ts';
import { HOSTILE } from './output.ts';

const read = (...runs: RunResult[]) => readRuns(renderJson(runs), 'results.json');

describe('results that are read again', () => {
  it('are all that was written', () => {
    const known = { reason: 'old', line: 3, requirement: undefined, issue: '#4' };
    const ledger: RunResult['ledger'] = {
      file: 'known.yaml',
      place: 'plain ipv4',
      problems: [{ id: 'a/b', line: undefined, reason: 'new' }],
    };
    const text = renderJson([
      mixed(),
      run({
        stopped: 'interrupted',
        ledger,
        waitedLess: ['less'],
        scenarios: [failure({ known })],
      }),
    ]);
    const written = (JSON.parse(text) as { runs: unknown }).runs;
    expect(readRuns(text, 'a.json')).to.deep.equal(written);
  });

  it('are as the schema says that is committed, for diagnoses too', () => {
    const path = join(dataFolder('catalogue'), 'results.schema.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal(
      JSON.parse(JSON.stringify(resultsJsonSchema())),
    );
    DIAGNOSES.parse(
      JSON.parse(renderDiagnosisJson([diagnosis(), diagnosis({ product: undefined })])),
    );
  });

  for (const [name, text, message] of [
    [
      'of another format',
      '{"format": 2, "tool": {}, "runs": []}',
      /a.json has format 2, .* reads format 1/,
    ],
    ['that were cut', renderJson([mixed()]).slice(0, 500), /a.json is no JSON, or was cut/],
    ['that are none', '[]', /a.json holds no results of `ftpspec run`/],
  ] as const)
    it(`are refused where they are ${name}`, () => {
      expect(() => readRuns(text, 'a.json')).to.throw(message);
    });
});

describe('a comparison of results', () => {
  it('says worse, better, new and gone by outcome', () => {
    const of = (outcome: RunResult['scenarios'][number]['outcome']) =>
      read(run({ scenarios: [scenario({ outcome })], rules: [] }));
    const table = OUTCOMES.map((before) =>
      OUTCOMES.map((after) => compareRuns(of(before), of(after))[0]?.kind ?? '='),
    );
    expect(table).to.deep.equal([
      ['=', 'worse', 'worse', 'gone', 'worse'],
      ['better', '=', 'worse', 'gone', 'worse'],
      ['better', 'better', '=', 'gone', '='],
      ['new', 'new', 'new', '=', 'new'],
      ['better', 'better', '=', 'gone', '='],
    ]);
  });

  it('says of what got worse that it is known where the ledger of the newer results says so', () => {
    const known = { reason: 'since 2.0', line: 3, requirement: undefined, issue: undefined };
    const of = (result: RunResult['scenarios'][number]) => read(run({ scenarios: [result] }));
    const [good, bad] = [of(scenario()), of(failure())];
    const excused = of(failure({ known }));
    expect(compareRuns(good, excused).map(({ kind }) => kind)).to.deep.equal(['known']);
    expect(compareRuns(bad, excused)).to.deep.equal([]);
    expect(compareRuns(excused, bad)).to.deep.equal([]);
    expect(compareRuns(excused, good).map(({ kind }) => kind)).to.deep.equal(['better']);
    const changes = compareRuns(good, excused);
    expect(COMPARISONS.text(changes))
      .to.include('pass → fail (known)')
      .and.include('\n    known: since 2.0\n')
      .and.match(/\n1 known\n$/);
    expect(COMPARISONS.html(changes)).to.include('~ known');
  });

  it('pairs several targets by their labels, by their URLs where a label tells none, and one with one whatever they are called', () => {
    const good = (target: string) => run({ target, rules: [] });
    const bad = (target: string) => run({ target, rules: [], scenarios: [failure()] });
    expect(compareRuns(read(good('a')), read(bad('b')))).to.have.length(1);
    const labelled = (one: RunResult, label: string) => ({ ...one, label });
    const moved = compareRuns(
      read(labelled(good('a:21'), 'a'), labelled(good('b:21'), 'b')),
      read(labelled(good('b:2121'), 'b'), labelled(bad('a:2121'), 'a')),
    );
    expect(moved.map(({ kind, target }) => `${kind} ${target}`)).to.deep.equal(['worse a']);
    const changes = compareRuns(read(good('a'), bad('b')), read(bad('a'), bad('b'), good('c')));
    expect(changes.map(({ kind, target }) => `${kind} ${target}`)).to.deep.equal([
      'worse a',
      'new c',
    ]);
  });

  it('names the requirements', () => {
    const changes = compareRuns(read(run()), read(run({ scenarios: [failure()] })));
    expect(COMPARISONS.text(changes))
      .to.include('worse: 1\n')
      .and.include('1 requirement: RFC959-3.2-PASV-15')
      .and.match(/\n1 worse\n$/);
    expect(COMPARISONS.markdown(changes)).to.include('| worse | passive/newest-listener-wins |');
    expect(JSON.parse(COMPARISONS.json(changes))).to.have.nested.property(
      'changes[0].after',
      'fail',
    );
  });

  it('keeps hostile texts within its lines, rows and pages', () => {
    const scenarios = HOSTILE.map((text, index) => failure({ id: `${index}${text}`, title: text }));
    const changes = compareRuns(read(run({ rules: [] })), read(run({ scenarios, rules: [] })));
    expect(COMPARISONS.text(changes)).to.not.match(/[^\P{Cc}\n]|^\s*::|##\[/mu);
    const rows = COMPARISONS.markdown(changes)
      .split('\n')
      .filter((line) => line.startsWith('| '));
    for (const row of rows) expect(row).to.match(/^\|(?:[^|<>`]*\|){6}$/);
    expect(COMPARISONS.html(changes).match(/<script>/g)).to.have.length(1);
  });
});
