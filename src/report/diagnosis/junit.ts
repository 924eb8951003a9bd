import type { TestSuite } from 'junit-report-builder';
import type { Diagnosis, Finding, StageResult } from '../../diagnose/index.ts';
import type { CaseMark } from '../run/cases.ts';
import { addMark, also, BUILDER, seconds, uniqueSegments } from '../run/junit.ts';
import { oneLine, printable } from '../shared/text.ts';

/** A suite a target; in it a case a stage, and a case a finding. A note is a pass that says so. */
export function renderDiagnosisJUnit(diagnoses: readonly Diagnosis[]): string {
  const report = BUILDER.newBuilder().name('ftpspec diagnose');
  const names = uniqueSegments(diagnoses.map(({ target }) => target));
  diagnoses.forEach((diagnosis, index) => {
    const classname = `ftpspec.diagnose.${names[index] ?? ''}`;
    const suite = report
      .testSuite()
      .name(classname)
      .timestamp(diagnosis.startedAt.toISOString())
      .time(seconds(diagnosis.durationMs))
      .property('target', oneLine(diagnosis.target))
      .property('verdict', diagnosis.verdict)
      .property('product', oneLine(diagnosis.product ?? 'unknown'));
    for (const stage of diagnosis.stages) addStage(suite, classname, stage);
    for (const finding of diagnosis.findings) addFinding(suite, classname, finding);
    if (diagnosis.interrupted) addInterruption(suite, classname);
  });
  return `${report.build()}\n`;
}

function addStage(
  suite: TestSuite,
  classname: string,
  { stage, state, ms, detail }: StageResult,
): void {
  const testCase = suite.testCase().name(`stage: ${stage}`).className(classname);
  testCase.time(seconds(ms ?? 0)).property('state', state);
  const text = oneLine(detail);
  if (state === 'failed') addMark(testCase, verdict('failure', text, 'stage'));
  else if (state === 'left out')
    addMark(testCase, verdict('skipped', text === '' ? 'not reached' : text, 'stage'));
  else also(testCase, (element) => element.ele('system-out').txt(text));
}

/** A suite that is green because nobody looked would be false. */
function addInterruption(suite: TestSuite, classname: string): void {
  const testCase = suite.testCase().name('interrupted').className(classname).time(0);
  addMark(testCase, verdict('error', 'it was stopped before its end', 'interrupted'));
}

function addFinding(suite: TestSuite, classname: string, finding: Finding): void {
  const testCase = suite.testCase().name(`finding: ${finding.code}`).className(classname).time(0);
  testCase
    .property('severity', finding.severity)
    .property('confidence', String(finding.confidence))
    .property('stage', finding.stage);
  const text = printable(
    [
      finding.summary,
      'Evidence:',
      ...finding.evidence.map((line) => `  ${line}`),
      'What mends it:',
      ...finding.remedies.map((remedy) => `  ${remedy.for}: ${remedy.change}`),
    ].join('\n'),
  );
  if (finding.severity === 'note') also(testCase, (element) => element.ele('system-out').txt(text));
  else
    addMark(testCase, {
      ...verdict('failure', oneLine(finding.summary), finding.severity),
      content: text,
    });
}

function verdict(kind: 'failure' | 'skipped' | 'error', message: string, type: string): CaseMark {
  return { kind, message, type, content: message };
}
