import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { ServerName } from './lab.ts';
import { namesFor, PLACES, VARIANTS, variantsOf, type Variant, type Where } from './variants.ts';

type Outcome = 'pass' | 'warn' | 'fail' | 'skip' | 'error';
/** Outcomes that an entry allows. */
type Allowed = readonly Outcome[];

/** What a run said of one scenario or wire rule in one variant. */
export interface Observed {
  readonly outcome: Outcome;
  readonly reason: string;
}
/** What the runs of one server said: variant by variant, by the id of the scenario or rule. */
export type Observations = ReadonlyMap<Variant, ReadonlyMap<string, Observed>>;

const ids = z.partialRecord(z.enum(PLACES), z.array(z.string()));
const explained = {
  id: z.string(),
  on: z.union([z.enum(PLACES), z.array(z.enum(PLACES))]).default('everywhere'),
  why: z.string().default(''),
};
const schema = z.strictObject({
  fail: z.array(z.strictObject(explained)),
  varies: z
    .array(
      z.strictObject({
        ...explained,
        between: z.array(z.enum(['pass', 'warn', 'fail', 'skip'])).min(2),
      }),
    )
    .default([]),
  warn: ids,
  skip: ids,
});
/**
 * What is expected of a server where it is not `pass`. `varies` is for what the server itself leaves to chance: with
 * the same bytes sent, it ends now so, now so. There is no place for `error`: a scenario that could not be judged is
 * never expected.
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
  const lines = [...ledger.fail, ...ledger.varies]
    .filter(({ why }) => why.trim() === '')
    .map(({ id }) => `${id}: known, but without why:`);
  for (const id of [...new Set([...expected.keys(), ...known])].sort()) {
    if (!known.has(id)) lines.push(`${id}: in the ledger, but no scenario or rule has this id`);
    else lines.push(...differencesOf(id, expected.get(id), observations));
  }
  return lines;
}

/** What ledger and runs say differently of one id; equal words for several variants once. */
function differencesOf(
  id: string,
  expected: ReadonlyMap<Variant, Allowed[]> | undefined,
  observations: Observations,
): string[] {
  const words = new Map<string, Variant[]>();
  for (const [variant, observed] of observations) {
    const wanted = expected?.get(variant) ?? [['pass']];
    const { outcome, reason = '' } = observed.get(id) ?? {};
    if (wanted.length === 1 && outcome && wanted[0]?.includes(outcome)) continue;
    const difference =
      `expected ${wanted.map((one) => one.join(' or ')).join(' and ')}, got ${outcome ?? 'missing'}` +
      (reason === '' ? '' : `: ${reason}`);
    words.set(difference, [...(words.get(difference) ?? []), variant]);
  }
  return [...words].map(([text, variants]) => `${id} (${namesFor(variants).join(', ')}): ${text}`);
}

/** The ledger by id and variant. An id with two entries in a variant has both, and agrees with none. */
function expectations(ledger: Ledger): Map<string, Map<Variant, Allowed[]>> {
  const all = new Map<string, Map<Variant, Allowed[]>>();
  const add = (id: string, allowed: Allowed, places: readonly Where[]) => {
    const of = all.get(id) ?? new Map<Variant, Allowed[]>();
    all.set(id, of);
    for (const variant of places.flatMap((where) => [...variantsOf(where)]))
      of.set(variant, [...(of.get(variant) ?? []), allowed]);
  };
  for (const { id, on } of ledger.fail) add(id, ['fail'], [on].flat());
  for (const { id, on, between } of ledger.varies) add(id, between, [on].flat());
  for (const outcome of ['warn', 'skip'] as const)
    for (const where of PLACES)
      for (const id of ledger[outcome][where] ?? []) add(id, [outcome], [where]);
  return all;
}

/** A ledger's text with the warnings and skips of the runs; what people explained and comments stay as they are. */
export function withOutcomes(text: string, observations: Observations): string {
  const document = parseDocument(text);
  const { varies } = parseLedger(text);
  for (const outcome of ['warn', 'skip'] as const)
    document.set(outcome, document.createNode(grouped(observations, outcome, varies)));
  return document.toString({ lineWidth: 100 });
}

/** The ids with an outcome, by where they have it, but for those of which it is known that they vary there. */
function grouped(observations: Observations, outcome: Outcome, varies: Ledger['varies']) {
  const variants = new Map<string, Variant[]>();
  for (const variant of VARIANTS) {
    const fickle = varies.filter(({ on }) => [on].flat().flatMap(variantsOf).includes(variant));
    for (const [id, observed] of observations.get(variant) ?? [])
      if (observed.outcome === outcome && !fickle.some((one) => one.id === id))
        variants.set(id, [...(variants.get(id) ?? []), variant]);
  }
  const groups: Partial<Record<Where, string[]>> = {};
  for (const where of PLACES) {
    const members = [...variants].filter(([, of]) => namesFor(of).includes(where));
    if (members.length > 0) groups[where] = members.map(([id]) => id).sort();
  }
  return groups;
}
