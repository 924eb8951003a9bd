/** The codes a command may draw (catalogue/replies.json). All are three digits as text. */
export interface CommandReplies {
  readonly rfc: string;
  /** 1yz before the data */
  readonly preliminary: readonly string[];
  /** 110, which may repeat in block and compressed mode */
  readonly optionalPreliminary?: readonly string[];
  readonly success: readonly string[];
  /** 3yz: another command must follow */
  readonly intermediate: readonly string[];
  /** refusals after a 1yz */
  readonly failureAfterPreliminary?: readonly string[];
  /** refusals as first reply */
  readonly failure: readonly string[];
  /** what later RFCs and the prose add */
  readonly amended: readonly string[];
  /** what good servers send although no text allows it: a warning */
  readonly tolerated: readonly string[];
  /** what says of a verb without name or address that no permission could refuse: there is no login, no protection */
  readonly notOnceLoggedIn?: readonly string[];
  readonly rulings: readonly string[];
}

/** By verb; `CONNECT` is the greeting and `EPSV ALL` a row of its own. */
export type ReplyTable = Readonly<Record<string, CommandReplies>>;

/** Whether a code may answer a command: `unknown` where the table has no such command. */
export type CodeStanding = 'allowed' | 'tolerated' | 'forbidden' | 'unknown';

/** Legal for every command: shutting down, not logged in, protection demanded, syntax error. */
const ALWAYS = ['421', '500', '530', '533'];
/** But for those who want to leave, which needs no login (R04). */
const OF_QUIT = ['421', '500', '533'];

/**
 * Judges one reply (RFC 959 section 5.4 and its successors; notes in docs/catalogue.md).
 * @param afterPreliminary whether a 1yz of the same command came before
 */
export function judgeCode(
  table: ReplyTable,
  row: string,
  code: number,
  afterPreliminary: boolean,
): CodeStanding {
  const replies = table[row];
  if (!replies) return 'unknown';
  const text = String(code);
  const preliminary = [...replies.preliminary, ...(replies.optionalPreliminary ?? [])];
  if (text.startsWith('1')) return judgeAmong(preliminary, replies.tolerated, text);
  const allowed = afterPreliminary
    ? [...replies.success, ...(replies.failureAfterPreliminary ?? []), '421']
    : [
        ...replies.success,
        ...replies.intermediate,
        ...replies.failure,
        ...replies.amended,
        ...(row === 'QUIT' ? OF_QUIT : ALWAYS),
      ];
  const verdict = judgeAmong(allowed, replies.tolerated, text);
  // A failure that is only found after the 1yz (R18, R29): any refusal is tolerated there.
  if (verdict === 'forbidden' && afterPreliminary && code >= 400 && code < 600) return 'tolerated';
  return verdict;
}

/**
 * Whether a code says what is not so in this state of the session: 530 "not logged in" and 533 "protection is demanded"
 * to who is logged in, or sends under TLS. Verbs that name something may be refused by a permission, 530 among others.
 */
export function contradicts(
  table: ReplyTable,
  row: string,
  code: number,
  state: { readonly loggedIn: boolean; readonly secured: boolean },
): boolean {
  const replies = table[row];
  if (!replies || !state.loggedIn) return false;
  const text = String(code);
  if (replies.notOnceLoggedIn?.includes(text)) return true;
  const listed = [...replies.failure, ...replies.amended, ...replies.tolerated];
  return code === 533 && state.secured && !listed.includes(text);
}

function judgeAmong(
  allowed: readonly string[],
  tolerated: readonly string[],
  code: string,
): CodeStanding {
  if (allowed.includes(code)) return 'allowed';
  return tolerated.includes(code) ? 'tolerated' : 'forbidden';
}
