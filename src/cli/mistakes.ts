import { nearest } from '../scenario/nearest.ts';
import { withoutAccount } from '../target/url.ts';
import { UsageError } from './exit.ts';

/** What yargs knows of the options of a command; its types leave this out. */
export interface Known {
  readonly key: Readonly<Record<string, unknown>>;
  readonly array: readonly string[];
  readonly string: readonly string[];
}

/**
 * What holds for every option that takes one value: given once, and not empty, as it is where a variable of
 * the shell is not set.
 * @throws UsageError
 */
export function onceAndFull(args: Readonly<Record<string, unknown>>, known: Known): true {
  for (const name of Object.keys(known.key)) {
    if (known.array.includes(name)) continue;
    const value = args[name];
    if (Array.isArray(value)) throw new UsageError(`--${name} is given more than once`);
    if (value === '' && known.string.includes(name))
      throw new UsageError(`--${name} wants a value, and this one is empty`);
  }
  return true;
}

/** What yargs says, and how a user understands it. */
const SENTENCES: readonly (readonly [said: RegExp, sentence: string])[] = [
  [/^Not enough arguments following: (.*)$/, '--$1 wants a value'],
  [
    /^Invalid values:\s+Argument: (.*), Given: (.*), Choices: (.*)$/,
    '--$1 takes one of $3, not $2',
  ],
  [/^Not enough non-option arguments: .*$/, 'a word is missing behind the command'],
];

/**
 * A sentence for what yargs complains of.
 * @param words the command line
 * @param commands their names
 */
export function explainMistake(
  message: string,
  words: readonly string[],
  known: Known,
  commands: readonly string[],
): string {
  const [, unknown] = /^Unknown arguments?: (.*)$/.exec(message) ?? [];
  if (unknown !== undefined)
    return explainUnknown(unknown.split(', ')[0] ?? '', words, known, commands);
  const [said, sentence] = SENTENCES.find(([pattern]) => pattern.test(message)) ?? [];
  return said && sentence !== undefined ? message.replace(said, sentence) : message;
}

function explainUnknown(
  name: string,
  words: readonly string[],
  known: Known,
  commands: readonly string[],
): string {
  const dashes = name.length === 1 ? '-' : '--';
  const isOption = words.some((word) =>
    ['', 'no-'].some((no) => word.split('=', 1)[0] === `${dashes}${no}${name}`),
  );
  if (isOption)
    return `there is no option ${dashes}${name}${hint(name, Object.keys(known.key), '--')}`;
  // It may be a target, with its password.
  const shown = withoutAccount(name);
  return name === words.find((word) => !word.startsWith('-'))
    ? `there is no command ${shown}${hint(name, commands)}`
    : `"${shown}" is a word too many`;
}

function hint(name: string, known: readonly string[], dashes = ''): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `; did you mean ${dashes}${near}?`;
}
