import { TEXT } from './kinds.ts';

/** What the words of a command are that are URLs. */
export const TARGET_URLS = {
  type: 'string',
  array: true,
  describe: 'ftp://user:password@host:port/directory, ftpes:// (AUTH TLS) or ftps:// (TLS at once)',
} as const;

/** URLs beside those of the command line, the same for every command that takes many. */
export const TARGETS_OPTION = {
  targets: { ...TEXT, describe: 'File with one URL a line' },
} as const;
