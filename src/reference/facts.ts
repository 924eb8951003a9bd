/** The facts of MLST and MLSD (RFC 3659 section 7.5), in the order in which they are sent. */
export const FACTS = ['type', 'size', 'modify', 'create', 'perm', 'unique'] as const;
export type Fact = (typeof FACTS)[number];
