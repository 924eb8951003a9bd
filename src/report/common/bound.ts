import { shortened } from './text.ts';

/** No text of a report is longer, whatever a server sends. */
const LONGEST = 4000;

/** There to be copied, and made of what the user wrote: cut, it would be of no use. */
const WHOLE: readonly string[] = ['rerun'];

/** A copy of plain data in which no text is longer than a report can bear. */
export function bounded<T>(value: T): T {
  return bound(value) as T;
}

function bound(value: unknown): unknown {
  if (typeof value === 'string') return shortened(value, LONGEST);
  if (Array.isArray(value)) return value.map(bound);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, WHOLE.includes(key) ? one : bound(one)]),
  );
}
