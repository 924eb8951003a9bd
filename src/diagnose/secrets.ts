/**
 * A copy of plain data in which a password is hidden wherever a server repeated it. A short one is hidden
 * only where it stands alone, so that addresses and times stay readable.
 */
export function withoutSecret<T>(value: T, secret: string): T {
  if (secret === '') return value;
  const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern =
    secret.length >= 4
      ? new RegExp(literal, 'g')
      : new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu');
  const hide = (one: unknown, free: boolean): unknown => {
    if (typeof one === 'string') return free ? one.replace(pattern, '****') : one;
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
  'says',
  'lines',
  'text',
  'heard',
  'certificate',
  'error',
]);
