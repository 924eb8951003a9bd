import { commandsOf } from './command-lines.ts';
import { allSteps } from './derive-risk.ts';
import type { Script, Step } from './schema.ts';

/** What a value of a script is, for people: `${from.port}` is `the port of the data connection`. */
export function inWords(template: string | number, script: Script): string {
  const steps = allSteps(script).map(({ step }) => step);
  // A field may be named by another value.
  const flat = String(template).replace(/\$\{([\w.]+)\}(?=[\w.]*\})/g, '$1');
  const references = [...flat.matchAll(/\$\{([^{}]*)\}/g)].map(([, path = '']) => path);
  const words = references.map((path) => wordsOf(path, steps));
  return words.length > 0 ? [...new Set(words)].join(' and ') : JSON.stringify(template);
}

/** Fields that a name alone does not explain; '' where the value is the whole. */
const FIELDS: Readonly<Record<string, string>> = {
  text: '',
  all: '',
  raw: '',
  bytes: '',
  sha256: 'checksum',
  code: 'code',
  count: 'number of lines',
  total: 'number of bytes',
  host: 'address',
  ms: 'time in ms',
  misread: 'time zone',
  notified: 'close_notify at the end',
};

/** Fields that only write the one before them otherwise. */
const SPELLINGS: readonly string[] = ['upper', 'lower', 'unique', 'length'];

function wordsOf(path: string, steps: readonly Step[]): string {
  const [name = '', ...fields] = path.split('.');
  const source = sourceOf(name, steps);
  const told = fields.filter((field) => !SPELLINGS.includes(field));
  return told.reduce((whole, field) => {
    const word = /^\d+$/.test(field) ? `item ${Number(field) + 1}` : (FIELDS[field] ?? field);
    return word === '' ? whole : `the ${word} of ${whole}`;
  }, source);
}

/** Where a name comes from; those that no step saves are words themselves. */
function sourceOf(name: string, steps: readonly Step[]): string {
  const step = steps.find(
    (one) =>
      ('save' in one && one.save === name) ||
      ('listen' in one && one.listen === name) ||
      ('for-each' in one && one.as === name),
  );
  if (!step) return `the ${name}`;
  const [word = ''] = (commandsOf(step).at(-1) ?? '').split(' ', 1);
  // It may be a value itself.
  const verb = word.includes('$') ? 'the command' : word;
  if ('download' in step) return `what ${verb} sends`;
  if ('upload' in step) return `what ${verb} stores`;
  if ('send' in step) return `the reply to ${verb}`;
  const kind = Object.keys(SOURCES).find((key) => key in step);
  return kind === undefined ? `the ${name}` : (SOURCES[kind] ?? name);
}

const SOURCES: Readonly<Record<string, string>> = {
  'expect-close': 'the end of the connection',
  'in-order': 'the last reply',
  expect: 'the reply',
  connect: 'the greeting',
  secure: 'the TLS handshake',
  dial: 'the dial',
  listen: 'our listener',
  accept: 'the data connection',
  receive: 'what came',
  transmit: 'what was sent',
};
