import { z } from 'zod';
import { PLACE_NAMES } from './places.ts';

/** Outcomes that may be expected. There is no `error`: what could not be judged is never expected. */
export const EXPECTABLE = ['pass', 'warn', 'fail', 'skip'] as const;
export type Expectable = (typeof EXPECTABLE)[number];

const text = z.string().min(1);
const place = z.enum(PLACE_NAMES);

const entry = z.strictObject({
  id: z
    .union([text, z.array(text).min(1)])
    .describe('scenario or rule, a pattern such as passive/*, or a list of these'),
  outcome: z.enum(['fail', 'warn', 'skip']).optional().describe('how it ends here'),
  varies: z
    .array(z.enum(EXPECTABLE))
    .min(2)
    .optional()
    .describe('in place of outcome, where the server leaves to chance which of these it is'),
  on: z
    .union([place, z.array(place).min(1)])
    .default('everywhere')
    .describe('where that is so: plain, tls, ipv4, ipv6, tls ipv6, …'),
  reason: text.describe('why that is so, and why it is the server that is wrong'),
  requirement: text.optional().describe('the requirement that is not met'),
  issue: text.optional().describe('where it is dealt with: a URL, a number'),
});

const oneEntry = entry.refine(
  ({ outcome, varies }) => (outcome === undefined) !== (varies === undefined),
  {
    error: 'an entry has either "outcome" (fail, warn or skip) or "varies"',
  },
);

export const ledgerSchema = z.strictObject(
  {
    complete: z
      .boolean()
      .default(false)
      .describe('warnings and skips are listed as well, and those that are not are new'),
    known: z.array(oneEntry).describe('what does not pass'),
  },
  'a ledger is a mapping with a list "known"',
);

export type LedgerData = z.infer<typeof ledgerSchema>;

/** What editors check and complete ledgers with: `catalogue/ledger.schema.json`. */
export function ledgerJsonSchema(): object {
  return z.toJSONSchema(ledgerSchema, { io: 'input', target: 'draft-7' });
}

/** Every key of a ledger. */
export const LEDGER_KEYS: readonly string[] = [
  ...Object.keys(ledgerSchema.shape),
  ...Object.keys(entry.shape),
];
