import type { Diagnosis } from '../../diagnose/index.ts';
import { type Case, uniqueSegments } from '../common/case.ts';
import type { JUnitSchema } from '../common/context.ts';
import { renderSuites, type Suite } from '../common/junit.ts';
import { oneLine } from '../common/text.ts';
import { diagnosisCases, unexaminedCase } from './cases.ts';
import type { DiagnosisEnd } from './events.ts';

/** A suite a target. */
export function renderDiagnosisJUnit(
  { diagnoses, unexamined }: DiagnosisEnd,
  schema: JUnitSchema = 'readers',
): string {
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
  return renderSuites('ftpspec diagnose', [...suites, ...left], totalMs, schema);
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
    cases: oneFailure(diagnosisCases(diagnosis)),
  };
}

/** One host that is not well is one failure: the first finding, or else a stage; the other cases tell the rest. */
function oneFailure(cases: readonly Case[]): Case[] {
  const failures = cases.filter(({ mark }) => mark?.kind === 'failure');
  const first = failures.find(({ mark }) => mark?.type !== 'stage') ?? failures[0];
  return cases.map((one) =>
    one === first || one.mark?.kind !== 'failure'
      ? one
      : { ...one, mark: undefined, output: one.mark.content },
  );
}
