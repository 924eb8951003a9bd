/** What a scenario may do to a server: nothing that stays; files in a scratch directory; anything else. */
export const RISKS = ['safe', 'writes', 'intrusive'] as const;
export type Risk = (typeof RISKS)[number];
