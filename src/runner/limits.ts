/*
 * What a target can make a run do, keep and wait for, however it behaves. What one connection may bring is bounded in
 * client/limits.ts.
 */

/** Removing the scratch directory. */
export const CLEAN_UP = {
  /** in all: so much, and for each name that is known, as a server far away takes its time; and never more than that */
  ms: 120_000,
  msForName: 500,
  longestMs: 600_000,
  /** when the user has interrupted the run */
  interruptedMs: 2_000,
  commands: 20_000,
  /** directories below a directory that nobody here knows to have been made */
  depth: 8,
  /** names taken from one listing, and its bytes */
  namesListed: 1_000,
  listingBytes: 1024 * 1024,
  /** names that one scenario's commands may have made */
  namesMade: 2_000,
  /** sessions in a row that remove nothing, as the server lets none in or ends them */
  idleSessions: 6,
  /** sessions in which a reply did not come: whoever keeps silent three times may do so for ever */
  silentSessions: 3,
  /** how often what was refused is tried again, at least; more often while that helps */
  passes: 2,
  /** after a session; longer after each further one that removed nothing */
  pauseMs: 200,
  /** names that are told to be left over */
  told: 50,
} as const;

/** A whole run: it ends when one of these is reached, and says so. */
export const RUN = {
  /** everything before the first scenario */
  preflightMs: 3 * 60_000,
  ms: 2 * 60 * 60_000,
  /** how often a target may stop serving and come back */
  returns: 20,
  /** how often a scenario is played that a target lets down which serves others */
  turns: 3,
} as const;

/** Looking whether a target serves again: pauses double up to the longest. */
export const AVAILABILITY = { firstPauseMs: 250, longestPauseMs: 2_000 } as const;

/** Problems of one wire rule that are kept of all scenarios; the others are counted. */
export const TALLY = { problems: 200 } as const;

/** Characters that the transcripts of a run hold in all; after that, those of later scenarios are left out. */
export const TRANSCRIPTS = { characters: 8 * 1024 * 1024 } as const;
