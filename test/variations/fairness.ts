import { readFileSync } from 'node:fs';
import type { Catalogue } from '../../src/catalogue/index.ts';
import { builtinVariations, type Variation } from '../../src/reference/index.ts';
import type { RuleResult, RunResult, ScenarioResult } from '../../src/runner/results.ts';
import { playEmbedded, type Subject } from '../support/play-embedded.ts';

/** Something held against a lawful server. */
export interface Accusation {
  readonly id: string;
  readonly outcome: 'warn' | 'fail' | 'error';
  readonly reason: string;
}

/**
 * By variation: scenarios and rules that are not fair to it yet, or `*` where it takes too long to be
 * played with the others. `npm run variations -- --write` writes them anew.
 */
export type Unfair = Readonly<Record<string, readonly string[]>>;

export const unfairFile = new URL('unfair.json', import.meta.url);

export function loadUnfair(): Unfair {
  return JSON.parse(readFileSync(unfairFile, 'utf8')) as Unfair;
}

/** What is held against a variation, and not known of it. */
export function fresh(
  variation: Variation,
  held: readonly Accusation[],
  unfair: Unfair,
): readonly Accusation[] {
  const known = unfair[variation.id] ?? [];
  return held.filter(({ id }) => !known.includes('*') && !known.includes(id));
}

/** Nothing has to time out; this is for a machine that is busy with all of them. */
const TIMEOUT_MS = 20_000;

/** Plays the whole suite against a variation; what is held against it is tried once more, alone. */
export async function accusations(
  subject: Subject,
  variation: Variation,
): Promise<readonly Accusation[]> {
  const first = await accused(
    subject,
    variation,
    subject.scenarios.map(({ id }) => id),
    8,
  );
  if (first.length === 0) return [];
  const second = await accused(
    subject,
    variation,
    first.flatMap(({ places }) => places),
    1,
  );
  return second.filter(({ id }) => first.some((one) => one.id === id));
}

interface Accused extends Accusation {
  /** ids of scenarios that show it */
  readonly places: readonly string[];
}

async function accused(
  subject: Subject,
  variation: Variation,
  ids: readonly string[],
  jobs: number,
): Promise<Accused[]> {
  const scenarios = subject.scenarios.filter(({ id }) => ids.includes(id));
  const result = await playEmbedded(
    subject,
    scenarios,
    { variations: [variation.id] },
    {
      timeoutMs: TIMEOUT_MS,
      jobs,
      security: variation.options?.tls === 'required' ? 'ftpes' : 'ftp',
    },
  );
  return heldAgainst(result, variation, subject.catalogue);
}

/** Failures and errors, and warnings of which the variation does not name the reason. */
function heldAgainst(result: RunResult, variation: Variation, catalogue: Catalogue): Accused[] {
  const bad = [
    ...result.scenarios.map((one) => ({
      ...one,
      places: [one.id],
      isNamed: () => namesScenario(variation, one, catalogue),
    })),
    ...result.rules.map((one) => ({
      ...one,
      reason: ruleReason(one),
      places: one.problems.map(({ scenario }) => scenario),
      isNamed: () => namesRule(variation, one, catalogue),
    })),
  ].flatMap(({ id, outcome, reason, places, isNamed }) =>
    outcome === 'fail' || outcome === 'error' || (outcome === 'warn' && !isNamed())
      ? [{ id, outcome, reason, places }]
      : [],
  );
  const all = result.scenarios.map(({ id }) => id);
  return result.stopped === undefined
    ? bad
    : [...bad, { id: 'run', outcome: 'error', reason: result.stopped, places: all }];
}

function ruleReason({ problems: [first] }: RuleResult): string {
  if (!first) return '';
  const { scenario, command, expected, actual } = first;
  return `${scenario}: ${command || 'no command'}: expected ${expected}, got ${actual}`;
}

/** Whether a warning is what the rulings and requirements that a variation names tell of. */
function namesScenario(
  { allowedBy }: Variation,
  { covers, problems }: ScenarioResult,
  { requirements }: Catalogue,
): boolean {
  const rulings = problems.flatMap(({ ruling }) => ruling ?? []);
  const cited = covers.flatMap((id) => requirements.get(id)?.check.match(/\bR\d\d\b/g) ?? []);
  return allowedBy.some((name) => [...covers, ...rulings, ...cited].includes(name));
}

function namesRule(
  { allowedBy }: Variation,
  { covers, problems }: RuleResult,
  { replies, requirements }: Catalogue,
): boolean {
  const cited = covers.flatMap((id) => requirements.get(id)?.check.match(/\bR\d\d\b/g) ?? []);
  return problems.every(({ command }) => {
    const row = replies[command] ?? replies[command.split(' ', 1)[0] ?? ''];
    const rulings = row?.rulings ?? [];
    return allowedBy.some((name) => [...covers, ...cited, ...rulings].includes(name));
  });
}

/** Some of the variations that can be played in a while, chosen by a seed that a later run can be given again. */
export function sampled(count: number, seed: string): Variation[] {
  const unfair = loadUnfair();
  return builtinVariations()
    .filter(({ id }) => unfair[id]?.includes('*') !== true)
    .map((variation) => ({ variation, rank: hash(`${seed}/${variation.id}`) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ variation }) => variation);
}

/** FNV-1a, whose last bits are mixed once more, as ids differ little. */
function hash(text: string): number {
  let value = 0x811c_9dc5;
  for (const octet of Buffer.from(text)) value = Math.imul(value ^ octet, 0x0100_0193);
  return Math.imul(value ^ (value >>> 15), 0x2c1b_3c6d) >>> 0;
}
