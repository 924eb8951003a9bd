import { hideSecrets, hideSecretsInSentence } from '../client/secrets.ts';

/** A copy of plain data in which a password is hidden wherever a server repeated it. */
export function withoutSecret<T>(value: T, secret: string): T {
  const hiding = { words: hideSecrets([secret]), sentence: hideSecretsInSentence([secret]) };
  const hide = (one: unknown, text: Text | undefined): unknown => {
    if (typeof one === 'string') return text === undefined ? one : hiding[text](one);
    if (Array.isArray(one)) return one.map((inner) => hide(inner, text));
    if (typeof one !== 'object' || one === null || one instanceof Date) return one;
    return Object.fromEntries(
      Object.entries(one).map(([key, inner]) => [key, hide(inner, TEXTS.get(key) ?? text)]),
    );
  };
  return hide(value, undefined) as T;
}

/** A server's words as they came, or a sentence of ours that quotes them. */
type Text = 'words' | 'sentence';

/** By key; codes and names of ours stay whatever the password is. */
const TEXTS: ReadonlyMap<string, Text> = new Map([
  ['summary', 'sentence'],
  ['evidence', 'sentence'],
  ['detail', 'sentence'],
  ['description', 'sentence'],
  ['lines', 'words'],
  ['text', 'words'],
  ['heard', 'words'],
  ['certificate', 'words'],
  ['error', 'words'],
]);
