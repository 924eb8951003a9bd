/** The verbs of the script language. They stand apart from its schema, so that a player needs none. */
export const VERB_NAMES = [
  'connect',
  'login',
  'send',
  'raw',
  'expect',
  'in-order',
  'silence',
  'expect-close',
  'close',
  'reset',
  'secure',
  'clear-tls',
  'data',
  'dial',
  'listen',
  'accept',
  'no-arrival',
  'receive',
  'transmit',
  'download',
  'upload',
  'check',
  'if',
  'repeat',
  'for-each',
  'set',
  'pause',
  'warn',
  'fail',
  'skip',
  'done',
  'info',
] as const;

export type Verb = (typeof VERB_NAMES)[number];

/** Which verb a step is; undefined unless exactly one fits. Keys that several verbs know decide last. */
export function verbOf(step: object): Verb | undefined {
  const found = VERB_NAMES.filter((verb) => verb in step);
  const only = found.length > 1 ? found.filter((verb) => !MODIFIERS.includes(verb)) : found;
  return only.length === 1 ? only[0] : undefined;
}

/** Verbs that are also keys of other verbs. */
const MODIFIERS: readonly Verb[] = ['expect', 'in-order'];
