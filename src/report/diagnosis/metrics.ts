import type { Diagnosis, Verdict } from '../../diagnose/index.ts';
import { formatMetrics, type Sample } from '../common/metrics.ts';
import type { DiagnosisEnd } from './events.ts';

const VERDICTS: readonly Verdict[] = ['healthy', 'degraded', 'broken', 'interrupted'];

/** State by target and by cause, for monitoring. */
export function renderDiagnosisMetrics({ diagnoses }: DiagnosisEnd): string {
  const each = (value: (one: Diagnosis) => number): Sample[] =>
    diagnoses.map((one) => ({ labels: { target: one.target }, value: value(one) }));
  return formatMetrics([
    {
      name: 'healthy',
      help: 'Whether nothing is wrong with FTP from here, but for notes: 1 or 0.',
      samples: each(({ verdict }) => Number(verdict === 'healthy')),
    },
    {
      name: 'verdict',
      help: 'The verdict of the latest diagnosis has 1, the others 0.',
      samples: diagnoses.flatMap(({ target, verdict }) =>
        VERDICTS.map((one) => ({
          labels: { target, verdict: one },
          value: Number(one === verdict),
        })),
      ),
    },
    {
      name: 'finding',
      help: 'Causes that were found, by how sure that is, from 0 to 1.',
      samples: diagnoses.flatMap(({ target, findings }) =>
        findings.map(({ code, severity, confidence, observed }) => ({
          labels: { target, code, severity },
          value: observed ? 1 : confidence,
        })),
      ),
    },
    {
      name: 'diagnosis_seconds',
      help: 'How long the latest diagnosis took.',
      samples: each(({ durationMs }) => Math.round(durationMs) / 1000),
    },
    {
      name: 'diagnosis_timestamp_seconds',
      help: 'When the latest diagnosis began.',
      samples: each(({ startedAt }) => startedAt.getTime() / 1000),
    },
  ]);
}
