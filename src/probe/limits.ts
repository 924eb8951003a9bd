/** How long anything is waited for, in milliseconds. */
export interface Limits {
  /** a connection to open */
  readonly dialMs: number;
  /** a reply */
  readonly replyMs: number;
  /** the greeting, which servers hold back while they look names up */
  readonly greetingMs: number;
  /** the replies to USER and PASS */
  readonly loginMs: number;
  /** the next byte of data */
  readonly quietMs: number;
  /** all of a transfer's data */
  readonly transferMs: number;
  /** a second look, once, where something stayed silent: scanners and slow storage hold transfers back for so long */
  readonly patienceMs: number;
  /** all probes of a target together */
  readonly overallMs: number;
}

/** No target takes longer, whatever it does; honest ones are done in a part of it. */
const OVERALL_MS = 75_000;
const PATIENCE_MS = 45_000;
/** With `--deep`, which leaves sessions alone for minutes. */
const DEEP_OVERALL_MS = 300_000;
/** Whoever asks for longer waits gets a few of them. */
const WAITS = 8;

/**
 * A greeting and a login may take longer than other replies: servers look names up, and delay refusals. What
 * shows only when a transfer takes long is for `--deep`.
 */
export function limitsOf(timeoutMs: number | undefined, deep: boolean): Limits {
  // Whoever says how long to wait has said it.
  const patienceMs = timeoutMs === undefined ? PATIENCE_MS : 0;
  return {
    dialMs: timeoutMs ?? 5000,
    replyMs: timeoutMs ?? 6000,
    greetingMs: timeoutMs ?? 20_000,
    loginMs: timeoutMs ?? 15_000,
    quietMs: timeoutMs ?? 5000,
    transferMs: Math.max(timeoutMs ?? 0, deep ? 12_000 : 8000),
    patienceMs,
    overallMs: patienceMs + Math.max(deep ? DEEP_OVERALL_MS : OVERALL_MS, WAITS * (timeoutMs ?? 0)),
  };
}
