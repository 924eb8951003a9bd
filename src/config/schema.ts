import { z } from 'zod';

/** An option of the command line, which a configuration may give under its name. */
export interface Setting {
  readonly type?: string | undefined;
  readonly choices?: unknown;
  readonly describe?: unknown;
}

/** What a configuration may say. */
export interface Vocabulary {
  /** of all targets, above them */
  readonly all: Readonly<Record<string, Setting>>;
  /** of one target */
  readonly target: Readonly<Record<string, Setting>>;
}

/** A value as it is written: one of a list may stand for the list. */
export type Written = string | number | boolean | readonly (string | number)[];
export type Values = Readonly<Record<string, Written | undefined>>;

/** What names a server; a target has one of them. */
const SERVERS = ['url', 'image', 'dockerfile'] as const;

const text = z.string().min(1);

/** The schema of configurations, made from options. */
export function configSchema({ all, target }: Vocabulary) {
  const one = z.strictObject({
    url: text.optional().describe('ftp://user@host:port/directory, also ftpes:// and ftps://'),
    ...settings(target),
  }) as unknown as z.ZodType<Values>;
  const names = SERVERS.join(', ');
  return z.strictObject({
    targets: z
      .record(
        z.string().regex(/^\w[\w.-]*$/, 'a name is of letters, digits, ".", "_" and "-"'),
        one.refine((values) => SERVERS.filter((name) => name in values).length === 1, {
          error: `a target has one of ${names}`,
        }),
      )
      .optional()
      .describe('what is tested, by name'),
    ...settings(all),
  }) as unknown as z.ZodType<Values & { readonly targets?: Readonly<Record<string, Values>> }>;
}

/** What editors check and complete configurations with: `catalogue/config.schema.json`. */
export function configJsonSchema(vocabulary: Vocabulary): object {
  return z.toJSONSchema(configSchema(vocabulary), { io: 'input', target: 'draft-7' });
}

function settings(options: Vocabulary['all']): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      valueOf(option).optional().describe(String(option.describe)),
    ]),
  );
}

function valueOf({ type, choices }: Setting): z.ZodType {
  const value = Array.isArray(choices) ? z.literal(choices as string[]) : text;
  switch (type) {
    case 'boolean':
      return z.boolean();
    case 'number':
      return Array.isArray(choices) ? value : z.number();
    case 'array':
      return z.union([value, z.array(value).min(1)]);
    default:
      return value;
  }
}
