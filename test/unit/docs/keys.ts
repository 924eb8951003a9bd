/** The lists of keys in docs/language, made from the JSON Schema of scripts. */
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { readPage, ROOT } from './markdown.ts';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
}

export interface ScriptSchema extends Schema {
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** Where the parts that many keys share are explained. */
const PARTS: Readonly<Record<string, string>> = {
  '#/definitions/replies': '[replies](replies.md)',
  '#/definitions/content': '[content](content.md)',
  '#/definitions/codes': 'codes',
};

/** The verbs, in the order of the schema. */
export function verbsOf(schema: ScriptSchema): string[] {
  return stepsOf(schema).map(verbOf);
}

/** A page of the guide with each list between `<!-- keys: NAME -->` and `<!-- end -->` as the schema has it. */
export async function withKeys(page: string, schema: ScriptSchema): Promise<string> {
  const file = join(ROOT, page);
  const text = readPage(page).replaceAll(
    /^<!-- keys: (\S+) -->\n.*?^<!-- end -->$/gms,
    (_, name: string) =>
      `<!-- keys: ${name} -->\n\n${keysOf(partNamed(name, schema)).join('\n')}\n\n<!-- end -->`,
  );
  return await format(text, { ...(await resolveConfig(file)), filepath: file });
}

function stepsOf({ definitions }: ScriptSchema): readonly Schema[] {
  return definitions['step']?.anyOf ?? [];
}

function verbOf({ properties = {} }: Schema): string {
  return Object.keys(properties)[0] ?? '';
}

/** `scenario`, `expectation`, or a verb. @throws Error */
function partNamed(name: string, schema: ScriptSchema): Schema {
  const found =
    name === 'scenario'
      ? schema.items
      : name === 'expectation'
        ? schema.definitions['replies']?.anyOf?.at(-1)
        : stepsOf(schema).find((step) => verbOf(step) === name);
  if (!found) throw new Error(`the schema has no "${name}"`);
  return found;
}

function keysOf({ properties = {}, required = [] }: Schema): string[] {
  return Object.entries(properties).map(
    ([key, schema]) =>
      `- \`${key}\`${required.includes(key) ? ' (required)' : ''}: ${meaningOf(schema)}`,
  );
}

function meaningOf(schema: Schema): string {
  const { description, default: byDefault, enum: choices } = schema;
  const parts = [
    description,
    choices?.map((choice) => `\`${choice}\``).join(', '),
    partOf(schema),
  ].filter((part) => part !== undefined);
  const said = description?.includes('by default') ?? false;
  const plain = typeof byDefault === 'string' || byDefault === true;
  return `${parts.join('; ')}${plain && !said ? `; \`${String(byDefault)}\` by default` : ''}`;
}

function partOf({ $ref, allOf = [] }: Schema): string | undefined {
  const refs = [$ref, ...allOf.map((one) => one.$ref)];
  return refs.map((ref) => PARTS[ref ?? '']).find((part) => part !== undefined);
}
