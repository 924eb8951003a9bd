import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { VERBS } from './schema.ts';
import { VERB_NAMES, verbOf } from './verb-names.ts';

type Issue = z.core.$ZodIssue;
type Where = readonly (string | number)[];

/** What the schema found wrong, in words. */
export interface Explained {
  readonly path: Where;
  /** what is wrong is the last key of the path, not what it holds */
  readonly atKey?: boolean;
  readonly reason: string;
}

/**
 * Turns schema issues into sentences. A step that fits no verb would give the complaints of all of them:
 * the verb the author meant is picked first.
 * @param raw the data as it was read, to see what the author wrote
 * @param keys what may have been meant by keys that are unknown, outside of steps
 */
export function explainIssues(
  issues: readonly Issue[],
  raw: unknown,
  keys: readonly string[],
): Explained[] {
  return issues.flatMap((issue) => explain(issue, [], raw, keys));
}

function explain(
  issue: Issue,
  base: Where,
  raw: unknown,
  keys: readonly string[] = [],
): Explained[] {
  const path = [...base, ...issue.path.filter((key) => typeof key !== 'symbol')];
  if (issue.code === 'invalid_union') {
    const value = valueAt(raw, path);
    const options = issue.errors;
    if (options.length === VERB_NAMES.length) return explainStep(options, path, value, raw);
    const best = pickOption(options, value);
    return best.flatMap((inner) => explain(inner, path, raw, keys));
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      atKey: true,
      reason: unknownKey(key, path, raw, keys),
    }));
  if (issue.code === 'invalid_type' && valueAt(raw, path) === undefined) {
    const key = path.at(-1) ?? '';
    return [{ path: path.slice(0, -1), reason: `"${key}" is missing (${kind(issue.expected)})` }];
  }
  return [{ path, reason: reasonOf(issue, valueAt(raw, path)) }];
}

/** The schema library speaks of types; authors of scripts think in YAML. */
function reasonOf(issue: Issue, value: unknown): string {
  // What the schema says in words of its own needs no others.
  if (!/^(?:Invalid|Too) /.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `${kind(issue.expected)} belongs here, not ${kind(kindOf(value))}`;
    case 'invalid_value': {
      const known = issue.values.map(String);
      const near = nearest(String(value), known);
      const hint = near === undefined ? `it can be ${known.join(', ')}` : `did you mean ${near}?`;
      return `"${String(value)}" is not known here; ${hint}`;
    }
    case 'too_small':
      return `${kind(issue.origin)} of at least ${issue.minimum} belongs here`;
    case 'too_big':
      return `${kind(issue.origin)} of at most ${issue.maximum} belongs here`;
    default:
      return issue.message;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
};

function kind(name: string): string {
  return KINDS[name] ?? name;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function explainStep(
  options: readonly (readonly Issue[])[],
  path: Where,
  value: unknown,
  raw: unknown,
): Explained[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ path, reason: 'a step is a mapping with a verb, such as "send: NOOP"' }];
  const verb = verbOf(value);
  if (verb === undefined) {
    const keys = Object.keys(value);
    const verbs = keys.filter((key) => VERB_NAMES.some((one) => one === key));
    if (verbs.length > 1)
      return [{ path, reason: `a step has one verb, this one has ${verbs.join(' and ')}` }];
    const near = misspelt(keys);
    const hint =
      near === undefined ? `verbs are ${VERB_NAMES.join(', ')}` : `did you mean "${near}"?`;
    return [{ path, reason: `unknown verb "${keys[0] ?? ''}"; ${hint}` }];
  }
  const chosen = options[VERB_NAMES.indexOf(verb)] ?? [];
  return chosen.flatMap((inner) => explain(inner, path, raw));
}

/** The verb that one of the keys nearly is. */
function misspelt(keys: readonly string[]): string | undefined {
  return keys.map((key) => nearest(key, VERB_NAMES)).find((one) => one !== undefined);
}

/** The option whose complaints lie deepest is the one the author meant. */
function pickOption(options: readonly (readonly Issue[])[], value: unknown): readonly Issue[] {
  const depth = (issues: readonly Issue[]): number =>
    Math.max(
      0,
      ...issues.map((issue) => issue.path.length + (issue.code === 'invalid_type' ? 0 : 0.5)),
    );
  const fitting = options.filter(
    (issues) =>
      !issues.some(
        (issue) =>
          issue.code === 'invalid_type' &&
          issue.path.length === 0 &&
          typeof value !== issue.expected,
      ),
  );
  const candidates = fitting.length > 0 ? fitting : options;
  return candidates.reduce((best, one) => (depth(one) > depth(best) ? one : best));
}

function unknownKey(key: string, path: Where, raw: unknown, keys: readonly string[]): string {
  const value = valueAt(raw, path);
  const verb = typeof value === 'object' && value !== null ? verbOf(value) : undefined;
  const known = verb === undefined ? keys : Object.keys(VERBS[verb].shape);
  // "expect" stands beside verbs as well: it is the verb here only where no other was meant.
  const meant = verb === 'expect' ? misspelt([key]) : undefined;
  if (meant !== undefined) return `unknown verb "${key}"; did you mean "${meant}"?`;
  const near = nearest(key, known);
  const where = verb === undefined ? '' : ` of "${verb}"`;
  if (near !== undefined) return `unknown key "${key}"${where}; did you mean "${near}"?`;
  return `unknown key "${key}"${where}${verb === undefined ? '' : `; it knows ${known.join(', ')}`}`;
}

function valueAt(raw: unknown, path: Where): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
