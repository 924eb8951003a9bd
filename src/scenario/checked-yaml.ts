import type { z } from 'zod';
import { explainIssues } from './schema-errors.ts';
import { problemAt, type ScriptProblem } from './script-errors.ts';
import { readScript } from './script-files.ts';
import { parseScript, type ScriptYaml } from './script-yaml.ts';
import { Source } from './source.ts';

/** Data of a YAML file that fits its schema, and where each part of it stands. */
export interface CheckedYaml<Data> {
  readonly data: Data;
  readonly source: Source;
  /** the position of what is at a path of keys and indices */
  readonly position: ScriptYaml['position'];
}

/**
 * Reads a YAML file; the problems where it is none, or is not as the schema says.
 * @param keys all keys that the schema knows, for those who misspelt one
 * @param text what is in it, where that was read already
 * @throws ScriptFileError where it cannot be read
 */
export function readCheckedYaml<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  keys: readonly string[],
  text = readScript(path),
): CheckedYaml<z.output<Schema>> | readonly ScriptProblem[] {
  const source = new Source(path, () => text);
  const yaml = parseScript(text);
  if (!('raw' in yaml))
    return yaml.map(({ position, reason }) => problemAt(source, position, reason));
  const parsed = schema.safeParse(yaml.raw);
  if (!parsed.success)
    return explainIssues(parsed.error.issues, yaml.raw, keys).map(
      ({ path: where, atKey = false, reason }) =>
        problemAt(source, yaml.position(where, atKey), reason),
    );
  yaml.mark(source, parsed.data);
  return { data: parsed.data, source, position: yaml.position };
}
