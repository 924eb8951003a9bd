import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** The keys and indexes that lead to a place in a file. */
export type KeyPath = readonly PropertyKey[];

interface Explained {
  readonly path: KeyPath;
  readonly reason: string;
}

/**
 * What a schema found wrong, in words.
 * @param raw the data as it was read
 */
export function explainIssues(issues: readonly Issue[], raw: unknown): Explained[] {
  return issues.flatMap((issue) => explain(issue, [], raw));
}

function explain(issue: Issue, base: KeyPath, raw: unknown): Explained[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'invalid_union') {
    const meant = nearestForm(issue.errors);
    if (meant) return meant.flatMap((inner) => explain(inner, path, raw));
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], reason: `unknown key "${key}"` }));
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ path, reason: message }));
  if (valueAt(raw, path) === undefined) {
    const key = path.at(-1);
    return [
      {
        path,
        reason: typeof key === 'number' ? 'an entry is missing' : `"${String(key)}" is missing`,
      },
    ];
  }
  return [{ path, reason: issue.message }];
}

/** Of the forms that a value may have, the one with the fewest faults; none where it has the shape of none. */
function nearestForm(forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const shaped = forms.filter(
    (issues) => !issues.some(({ code, path }) => path.length === 0 && code !== 'unrecognized_keys'),
  );
  const weight = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => sum + ('keys' in issue ? issue.keys.length : 1), 0);
  return shaped.toSorted((a, b) => weight(a) - weight(b))[0];
}

function valueAt(raw: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    raw,
  );
}
