import { visible } from '../wire/bytes.ts';

/** Shorter ones are ordinary words and numbers too. */
const LEAST = 4;

/** Characters of a secret before the `…` of a text that was cut that give it away. */
const PART = 3;

/** Words and numbers that sentences of ours are made of. */
const ORDINARY = /^(?:[a-z]+|[0-9]+)$/;

/**
 * Hides secrets wherever a peer repeats them: as they are, with bytes made visible, percent-encoded in part or in
 * whole, as JSON or XML escape them, or in Base64, and the beginning of one where a text was cut. A short one is
 * hidden only where it stands alone, so that addresses and times stay readable.
 */
export function hideSecrets(secrets: readonly string[]): (text: string) => string {
  // The longest first, as one may be the beginning of another.
  const known = [...new Set(secrets)]
    .filter((secret) => secret !== '')
    .sort((a, b) => b.length - a.length);
  if (known.length === 0) return String;
  const patterns = [...known.flatMap(patternsOf), ...known.filter(isLong).map(patternOfPart)];
  const pattern = new RegExp(patterns.join('|'), 'gu');
  return (text) => text.replace(pattern, '****');
}

/**
 * The same for sentences of ours, in which what a peer or the user said stands in quotation marks: a secret that could
 * be one of our own words is hidden only there.
 */
export function hideSecretsInSentence(secrets: readonly string[]): (sentence: string) => string {
  const hideAll = hideSecrets(secrets);
  const hideUnusual = hideSecrets(secrets.filter((secret) => !ORDINARY.test(secret)));
  return (sentence) =>
    // From the first mark to the last: what is quoted may hold marks too.
    hideUnusual(sentence).replace(/".*"/s, hideAll);
}

function patternsOf(secret: string): string[] {
  const whole = charactersOf(secret).join('');
  const base64 = Buffer.from(secret, 'utf8').toString('base64');
  return [
    isLong(secret) ? whole : alone(whole),
    isLong(base64) ? literal(base64) : alone(literal(base64)),
  ];
}

/** As much of the beginning as was left. */
function patternOfPart(secret: string): string {
  const characters = charactersOf(secret);
  const more = characters
    .slice(PART)
    .reduceRight((inner, character) => `(?:${character}${inner})?`, '');
  return `${characters.slice(0, PART).join('')}${more}(?=…)`;
}

/** A pattern for each character, in all the forms that it may take. */
function charactersOf(secret: string): string[] {
  return Array.from(secret, (character) => {
    const bytes = Buffer.from(character, 'utf8');
    const percent = Array.from(bytes, (byte) => `%${anyCase(byte.toString(16).padStart(2, '0'))}`);
    const forms = [
      character,
      visible(bytes),
      JSON.stringify(character).slice(1, -1),
      ...(character === ' ' ? ['+'] : []),
    ];
    const numbered = [escapedInJson(character), escapedInXml(character), percent.join('')];
    return `(?:${[...new Set(forms)].map(literal).join('|')}|${numbered.join('|')})`;
  });
}

/** `\u00f6`, and for a slash `\/` as well. */
function escapedInJson(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) =>
    anyCase(character.charCodeAt(at).toString(16).padStart(4, '0')),
  );
  return String.raw`\\(?:u${units.join(String.raw`\\u`)}${character === '/' ? String.raw`|\/` : ''})`;
}

/** `&#246;` and `&#xf6;` */
function escapedInXml(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `&#(?:0{0,7}${code}|[xX]0{0,7}${anyCase(code.toString(16))});`;
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function isLong(secret: string): boolean {
  return secret.length >= LEAST;
}

function alone(pattern: string): string {
  return String.raw`(?<![\p{L}\p{N}])${pattern}(?![\p{L}\p{N}])`;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
