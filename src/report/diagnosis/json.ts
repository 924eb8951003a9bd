import type { Diagnosis } from '../../diagnose/index.ts';
import type { ReadDiagnosis } from '../results-schema.ts';
import { fromJson, type Json, jsonFile } from '../common/json.ts';

/** `{ "format": 1, "tool": { "name", "version" }, "diagnoses": [ … ] }`, as catalogue/results.schema.json says. */
export function renderDiagnosisJson(diagnoses: readonly Diagnosis[]): string {
  return jsonFile({ diagnoses: diagnoses.map(plainDiagnosis) });
}

/** A diagnosis as it is written. */
export function plainDiagnosis(diagnosis: Diagnosis) {
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
      ({
        code,
        severity,
        confidence,
        observed,
        stage,
        summary,
        notice,
        now,
        evidence,
        remedies,
        tellApart,
      }) => ({
        code,
        severity,
        confidence,
        observed,
        stage,
        summary,
        notice,
        now,
        evidence,
        remedies,
        tellApart,
      }),
    ),
    stages: diagnosis.stages,
    path: diagnosis.path,
    otherEnd: diagnosis.otherEnd,
    probes: diagnosis.probes.map(({ description, seen }) => ({ description, ...seen })),
  };
}

/** A diagnosis as it was before `plainDiagnosis`. */
export function diagnosisOf({ probes, ...rest }: ReadDiagnosis): Diagnosis {
  const seen = probes.map(({ description, ...seen }) => ({ description, seen }));
  return fromJson<Diagnosis>({ ...rest, probes: seen } as unknown as Json<Diagnosis>);
}
