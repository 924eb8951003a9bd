import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { ServerName } from './lab.ts';
import { namesFor, PLACES, VARIANTS, variantsOf, type Variant, type Where } from './variants.ts';

/** What a run said of one scenario or wire rule in one variant. */
export interface Observed {
  readonly outcome: 'pass' | 'warn' | 'fail' | 'skip' | 'error';
  readonly reason: string;
}
/** What the runs of one server said: variant by variant, by the id of the scenario or rule. */
export type Observations = ReadonlyMap<Variant, ReadonlyMap<string, Observed>>;

const ids = z.partialRecord(z.enum(PLACES), z.array(z.string()));
const schema = z.strictObject({
  fail: z.array(
    z.strictObject({
      id: z.string(),
      on: z.union([z.enum(PLACES), z.array(z.enum(PLACES))]).default('everywhere'),
      why: z.string().default(''),
    }),
  ),
  warn: ids,
  skip: ids,
});
/**
 * What is expected of a server where it is not `pass`. There is no place for `error`: a scenario that
 * could not be judged is never expected.
 */
export type Ledger = z.infer<typeof schema>;

/** Where a server's ledger is kept. */
export function ledgerFile(server: ServerName): string {
  return new URL(`ledger/${server}.yaml`, import.meta.url).pathname;
}

export function readLedger(server: ServerName): Ledger {
  return parseLedger(readFileSync(ledgerFile(server), 'utf8'));
}

/** @throws ZodError */
export function parseLedger(text: string): Ledger {
  return schema.parse(parseDocument(text, { uniqueKeys: true }).toJS());
}

/**
 * What the runs and the ledger do not agree on, a line each, by id; empty where they agree.
 * @param reasons whether to say why scenarios ended as they did
 */
export function differences(ledger: Ledger, observations: Observations): string[] {
  const expected = expectations(ledger);
  const known = new Set([...observations.values()].flatMap((of) => [...of.keys()]));
  const lines = ledger.fail
    .filter(({ why }) => why.trim() === '')
    .map(({ id }) => `${id}: a known failure without why:`);
  for (const id of [...new Set([...expected.keys(), ...known])].sort()) {
    if (!known.has(id)) lines.push(`${id}: in the ledger, but no scenario or rule has this id`);
    else lines.push(...differencesOf(id, expected.get(id), observations));
  }
  return lines;
}

/** What ledger and runs say differently of one id; equal words for several variants once. */
function differencesOf(
  id: string,
  expected: ReadonlyMap<Variant, string[]> | undefined,
  observations: Observations,
): string[] {
  const words = new Map<string, Variant[]>();
  for (const [variant, observed] of observations) {
    const wanted = expected?.get(variant) ?? ['pass'];
    const { outcome = 'missing', reason = '' } = observed.get(id) ?? {};
    if (wanted.length === 1 && wanted[0] === outcome) continue;
    const difference =
      `expected ${wanted.join(' and ')}, got ${outcome}` + (reason === '' ? '' : `: ${reason}`);
    words.set(difference, [...(words.get(difference) ?? []), variant]);
  }
  return [...words].map(([text, variants]) => `${id} (${namesFor(variants).join(', ')}): ${text}`);
}

/** The ledger by id and variant. An id with two outcomes in a variant has both, and agrees with none. */
function expectations(ledger: Ledger): Map<string, Map<Variant, string[]>> {
  const all = new Map<string, Map<Variant, string[]>>();
  const add = (id: string, outcome: string, places: readonly Where[]) => {
    const of = all.get(id) ?? new Map<Variant, string[]>();
    all.set(id, of);
    for (const variant of places.flatMap((where) => [...variantsOf(where)]))
      of.set(variant, [...(of.get(variant) ?? []), outcome]);
  };
  for (const { id, on } of ledger.fail) add(id, 'fail', [on].flat());
  for (const outcome of ['warn', 'skip'] as const)
    for (const where of PLACES)
      for (const id of ledger[outcome][where] ?? []) add(id, outcome, [where]);
  return all;
}

/** A ledger's text with the warnings and skips of the runs; failures and comments stay as they are. */
export function withOutcomes(text: string, observations: Observations): string {
  const document = parseDocument(text);
  for (const outcome of ['warn', 'skip'] as const)
    document.set(outcome, document.createNode(grouped(observations, outcome)));
  return document.toString({ lineWidth: 100 });
}

/** The ids with an outcome, by where they have it. */
function grouped(observations: Observations, outcome: Observed['outcome']) {
  const variants = new Map<string, Variant[]>();
  for (const variant of VARIANTS)
    for (const [id, observed] of observations.get(variant) ?? [])
      if (observed.outcome === outcome) variants.set(id, [...(variants.get(id) ?? []), variant]);
  const groups: Partial<Record<Where, string[]>> = {};
  for (const where of PLACES) {
    const members = [...variants].filter(([, of]) => namesFor(of).includes(where));
    if (members.length > 0) groups[where] = members.map(([id]) => id).sort();
  }
  return groups;
}
