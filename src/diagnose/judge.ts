import { CAUSES } from './causes/index.ts';
import {
  type Cause,
  type Pattern,
  SEVERITIES,
  type Severity,
  type SeverityRule,
} from './causes/cause.ts';
import { NOTICES } from './causes/notices.ts';
import { areRivals } from './causes/rivals.ts';
import { type ClientStepName, describeStep } from './remedies/clients.ts';
import { describe } from './evidence/describe.ts';
import type { Observation, Stage } from '../probe/observations.ts';
import { recognise } from '../probe/products.ts';
import { type Remedy, remediesFor } from './remedies/index.ts';
import { SYMPTOMS, type SymptomName } from './symptoms/index.ts';
import { type View, worked } from './evidence/view.ts';

/** A cause that holds here, with what proves it. */
export interface Finding {
  readonly code: string;
  /** the cause as a headline */
  readonly title: string;
  readonly severity: Severity;
  /** 0 to 1 */
  readonly confidence: number;
  /** it was seen as it is, and not concluded */
  readonly observed: boolean;
  /** what people notice, and why, in a plain sentence */
  readonly notice: string;
  /** what helps at once, as a client */
  readonly now: readonly string[];
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

/**
 * The findings, most likely first: by how bad they are for people, then by how sure; what brings another about stands
 * before it.
 */
export function judge(view: View): Finding[] {
  const product = recognise(view.seen);
  const found = CAUSES.flatMap((cause) => {
    const best = cause.patterns
      .map((pattern) => ({ pattern, confidence: confidenceOf(pattern, view) }))
      .filter(({ confidence }) => confidence >= LEAST_SURE)
      .sort((a, b) => b.confidence - a.confidence)[0];
    if (!best) return [];
    return [findingOf(cause, best.pattern, best.confidence, view, product)];
  }).sort(byWeight);
  return rootsFirst(found.map((one, index) => shared(one, index, found)).sort(byWeight));
}

function byWeight(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    Number(isAside(a)) - Number(isAside(b)) ||
    b.confidence - a.confidence
  );
}

/** What a surer finding, or one that brings this about, explains as well, leaves the rest to this one. */
function shared(one: Finding, index: number, all: readonly Finding[]): Finding {
  const others = all.filter(
    ({ code, confidence, severity }, place) =>
      severity !== 'note' &&
      (bringsAbout(code, one.code) ||
        (areRivals(code, one.code) &&
          (confidence > one.confidence || (confidence === one.confidence && place < index)))),
  );
  const left = 1 - Math.max(0, ...others.map(({ confidence }) => confidence));
  return { ...one, confidence: Number((one.confidence * left).toFixed(2)) };
}

/** Moves what brings another finding about before it, if it is more than a note. */
function rootsFirst(findings: readonly Finding[]): Finding[] {
  const order: Finding[] = [];
  const place = (finding: Finding): void => {
    if (order.includes(finding)) return;
    findings
      .filter(({ code, severity }) => severity !== 'note' && bringsAbout(code, finding.code))
      .forEach(place);
    order.push(finding);
  };
  findings.forEach(place);
  return order;
}

function isAside({ code }: Finding): boolean {
  return CAUSES.find((cause) => cause.code === code)?.aside === true;
}

function bringsAbout(root: string, code: string): boolean {
  return CAUSES.some((cause) => cause.code === root && cause.bringsAbout?.includes(code) === true);
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

function findingOf(
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
    title: cause.title,
    severity: SEVERITY_RULES[pattern.severity ?? cause.severity](view),
    confidence,
    observed: NOTICES[cause.code]?.observed === true,
    notice: NOTICES[cause.code]?.notice ?? '',
    now: (NOTICES[cause.code]?.now ?? [])
      .filter((step) => FUTILE[step]?.some((symptom) => seen(symptom, view)) !== true)
      .map(describeStep),
    stage: cause.stage,
    summary: cause.summary(view),
    evidence: [...new Set([...proofs].map(describe))].slice(0, MOST_EVIDENCE),
    remedies: remediesFor(cause.remedies, product, view),
    tellApart: cause.tellApart,
  };
}

/** What shows that a step would not help here. */
const FUTILE: Readonly<Partial<Record<ClientStepName, readonly SymptomName[]>>> = {
  'use active': ['active silent', 'active refused'],
  'use IPv4': ['no address', 'only a family that this client lacks'],
  'use EPSV': ['EPSV refused', 'EPSV dead'],
  'leave EPSV out': ['PASV dead'],
  'use the server’s address': ['peer address dead'],
};

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
