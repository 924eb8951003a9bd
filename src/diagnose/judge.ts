import { CAUSES } from './causes/index.ts';
import {
  type Cause,
  type Pattern,
  SEVERITIES,
  type Severity,
  type SeverityRule,
} from './causes/cause.ts';
import { describe } from './evidence/describe.ts';
import type { Observation, Stage } from '../probe/observations.ts';
import { recognise } from '../probe/products.ts';
import { type Remedy, remediesFor } from './remedies/index.ts';
import { SYMPTOMS, type SymptomName } from './symptoms/index.ts';
import { type View, worked } from './evidence/view.ts';

/** A cause that holds here, with what proves it. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** 0 to 1 */
  readonly confidence: number;
  readonly stage: Stage;
  /** what is wrong, in one sentence */
  readonly summary: string;
  /** commands, replies, addresses, times */
  readonly evidence: readonly string[];
  readonly remedies: readonly Remedy[];
  /** what would tell it from other findings, where this client cannot */
  readonly tellApart: string | undefined;
}

/** Less sure than this is not worth saying. */
const LEAST_SURE = 0.25;
const MOST_EVIDENCE = 6;

/** The findings, most likely first: by how bad they are for people, then by how sure. */
export function judge(view: View): Finding[] {
  const product = recognise(view.seen);
  return CAUSES.flatMap((cause) => {
    const best = cause.patterns
      .map((pattern) => ({ pattern, confidence: confidenceOf(pattern, view) }))
      .filter(({ confidence }) => confidence >= LEAST_SURE)
      .sort((a, b) => b.confidence - a.confidence)[0];
    if (!best) return [];
    return [found(cause, best.pattern, best.confidence, view, product)];
  }).sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      b.confidence - a.confidence,
  );
}

function seen(symptom: SymptomName, view: View): boolean {
  return SYMPTOMS[symptom].evidence(view).length > 0;
}

function confidenceOf(pattern: Pattern, view: View): number {
  if (!pattern.needs.every((symptom) => seen(symptom, view))) return 0;
  if (pattern.unless?.some((symptom) => seen(symptom, view)) === true) return 0;
  const more = Object.entries(pattern.and ?? {})
    .filter(([symptom]) => seen(symptom as SymptomName, view))
    .reduce((sum, [, weight]) => sum + weight, 0);
  return Math.min(0.99, Math.max(0, Number((pattern.sure + more).toFixed(2))));
}

function found(
  cause: Cause,
  pattern: Pattern,
  confidence: number,
  view: View,
  product: string | undefined,
): Finding {
  const speaking = Object.entries(pattern.and ?? {})
    .filter(([, weight]) => weight > 0)
    .map(([symptom]) => symptom as SymptomName);
  const proofs = new Set<Observation>();
  for (const symptom of [...pattern.needs, ...speaking])
    for (const one of SYMPTOMS[symptom].evidence(view).slice(0, 3)) proofs.add(one);
  return {
    code: cause.code,
    severity: SEVERITY_RULES[pattern.severity ?? cause.severity](view),
    confidence,
    stage: cause.stage,
    summary: cause.summary(view),
    evidence: [...new Set([...proofs].map(describe))].slice(0, MOST_EVIDENCE),
    remedies: remediesFor(cause.remedies, product, view),
    tellApart: cause.tellApart,
  };
}

const SEVERITY_RULES: Readonly<Record<SeverityRule, (view: View) => Severity>> = {
  broken: () => 'broken',
  degraded: () => 'degraded',
  note: () => 'note',
  'by reach': ({ transfers }) => (transfers.some(worked) ? 'degraded' : 'broken'),
  'by login': ({ logins }) =>
    logins.some((one) => one.outcome === 'accepted') ? 'degraded' : 'broken',
  'if TLS was asked for': ({ target, logins }) =>
    target.security === 'ftp'
      ? 'note'
      : logins.some((one) => one.outcome === 'accepted' && one.at.secured)
        ? 'degraded'
        : 'broken',
  'if active matters': ({ options, transfers }) =>
    options.active ? (transfers.some(worked) ? 'degraded' : 'broken') : 'note',
};
