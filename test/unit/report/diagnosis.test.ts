import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { renderDiagnosisJUnit } from '../../../src/report/diagnosis/junit.ts';
import { type DiagnosisReporterName, REPORTERS } from '../../../src/report/index.ts';
import type { DiagnosisEnd } from '../../../src/report/diagnosis/events.ts';
import { diagnosis } from './fixtures.ts';
import { captureDiagnosis, playDiagnoses } from './output.ts';

const healthy = diagnosis({ target: 'ftp://one', verdict: 'healthy', findings: [] });
const broken = diagnosis({ target: 'ftp://two' });
const END: DiagnosisEnd = { diagnoses: [healthy, broken], unexamined: ['ftp://three'] };

async function shown(
  name: DiagnosisReporterName,
  parts: Parameters<typeof captureDiagnosis>[0] = {},
): Promise<string> {
  const { context, text } = captureDiagnosis(parts);
  await playDiagnoses(REPORTERS[name].diagnosis(context), END);
  return text();
}

describe('pretty reporter of diagnoses', () => {
  it('has a page for each of a few targets, and a table', async () => {
    const text = await shown('pretty');
    expect(text)
      .to.include('✗ passive dial')
      .and.include('1. helper-missing  broken, 90 % sure')
      .and.match(/^ftp:\/\/one {2}healthy\nftp:\/\/two {2}broken {3}helper-missing: no helper/m)
      .and.match(/^3 targets: 1 healthy, 0 degraded, 1 broken, 1 not examined$/m);
  });

  it('has the table alone for many', async () => {
    const text = await shown('pretty', { inFull: false });
    expect(text).to.include('3 targets: ').and.not.include('Evidence');
  });

  it('tells progress in a line a target, where the output is no terminal', async () => {
    expect(await shown('pretty')).to.match(
      /^1\/3 ftp:\/\/one: healthy\n2\/3 ftp:\/\/two: broken helper-missing\n/,
    );
  });

  it('keeps one status line on a terminal, and clears it', async () => {
    const text = await shown('pretty', { isTTY: true, columns: 60 });
    expect(text).to.match(/^\r\x1b\[2K.*1\/3 ftp:\/\/one: healthy/);
    expect(text.lastIndexOf('\r\x1b[2K')).to.be.below(text.indexOf('✓ connect'));
  });

  it('keeps within a narrow terminal', async () => {
    const text = await shown('pretty', { columns: 40 });
    for (const line of text.split('\n')) expect(line.length, line).to.be.at.most(40);
  });
});

describe('other reporters of diagnoses', () => {
  it('quiet writes one line a target', async () => {
    expect(await shown('quiet')).to.equal(
      'healthy ftp://one\n' +
        'broken ftp://two: helper-missing: no helper opens the data ports\n' +
        '1 target not examined\n',
    );
  });

  it('tap has a test point for each stage, finding and target that was left out', async () => {
    const points = (await shown('tap')).split('\n').filter((line) => /^(ok|not ok|1\.)/.test(line));
    expect(points).to.deep.equal([
      'ok 1 - ftp://one stage: connect',
      'not ok 2 - ftp://one stage: passive dial',
      'ok 3 - ftp://one stage: transfer # SKIP not reached',
      'ok 4 - ftp://two stage: connect',
      'not ok 5 - ftp://two stage: passive dial',
      'ok 6 - ftp://two stage: transfer # SKIP not reached',
      'not ok 7 - ftp://two finding: helper-missing',
      'not ok 8 - ftp://three not examined',
      '1..8',
    ]);
  });

  it('github annotates findings, and not the stages that say the same', async () => {
    expect((await shown('github')).match(/^::error title=[^:]*/gm)).to.deep.equal([
      '::error title=finding%3A helper-missing on ftp%3A//two',
      '::error title=not examined on ftp%3A//three',
    ]);
  });

  it('junit has a suite a target, and an error for one that was left out', () => {
    const report = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseAttributeValue: true,
    }).parse(renderDiagnosisJUnit(END)) as {
      testsuites: { testsuite: { name: string; failures: number; errors: number }[] };
    };
    expect(
      report.testsuites.testsuite.map(({ name, failures, errors }) => [name, failures, errors]),
    ).to.deep.equal([
      ['ftpspec.diagnose.ftp_one', 1, 0],
      ['ftpspec.diagnose.ftp_two', 2, 0],
      ['ftpspec.diagnose.ftp_three', 0, 1],
    ]);
  });

  it('junit has an error for a target whose examination was interrupted', () => {
    const cut = diagnosis({ verdict: 'interrupted', findings: [], interrupted: true });
    expect(renderDiagnosisJUnit({ diagnoses: [cut], unexamined: [] }))
      .to.match(/<testcase name="interrupted"/)
      .and.match(/<error [^>]*message="it was stopped before its end"/);
  });
});
