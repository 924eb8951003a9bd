import { shorten } from '../wire/shorten.ts';
import { matches } from './patterns.ts';
import { asText, type Values } from './values.ts';

/** The comparators of `check` and `if`, each with what it wants to hold, in words. */
export interface Comparison {
  equals?: string | number | undefined;
  'differs-from'?: string | number | undefined;
  'one-of'?: (string | number)[] | undefined;
  matches?: string | undefined;
  'does-not-match'?: string | undefined;
  'starts-with'?: string | undefined;
  'ends-with'?: string | undefined;
  contains?: string | undefined;
  'does-not-contain'?: string | undefined;
  'at-least'?: string | number | undefined;
  'at-most'?: string | number | undefined;
  'within-of'?: { of: string | number; by: number } | undefined;
}

/** The comparators that are regular expressions, which are no words for people. */
export const PATTERNS: readonly string[] = ['matches', 'does-not-match'];

type Test = (value: unknown, wanted: unknown) => boolean;

/** Without words, the comparison is told by the step's `because` alone. */
const TESTS: Readonly<Record<string, { readonly words?: string; readonly holds: Test }>> = {
  equals: { words: 'equal to', holds: same },
  'differs-from': { words: 'other than', holds: (value, wanted) => !same(value, wanted) },
  'one-of': {
    words: 'one of',
    holds: (value, wanted) => (wanted as unknown[]).some((one) => same(value, one)),
  },
  matches: { holds: (value, wanted) => matches(asText(wanted), asText(value)) },
  'does-not-match': { holds: (value, wanted) => !matches(asText(wanted), asText(value)) },
  'starts-with': {
    words: 'beginning with',
    holds: (value, wanted) => asText(value).startsWith(asText(wanted)),
  },
  'ends-with': {
    words: 'ending with',
    holds: (value, wanted) => asText(value).endsWith(asText(wanted)),
  },
  contains: { words: 'containing', holds: contains },
  'does-not-contain': { words: 'without', holds: (value, wanted) => !contains(value, wanted) },
  'at-least': { words: 'at least', holds: (value, wanted) => Number(value) >= Number(wanted) },
  'at-most': { words: 'at most', holds: (value, wanted) => Number(value) <= Number(wanted) },
};

/**
 * Compares a value as the step says. What `${…}` stands for in a pattern is taken literally.
 * @returns undefined where everything holds, otherwise the words for what was expected; '' for a pattern
 */
export function compare(
  value: unknown,
  comparison: Comparison,
  values: Values,
): string | undefined {
  for (const [key, test] of Object.entries(TESTS)) {
    const raw = comparison[key as keyof Comparison];
    if (raw === undefined) continue;
    const wanted = PATTERNS.includes(key)
      ? values.fillPattern(asText(raw))
      : Array.isArray(raw)
        ? raw.map((one) => values.resolve(one))
        : values.resolve(raw as string | number);
    if (!test.holds(value, wanted))
      return test.words === undefined ? '' : `${test.words} ${shown(wanted)}`;
  }
  const near = comparison['within-of'];
  if (near) {
    const of = Number(values.resolve(near.of));
    if (!(Math.abs(Number(value) - of) <= near.by)) return `within ${near.by} of ${of}`;
  }
  return undefined;
}

/** A value in a sentence, long ones shortened. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = asText(value instanceof Map ? [...value.keys()] : value);
  return JSON.stringify(shorten(text, 200));
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' || typeof b === 'number')
    return asText(a) !== '' && Number(a) === Number(b);
  return asText(a) === asText(b);
}

function contains(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => same(one, wanted));
  if (value instanceof Map)
    return value.has(asText(wanted)) || value.has(asText(wanted).toLowerCase());
  return asText(value).includes(asText(wanted));
}
