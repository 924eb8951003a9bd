import type { Diagnosis } from '../../diagnose/index.ts';
import { uniqueSegments } from '../shared/case.ts';
import { renderSuites, type Suite } from '../shared/junit.ts';
import { oneLine } from '../shared/text.ts';
import { diagnosisCases, unexaminedCase } from './cases.ts';
import type { DiagnosisEnd } from './events.ts';

/** A suite a target. */
export function renderDiagnosisJUnit({ diagnoses, unexamined }: DiagnosisEnd): string {
  const targets = [...diagnoses.map(({ target }) => target), ...unexamined];
  const names = uniqueSegments(targets).map((name) => `ftpspec.diagnose.${name}`);
  const suites = diagnoses.map((diagnosis, index) => suiteOf(names[index] ?? '', diagnosis));
  const left = unexamined.map((target, index): Suite => {
    const startedAt = new Date();
    return {
      classname: names[diagnoses.length + index] ?? '',
      startedAt,
      ms: 0,
      properties: [['target', oneLine(target)]],
      cases: [unexaminedCase(startedAt)],
    };
  });
  const totalMs = diagnoses.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return renderSuites('ftpspec diagnose', [...suites, ...left], totalMs);
}

function suiteOf(classname: string, diagnosis: Diagnosis): Suite {
  return {
    classname,
    startedAt: diagnosis.startedAt,
    ms: diagnosis.durationMs,
    properties: [
      ['target', oneLine(diagnosis.target)],
      ['verdict', diagnosis.verdict],
      ['product', oneLine(diagnosis.product ?? 'unknown')],
    ],
    cases: diagnosisCases(diagnosis),
  };
}
