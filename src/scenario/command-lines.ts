import type { Content, Step } from './schema.ts';

/*
 * Which lines a script may send, found without playing it. A `${…}` whose texts all stand in the script is spelled out;
 * any other stays, for whoever judges the line to fear the worst.
 */

/** Spellings of one line; with more, the names in it stay as they are. */
const MOST_SPELLINGS = 500;
/** Characters of a repetition that are looked at. */
const MOST_REPEATED = 100_000;

/** The command lines a step sends, as the script has them. */
export function commandsOf(step: Step): readonly string[] {
  if ('send' in step) return typeof step.send === 'string' ? [step.send] : step.send;
  if ('download' in step) return [step.download];
  if ('upload' in step) return [step.upload];
  if ('login' in step)
    return [`USER ${step.user ?? '${user}'}`, `PASS ${step.password ?? '${password}'}`];
  return [];
}

/** A line, or the end of raw bytes that is none yet. */
export interface SpelledLine {
  readonly text: string;
  readonly isWhole: boolean;
}

/** What steps send, every line in every spelling. */
export function spelledLines(steps: readonly Step[]): SpelledLine[] {
  return steps.flatMap(speller(steps));
}

/** What one of the steps sends, every line in every spelling. */
export function speller(steps: readonly Step[]): (step: Step) => SpelledLine[] {
  const texts = textsByName(steps);
  return (step) => {
    const sent =
      'raw' in step ? [contentText(step.raw)] : commandsOf(step).map((one) => `${one}\r\n`);
    return sent.flatMap((text) => spellings(text, texts)).flatMap(linesIn);
  };
}

function linesIn(text: string): SpelledLine[] {
  const lines = text.split(/[\r\n]+/);
  return lines
    .map((line, index) => ({ text: line, isWhole: index < lines.length - 1 }))
    .filter((line) => line.text !== '');
}

/** What a script gives each name to stand for; absent where anything else may give it a value too. */
function textsByName(steps: readonly Step[]): ReadonlyMap<string, readonly string[]> {
  const texts = new Map<string, string[]>();
  const unknown = new Set<string>();
  const give = (name: string, values: readonly (string | number)[]): void => {
    texts.set(name, [...(texts.get(name) ?? []), ...values.map(String)]);
  };
  for (const step of steps) {
    if ('for-each' in step)
      if (Array.isArray(step['for-each'])) give(step.as, step['for-each']);
      else unknown.add(step.as);
    if ('set' in step) for (const [name, value] of Object.entries(step.set)) give(name, [value]);
    if ('save' in step && step.save !== undefined) unknown.add(step.save);
    if ('listen' in step) unknown.add(step.listen);
    if ('connect' in step) unknown.add(step.connect);
  }
  return new Map([...texts].filter(([name]) => !unknown.has(name)));
}

/** A text with each name replaced by each of its texts, in which there may be names again. */
function spellings(text: string, texts: ReadonlyMap<string, readonly string[]>): readonly string[] {
  let spelled: readonly string[] = [text];
  // As often as names can stand for names.
  for (let turn = 0; turn <= texts.size; turn++)
    for (const [name, values] of texts) {
      const written = `\${${name}}`;
      if (!spelled.some((one) => one.includes(written))) continue;
      if (spelled.length * values.length > MOST_SPELLINGS) return [text];
      spelled = [
        ...new Set(spelled.flatMap((one) => values.map((value) => one.replaceAll(written, value)))),
      ];
    }
  return spelled;
}

/** The text that content spells, a character a byte or as it is written. */
function contentText(content: Content): string {
  if (Array.isArray(content)) return content.map(contentText).join('');
  if (typeof content === 'string') return content;
  if ('bytes' in content) return content.bytes;
  if ('random' in content) return '';
  const { repeat, times } = content;
  return repeat.repeat(Math.min(times, Math.ceil(MOST_REPEATED / Math.max(1, repeat.length))));
}
