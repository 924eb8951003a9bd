import { expect } from 'chai';
import { bounded } from '../../../src/report/common/bound.ts';
import { renderDiagnosisJUnit } from '../../../src/report/diagnosis/junit.ts';
import { renderDiagnosisJson } from '../../../src/report/diagnosis/json.ts';
import { REPORTERS } from '../../../src/report/index.ts';
import type { ReporterName } from '../../../src/report/names.ts';
import { reportDiagnosesTo, reportTo } from '../../../src/report/multiplex.ts';
import { diagnosis, failure, problem, rule, run } from './fixtures.ts';
import { capture, HOSTILE, play, playDiagnoses, randomText } from './output.ts';

const TEXTS = [...HOSTILE, ...Array.from({ length: 20 }, (_, seed) => randomText(seed + 1))];

/** Wherever a server's text can stand in a result. */
function hostileRun(text: string) {
  const bad = failure({
    id: text,
    title: text,
    suite: text,
    reason: text,
    info: [text],
    transcript: [text],
    rerun: text,
    covers: [text],
    problems: [problem({ expected: text, actual: text, ruling: text })],
  });
  return run({
    target: text,
    server: text,
    seed: text,
    stopped: text,
    scenarios: [bad, { ...bad, outcome: 'skip' }, { ...bad, outcome: 'warn' }],
    rules: [
      rule({
        outcome: 'fail',
        problems: [
          { scenario: text, outcome: 'fail', expected: text, actual: text, command: text },
        ],
      }),
    ],
  });
}

function hostileDiagnosis(text: string) {
  return diagnosis({
    target: text,
    product: text,
    findings: [
      {
        ...diagnosis().findings[0]!,
        summary: text,
        evidence: [text],
        remedies: [{ for: text, change: text }],
      },
    ],
    stages: [
      { stage: 'connect', state: 'ok', ms: 1, detail: text },
      { stage: 'login', state: 'failed', ms: 1, detail: text },
      { stage: 'idle', state: 'left out', ms: undefined, detail: text },
    ],
  });
}

/** What a terminal, or the runner of a CI job, would act on. */
const ACTS = /[^\P{Cc}\n\t]|[\p{Bidi_C}\p{Cs}\ufeff]|^\s*::|##\[|##vso\[|##teamcity\[/mu;

describe('a hostile text', () => {
  const reporters = Object.keys(REPORTERS) as ReporterName[];
  // Its own lines are commands; the tests of that reporter hold the text within them.
  for (const name of reporters.filter((one) => one !== 'github'))
    it(`does nothing when the reporter ${name} prints it of a run`, async () => {
      for (const text of TEXTS) {
        for (const columns of [30, 80]) {
          const { context, text: printed } = capture({ columns });
          const result = hostileRun(text);
          await play(reportTo([{ name, reporter: REPORTERS[name].run(context) }]), [
            result,
            result,
          ]);
          expect(printed()).to.not.match(ACTS);
        }
      }
    });

  for (const name of reporters.filter((one) => one !== 'github'))
    it(`does nothing when the reporter ${name} prints it of a diagnosis`, async () => {
      for (const text of TEXTS)
        for (const inFull of [true, false]) {
          const { context, text: printed } = capture({ columns: 40, inFull });
          const end = { diagnoses: [hostileDiagnosis(text)], unexamined: [text] };
          await playDiagnoses(
            reportDiagnosesTo([{ name, reporter: REPORTERS[name].diagnosis(context) }]),
            end,
          );
          expect(printed()).to.not.match(ACTS);
        }
    });

  it('keeps within one annotation a finding', async () => {
    for (const text of TEXTS) {
      const { context, text: printed } = capture();
      const end = { diagnoses: [hostileDiagnosis(text)], unexamined: [] };
      await playDiagnoses(REPORTERS.github.diagnosis(context), end);
      const commands = printed().match(/^\s*::.*$/gm) ?? [];
      expect(commands).to.have.length(3);
      expect(commands.at(-1)).to.match(/^::error title=finding%3A helper-missing on /);
    }
  });
});

describe('a text that is too long', () => {
  const long = 'x'.repeat(500_117);

  it('is shortened in every string of a run, and says so', () => {
    const short = bounded(hostileRun(long));
    const strings: string[] = [];
    JSON.stringify(short, (_key, value: unknown) => {
      if (typeof value === 'string') strings.push(value);
      return value;
    });
    const tooLong = strings.filter((one) => one.length > 4100);
    // Only commands to copy are whole.
    expect(tooLong).to.deep.equal(short.scenarios.map(({ rerun }) => rerun));
    expect(short.server).to.match(/^x{4000}… \(500117 characters\)$/);
    expect(short.startedAt).to.be.instanceOf(Date);
  });

  for (const name of Object.keys(REPORTERS) as ReporterName[])
    it(`fills no report: ${name}`, async () => {
      const { context, text } = capture();
      const scenarios = [failure({ reason: long, info: [long] })];
      const result = { ...hostileRun(long), target: 'ftp://127.0.0.1', scenarios };
      await play(reportTo([{ name, reporter: REPORTERS[name].run(context) }]), [result]);
      expect(text().length).to.be.below(200_000);
    });

  it('fills no report of a diagnosis', () => {
    const end = bounded({ diagnoses: [hostileDiagnosis(long)], unexamined: [] });
    for (const report of [renderDiagnosisJUnit(end), renderDiagnosisJson(end.diagnoses)])
      expect(report.length).to.be.below(200_000);
  });
});
