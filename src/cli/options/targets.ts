/** What the words of a command are that are URLs. */
export const TARGET_URLS = {
  type: 'string',
  array: true,
  describe: 'ftp://user:password@host:port/directory, ftpes:// (AUTH TLS) or ftps:// (TLS at once)',
} as const;
