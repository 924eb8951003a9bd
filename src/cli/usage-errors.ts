import { nearest } from '../scenario/nearest.ts';
import { withoutAccount } from '../targets/url.ts';
import { UsageError } from './exit.ts';

/** What yargs knows of the options of a command; its types leave this out. */
export interface Known {
  readonly key: Readonly<Record<string, unknown>>;
  readonly array: readonly string[];
  readonly string: readonly string[];
  readonly boolean: readonly string[];
}

/** The words without a `--` that only says that words follow it, or why that cannot be. */
export function withoutDashes(words: readonly string[]): string[] | string {
  const at = words.indexOf('--');
  if (at === -1) return [...words];
  const after = words.slice(at + 1);
  const odd = after.find((word) => word.startsWith('-'));
  if (odd !== undefined)
    return `"${odd}" after "--" is no option; write a name that begins so as "./${odd}"`;
  return [...words.slice(0, at), ...after];
}

/** Switches are given or not: `--strict=yes` would be taken for no. @throws UsageError */
export function switchesAlone(words: readonly string[], known: Known): void {
  for (const word of words) {
    const [, name = '', value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
    if (value !== undefined && known.boolean.includes(name) && !/^(true|false)$/.test(value))
      throw new UsageError(`--${name} takes no value; give it or leave it out`);
  }
}

/**
 * What holds for every option that takes a value: not empty, as it is where a variable of the shell is not set, and,
 * but for lists, given once.
 * @throws UsageError
 */
export function onceAndFull(
  words: readonly string[],
  args: Readonly<Record<string, unknown>>,
  known: Known,
): void {
  for (const name of Object.keys(known.key)) {
    const value = args[name];
    const isList = known.array.includes(name);
    if (Array.isArray(value) && !isList) throw new UsageError(`--${name} is given more than once`);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    const isGiven = words.some((word) => word.split('=', 1)[0] === `--${name}`);
    const isEmpty = values.includes('') || (isList && isGiven && values.length === 0);
    if (isEmpty && (isList || known.string.includes(name)))
      throw new UsageError(
        isGiven
          ? `--${name} wants a value, and this one is empty`
          : 'a word of the command is empty',
      );
  }
}

/** What yargs says, and how a user understands it. */
const SENTENCES: readonly (readonly [said: RegExp, sentence: string])[] = [
  [/^Not enough arguments following: (.*)$/, '--$1 wants a value'],
  [
    /^Invalid values:\s+Argument: (.*), Given: (.*), Choices: (.*)$/,
    '--$1 takes one of $3, not $2',
  ],
];

/**
 * A sentence for what yargs complains of.
 * @param words the command line
 * @param commands as `merge <events..>`
 */
export function explainUsageError(
  message: string,
  words: readonly string[],
  known: Known,
  commands: readonly string[],
): string {
  const [, unknown] = /^Unknown arguments?: (.*)$/.exec(message) ?? [];
  if (unknown !== undefined)
    return explainUnknown(unknown.split(', ')[0] ?? '', words, known, commands);
  if (message.startsWith('Not enough non-option arguments')) return missingWord(words, commands);
  const [said, sentence] = SENTENCES.find(([pattern]) => pattern.test(message)) ?? [];
  return said && sentence !== undefined ? message.replace(said, sentence) : message;
}

function missingWord(words: readonly string[], commands: readonly string[]): string {
  const [name] = words.filter((word) => !word.startsWith('-'));
  const usage = commands.find((command) => nameOf(command) === name);
  return usage === undefined ? 'name a command' : `a word is missing: ftpspec ${usage}`;
}

function nameOf(command: string): string {
  return command.split(' ', 1)[0] ?? '';
}

function explainUnknown(
  name: string,
  words: readonly string[],
  known: Known,
  commands: readonly string[],
): string {
  const dashes = name.length === 1 ? '-' : '--';
  const isOption = words.some((word) => word.split('=', 1)[0] === `${dashes}${name}`);
  if (isOption)
    return `there is no option ${dashes}${name}${hint(name, Object.keys(known.key), '--')}`;
  // It may be a target, with its password.
  const shown = withoutAccount(name);
  return name === words.find((word) => !word.startsWith('-'))
    ? `there is no command ${shown}${hint(name, commands.map(nameOf))}`
    : `"${shown}" is a word too many`;
}

function hint(name: string, known: readonly string[], dashes = ''): string {
  const near = nearest(name, known);
  return near === undefined ? '' : `; did you mean ${dashes}${near}?`;
}
