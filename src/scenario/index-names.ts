/** What tests may be looked up by: the section of an RFC, the command, or the command with a code that it may draw. */
export const INDEXES = ['section', 'command', 'code'] as const;
export type Index = (typeof INDEXES)[number];
