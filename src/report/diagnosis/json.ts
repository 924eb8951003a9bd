import type { Diagnosis } from '../../diagnose/index.ts';
import { inertJson } from '../shared/json.ts';

/** One diagnosis as an object, several as an array. */
export function renderDiagnosisJson(diagnoses: readonly Diagnosis[]): string {
  const [only] = diagnoses;
  const value = diagnoses.length === 1 && only ? plain(only) : diagnoses.map(plain);
  return `${inertJson(JSON.stringify(value, undefined, 2))}\n`;
}

function plain(diagnosis: Diagnosis) {
  const { target, verdict, judged, product, interrupted, startedAt, durationMs } = diagnosis;
  return {
    target,
    verdict,
    judged,
    product,
    interrupted,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(durationMs),
    findings: diagnosis.findings.map(
      ({ code, severity, confidence, stage, summary, evidence, remedies, tellApart }) => ({
        code,
        severity,
        confidence,
        stage,
        summary,
        evidence,
        remedies,
        tellApart,
      }),
    ),
    stages: diagnosis.stages,
    probes: diagnosis.probes.map(({ description, seen }) => ({ description, ...seen })),
  };
}
