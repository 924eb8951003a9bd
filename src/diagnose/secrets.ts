import { hideSecrets } from '../client/secrets.ts';

/** A copy of plain data in which a password is hidden wherever a server repeated it. */
export function withoutSecret<T>(value: T, secret: string): T {
  const hideText = hideSecrets([secret]);
  const hide = (one: unknown, free: boolean): unknown => {
    if (typeof one === 'string') return free ? hideText(one) : one;
    if (Array.isArray(one)) return one.map((inner) => hide(inner, free));
    if (typeof one !== 'object' || one === null || one instanceof Date) return one;
    return Object.fromEntries(
      Object.entries(one).map(([key, inner]) => [key, hide(inner, free || FREE_TEXT.has(key))]),
    );
  };
  return hide(value, false) as T;
}

/** Where a server's words can stand; codes and names of ours stay whatever the password is. */
const FREE_TEXT: ReadonlySet<string> = new Set([
  'summary',
  'evidence',
  'detail',
  'description',
  'lines',
  'text',
  'heard',
  'certificate',
  'error',
]);
