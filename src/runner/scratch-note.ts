import { z } from 'zod';

/**
 * What a run has made on a server, as it stands in a file until it is removed there. It never holds a password. The name
 * is one that only runs give, as whatever is named is removed.
 */
export const noteSchema = z.strictObject({
  /** `ftp://user@host` */
  target: z.string(),
  root: z.string().regex(/^[^\0\r\n]*\/ftpspec-[0-9a-f]{12}$/),
  startedAt: z.iso.datetime(),
  host: z.string(),
  pid: z.number().int(),
});

export type ScratchNote = z.infer<typeof noteSchema>;
