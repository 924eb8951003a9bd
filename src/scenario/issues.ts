import type { z } from 'zod';
import { VERB_NAMES, VERBS, verbOf } from './schema.ts';

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
 */
export function explainIssues(issues: readonly Issue[], raw: unknown): Explained[] {
  return issues.flatMap((issue) => explain(issue, [], raw));
}

function explain(issue: Issue, base: Where, raw: unknown): Explained[] {
  const path = [...base, ...issue.path.filter((key) => typeof key !== 'symbol')];
  if (issue.code === 'invalid_union') {
    const value = valueAt(raw, path);
    const options = issue.errors;
    if (options.length === VERB_NAMES.length) return explainStep(options, path, value, raw);
    const best = pickOption(options, value);
    return best.flatMap((inner) => explain(inner, path, raw));
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      atKey: true,
      reason: unknownKey(key, path, raw),
    }));
  if (issue.code === 'invalid_type' && valueAt(raw, path) === undefined) {
    const key = path.at(-1) ?? '';
    return [{ path: path.slice(0, -1), reason: `"${key}" is missing (${issue.expected})` }];
  }
  return [{ path, reason: issue.message }];
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
    const near = keys.map((key) => nearest(key, VERB_NAMES)).find((one) => one !== undefined);
    const hint =
      near === undefined ? `verbs are ${VERB_NAMES.join(', ')}` : `did you mean "${near}"?`;
    return [{ path, reason: `unknown verb "${keys[0] ?? ''}"; ${hint}` }];
  }
  const chosen = options[VERB_NAMES.indexOf(verb)] ?? [];
  return chosen.flatMap((inner) => explain(inner, path, raw));
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

function unknownKey(key: string, path: Where, raw: unknown): string {
  const value = valueAt(raw, path);
  const verb = typeof value === 'object' && value !== null ? verbOf(value) : undefined;
  const known = verb === undefined ? [] : Object.keys(VERBS[verb].shape);
  const near = nearest(key, known);
  const where = verb === undefined ? '' : ` of "${verb}"`;
  if (near !== undefined) return `unknown key "${key}"${where}; did you mean "${near}"?`;
  return `unknown key "${key}"${where}${known.length > 0 ? `; it knows ${known.join(', ')}` : ''}`;
}

function valueAt(raw: unknown, path: Where): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

/** The known word within two edits. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((one) => ({ one, distance: editDistance(word.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(1, Math.min(2, word.length - 2)) ? best.one : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
