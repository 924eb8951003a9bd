/*
 * What a peer can make the client keep and wait for, whatever it sends. Where one of these is reached, the connection is
 * dropped and whoever uses it hears why (WireError, Timeout). One reply's bytes are bounded in wire/reply.ts, a whole
 * run in runner/limits.ts.
 */

/** All that one control connection may bring. No server says that much to a client. */
export const CONTROL = { bytes: 1024 * 1024, lines: 5_000 } as const;

/** A transfer to the client. */
export const TRANSFER = {
  bytes: 256 * 1024 * 1024,
  /** in all, however steadily bytes come; ten times the longest gap where that is more */
  ms: 2 * 60_000,
  /** bytes from its beginning that are kept; size and digest are those of all */
  kept: 2 * 1024 * 1024,
  /** lines of a listing that are looked at */
  lines: 50_000,
  /** bytes that are read before somebody asks for them: the sender then waits for room in the kernel's windows */
  ahead: 256 * 1024,
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
