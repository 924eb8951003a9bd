import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const schema = z.array(
  z.strictObject({ title: z.string(), language: z.string(), why: z.string() }),
);

/** A server that is not played, and why. */
export type LeftOut = z.infer<typeof schema>[number];

/** The servers that left-out.yaml names. */
export function leftOut(): LeftOut[] {
  return schema.parse(parse(readFileSync(join(import.meta.dirname, '../left-out.yaml'), 'utf8')));
}
