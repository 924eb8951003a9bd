import { visible } from '../wire/bytes.ts';

/** Shorter ones are ordinary words and numbers too. */
const LEAST = 4;

/**
 * Hides secrets wherever a peer repeats them: as they are, with bytes made visible, percent-encoded, or in
 * Base64. A short one is hidden only where it stands alone, so that addresses and times stay readable.
 */
export function hideSecrets(secrets: readonly string[]): (text: string) => string {
  // The longest first, as one may be the beginning of another.
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf))].sort(
    (a, b) => b.length - a.length,
  );
  if (forms.length === 0) return String;
  const pattern = new RegExp(forms.map(patternOf).join('|'), 'gu');
  return (text) => text.replace(pattern, '****');
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    visible(bytes),
    encodeURIComponent(bytes.toString('utf8')),
    bytes.toString('base64'),
  ];
}

function patternOf(form: string): string {
  const literal = form.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  return form.length >= LEAST ? literal : String.raw`(?<![\p{L}\p{N}])${literal}(?![\p{L}\p{N}])`;
}
