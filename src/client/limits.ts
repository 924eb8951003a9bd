/*
 * What a peer can make the client keep and wait for, whatever it sends. Where one of these is reached, the connection is
 * dropped and whoever uses it hears why (WireError, Timeout). One reply's bytes are bounded in wire/reply.ts, a whole
 * run in runner/limits.ts.
 */

/** All that one control connection may bring: no server says that much to a client. Of a flood, its beginning is kept. */
export const CONTROL = {
  bytes: 1024 * 1024,
  lines: 5_000,
  /** replies that wait for somebody to read them */
  unread: 500,
  eventsOfFlood: 500,
} as const;

/** A transfer to the client. */
export const TRANSFER = {
  bytes: 256 * 1024 * 1024,
  /** in all, however steadily bytes come; ten times the longest gap where that is more */
  ms: 2 * 60_000,
  /** the least that comes in a millisecond, once two of the longest gaps have gone by: less is no transfer */
  leastBytesPerMs: 4,
  /** bytes from its beginning that are kept; size and digest are those of all */
  kept: 2 * 1024 * 1024,
  /** lines of a listing that are looked at */
  lines: 50_000,
  /** bytes that are read before somebody asks for them: the sender then waits for room in the kernel's windows */
  ahead: 256 * 1024,
} as const;

/** What a run waits for (client/waits.ts). */
export const PATIENCE = {
  /** a kind of things that did not come so often is waited for less, as is every kind when so many in all did not */
  vain: 3,
  vainInAll: 24,
  /** the least; more where what comes usually takes a time, or the slowest of its kind did */
  leastMs: 500,
  timesUsual: 20,
  timesSlowest: 4,
  /** of the latest so many that came, a share that took a quarter of their time makes a target too slow to be judged */
  latest: 40,
  slowShare: 0.75,
} as const;

/** Connections that wait to be accepted at one listener; more are closed. */
export const LISTENER = { waiting: 64 } as const;

/** What a transcript keeps: the beginning and the end, and of a line enough to know a secret in what is shown. */
export const TRANSCRIPT = {
  linesAtBeginning: 400,
  linesAtEnd: 400,
  bytesOfLine: 4096,
  shownOfLine: 400,
} as const;

/** Characters of a server's words that are quoted anywhere. */
export const QUOTED = { characters: 2_000 } as const;
