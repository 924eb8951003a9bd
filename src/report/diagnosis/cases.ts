import type { Diagnosis, Finding, StageResult, StageState } from '../../diagnose/index.ts';
import type { Outcome } from '../../runner/results.ts';
import type { Case, CaseMark } from '../common/case.ts';
import { oneLine, printable } from '../common/text.ts';

const OUTCOMES: Readonly<Record<StageState, Outcome>> = {
  ok: 'pass',
  partly: 'warn',
  failed: 'fail',
  'left out': 'skip',
};

/** The test cases of a target: a case a stage, then those of what was found. */
export function diagnosisCases(diagnosis: Diagnosis): Case[] {
  return [
    ...diagnosis.stages.map((stage) => stageCase(stage, diagnosis.startedAt)),
    ...findingCases(diagnosis),
  ];
}

/** A case a finding, of which a note is a pass that says so, and one that fails where the end was not reached. */
export function findingCases(diagnosis: Diagnosis): Case[] {
  return [
    ...diagnosis.findings.map((finding) => findingCase(finding, diagnosis.startedAt)),
    ...(diagnosis.interrupted
      ? [incompleteCase('interrupted', 'it was stopped before its end', diagnosis.startedAt)]
      : []),
  ];
}

/** For a target that was not examined: a suite that is green because nobody looked would be false. */
export function unexaminedCase(startedAt: Date): Case {
  return incompleteCase('not examined', 'it was stopped before this target', startedAt);
}

function stageCase({ stage, state, ms, detail }: StageResult, startedAt: Date): Case {
  const text = oneLine(detail);
  const mark = {
    ok: undefined,
    partly: undefined,
    failed: markOf('failure', text, 'stage'),
    'left out': markOf('skipped', text === '' ? 'not reached' : text, 'stage'),
  }[state];
  return {
    ...commonParts(startedAt),
    name: `stage: ${stage}`,
    outcome: OUTCOMES[state],
    ms: ms ?? 0,
    properties: [['state', state]],
    mark,
    output: mark ? '' : text,
  };
}

function findingCase(finding: Finding, startedAt: Date): Case {
  const isNote = finding.severity === 'note';
  const text = printable(
    [
      finding.summary,
      finding.notice,
      'Evidence:',
      ...finding.evidence.map((line) => `  ${line}`),
      'What mends it:',
      ...finding.now.map((step) => `  client, now: ${step}`),
      ...finding.remedies.map((remedy) => `  ${remedy.for}: ${remedy.change}`),
    ].join('\n'),
  );
  const mark = markOf('failure', oneLine(finding.summary), finding.severity);
  return {
    ...commonParts(startedAt),
    name: `finding: ${finding.code}`,
    outcome: isNote ? 'pass' : 'fail',
    properties: [
      ['severity', finding.severity],
      ['confidence', String(finding.confidence)],
      ['stage', finding.stage],
    ],
    mark: isNote ? undefined : { ...mark, content: text },
    output: isNote ? text : '',
  };
}

function incompleteCase(name: string, why: string, startedAt: Date): Case {
  return {
    ...commonParts(startedAt),
    name,
    outcome: 'error',
    properties: [],
    mark: markOf('error', why, 'interrupted'),
    output: '',
  };
}

function commonParts(startedAt: Date) {
  return { suite: 'diagnose', place: undefined, startedAt, ms: 0 } as const;
}

function markOf(kind: CaseMark['kind'], message: string, type: string): CaseMark {
  return { kind, message, type, content: message };
}
