import { visible } from '../wire/bytes.ts';

/** Shorter ones are ordinary words and numbers too. */
const LEAST = 4;

/** This many characters of a secret, before the `…` of a text that was cut, give it away. */
const PART = 3;

/**
 * Hides secrets wherever a peer repeats them: as they are, with bytes made visible, percent-encoded, as JSON, or in
 * Base64, and the beginning of one where a text was cut. A short one is hidden only where it stands alone, so that
 * addresses and times stay readable.
 */
export function hideSecrets(secrets: readonly string[]): (text: string) => string {
  // The longest first, as one may be the beginning of another.
  const forms = [...new Set(secrets.filter((secret) => secret !== '').flatMap(formsOf))].sort(
    (a, b) => b.length - a.length,
  );
  if (forms.length === 0) return String;
  const patterns = [...forms.map(patternOf), ...forms.filter(isLong).map(patternOfPart)];
  const pattern = new RegExp(patterns.join('|'), 'gu');
  return (text) => text.replace(pattern, '****');
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    visible(bytes),
    encodeURIComponent(bytes.toString('utf8')),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64'),
  ];
}

function isLong(form: string): boolean {
  return form.length >= LEAST;
}

function patternOf(form: string): string {
  const whole = literal(form);
  return isLong(form) ? whole : String.raw`(?<![\p{L}\p{N}])${whole}(?![\p{L}\p{N}])`;
}

/** As much of the beginning as was left. */
function patternOfPart(form: string): string {
  const [start, rest] = [form.slice(0, PART), Array.from(form.slice(PART))];
  const more = rest.reduceRight((inner, character) => `(?:${literal(character)}${inner})?`, '');
  return `${literal(start)}${more}(?=…)`;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
