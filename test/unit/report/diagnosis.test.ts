import { expect } from 'chai';
import { XMLParser } from 'fast-xml-parser';
import { renderDiagnosisJUnit } from '../../../src/report/diagnosis/junit.ts';
import { REPORTERS } from '../../../src/report/index.ts';
import type { ReporterName } from '../../../src/report/names.ts';
import type { DiagnosisEnd } from '../../../src/report/diagnosis/events.ts';
import { diagnosis } from './fixtures.ts';
import { capture, playDiagnoses } from './output.ts';

const healthy = diagnosis({ target: 'ftp://one', verdict: 'healthy', findings: [] });
const broken = diagnosis({ target: 'ftp://two' });
const END: DiagnosisEnd = { diagnoses: [healthy, broken], unexamined: ['ftp://three'] };

async function shown(
  name: ReporterName,
  parts: Parameters<typeof capture>[0] = {},
): Promise<string> {
  const { context, text } = capture(parts);
  await playDiagnoses(REPORTERS[name].diagnosis(context), END);
  return text();
}

describe('pretty reporter of diagnoses', () => {
  it('has a page for each of a few targets, and a table', async () => {
    const text = await shown('pretty');
    expect(text)
      .to.include('✗ passive dial')
      .and.include('1. helper-missing  broken, 90 % sure')
      .and.include('more: ftpspec explain helper-missing')
      .and.match(/^1 x {2}helper-missing {2}The passive ports are filtered$/m)
      .and.match(/^ftp:\/\/two {2}broken {3}helper-missing: no helper.*\nftp:\/\/one {2}healthy$/m)
      .and.match(/^3 targets: 1 healthy, 0 degraded, 1 broken, 1 not examined$/m);
  });

  it('has the table alone for many', async () => {
    const text = await shown('pretty', { inFull: false });
    expect(text).to.include('3 targets: ').and.not.include('Evidence');
  });

  it('has pages of those alone that are not well, if details are asked for', async () => {
    const { context, text } = capture({ inFull: false });
    const reporter = REPORTERS.pretty.diagnosis({ ...context, details: true });
    await playDiagnoses(reporter, END);
    expect(text())
      .to.include('1. helper-missing')
      .and.not.match(/^Healthy/m);
  });

  it('draws the way and where it stops', async () => {
    expect(await shown('pretty')).to.match(/^ {2}passive data {2}─+✗ +no answer: 50021$/m);
  });

  it('tells notes on active mode in one line, unless active mode matters', async () => {
    const note = { ...diagnosis().findings[0]!, severity: 'note', stage: 'active accept' } as const;
    const end = {
      diagnoses: [diagnosis({ verdict: 'healthy', findings: [note] })],
      unexamined: [],
    };
    const print = async (activeMatters: boolean): Promise<string> => {
      const { context, text } = capture();
      const reporter = REPORTERS.pretty.diagnosis({ ...context, activeMatters });
      await playDiagnoses(reporter, end);
      return text();
    };
    expect(await print(false))
      .to.include('Active mode: helper-missing')
      .and.not.include('1. helper');
    expect(await print(true)).to.include('1. helper-missing');
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

  it('has what a stage did below its name where there is no room beside it, and the drawing in words', async () => {
    const narrow = await shown('pretty', { columns: 40 });
    expect(narrow)
      .to.match(/^ {2}✓ connect .*\d+ m?s\n {6}\S/m)
      .and.not.contain('NAT, firewall');
    expect(await shown('pretty', { columns: 80 })).to.contain('NAT, firewall');
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
      ['ftpspec.diagnose.ftp_two', 1, 0],
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

describe('metrics reporter of diagnoses', () => {
  it('has the state of each target, and each cause with its confidence', async () => {
    const text = await shown('metrics');
    expect(text)
      .to.include(
        '\nftpspec_healthy{target="ftp://one"} 1\nftpspec_healthy{target="ftp://two"} 0\n',
      )
      .and.include('\nftpspec_verdict{target="ftp://two",verdict="broken"} 1\n')
      .and.include('\nftpspec_verdict{target="ftp://two",verdict="healthy"} 0\n')
      .and.include(
        '\nftpspec_finding{target="ftp://two",code="helper-missing",severity="broken"} 0.9\n',
      )
      .and.match(/^ftpspec_diagnosis_timestamp_seconds\{target="ftp:\/\/one"\} \d+(\.\d+)?$/m);
  });

  it('is in the text format of Prometheus, whatever a target is called, and however often', async () => {
    const odd = diagnosis({ target: 'ftp://a"b\\c\nd' });
    const { context, text } = capture();
    await playDiagnoses(REPORTERS.metrics.diagnosis(context), {
      diagnoses: [odd, odd],
      unexamined: [],
    });
    const lines = text().split('\n');
    expect(lines.pop()).to.equal('');
    for (const line of lines)
      expect(line).to.match(
        /^(# (HELP ftpspec_\w+ .+|TYPE ftpspec_\w+ gauge)|ftpspec_\w+\{(\w+="([^"\\]|\\["\\])*",?)+\} [\d.]+)$/,
      );
    expect(new Set(lines)).to.have.length(lines.length);
  });
});
