/*
 * What a target can make a run do, keep and wait for, however it behaves. What one connection may bring is bounded in
 * client/limits.ts.
 */

/** Removing the scratch directory. */
export const CLEAN_UP = {
  /** in all, and when the user has interrupted the run */
  ms: 120_000,
  interruptedMs: 2_000,
  commands: 20_000,
  /** directories below a directory that nobody here knows to have been made */
  depth: 8,
  /** names taken from one listing, and its bytes */
  namesListed: 1_000,
  listingBytes: 1024 * 1024,
  /** names that one scenario's commands may have made */
  namesMade: 2_000,
  /** sessions where the server lets none in or ends them, and how often what was refused is tried again */
  sessions: 6,
  passes: 2,
  /** before the second session; longer before each further one */
  pauseMs: 200,
  /** names that are told to be left over */
  told: 50,
} as const;
