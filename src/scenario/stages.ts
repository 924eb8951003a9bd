/** How far a client can have come when the steps of a scenario begin, in order. */
export const START = ['nothing', 'connected', 'greeted', 'secured', 'logged-in'] as const;
export type Start = (typeof START)[number];
