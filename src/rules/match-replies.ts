import { CLOSED_HERE } from '../client/failures.ts';
import { judgeCode, type ReplyTable, type CodeStanding } from '../catalogue/replies.ts';
import { parseCommand, type Command } from '../wire/command.ts';
import { completes, type Reply } from '../wire/reply.ts';
import type { Dialogue } from '../client/records.ts';
import { statesBefore, type SessionState } from './session-state.ts';

/** One command and what it drew. The greeting is an exchange without a command. */
export interface Exchange {
  readonly command: Command | undefined;
  /** the row of the reply table */
  readonly row: string;
  /** 1yz replies, then at most one completion */
  readonly replies: readonly Reply[];
  /** whether a 2yz-5yz came */
  readonly completed: boolean;
  /** how far the session had come before */
  readonly state: SessionState;
  /** a reply was waited for, and did not come */
  readonly missed: Missed | undefined;
  /** all that the data connection brought */
  readonly transferred: Transferred | undefined;
}

/** What a transfer brought: of much only the beginning is kept. */
export interface Transferred {
  readonly size: number;
  readonly bytes: Buffer;
}

/** Commands that bring data to the client. */
const BRINGS = ['RETR', 'LIST', 'NLST', 'MLSD'];

/** How a reply did not come. */
export interface Missed {
  readonly why: 'silence' | 'end';
  readonly ms: number;
}

/** A reply that no command asked for. */
export interface Unsolicited {
  readonly reply: Reply;
  /** the last command before it: the one that drew two */
  readonly command: Command | undefined;
}

/** A control connection's dialogue, taken apart. */
export interface MatchedDialogue {
  readonly connection: string;
  readonly exchanges: readonly Exchange[];
  /** replies that no command asked for */
  readonly unsolicited: readonly Unsolicited[];
  /** every reply, in order, also behind raw bytes */
  readonly replies: readonly Reply[];
  /** the connection came to an end by the server's doing */
  readonly ended: boolean;
  /** the longest that any reply took */
  readonly replyMs: number;
  /** the server closed behind this exchange, soon, and neither the client nor a 421 had said that it would */
  readonly hungUp: Exchange | undefined;
  /** replies can be counted: the script sent no raw bytes and played to its end */
  readonly countable: boolean;
  /** the code of a multi-line reply that never ended */
  readonly openReply: number | undefined;
}

interface Open {
  readonly command: Command | undefined;
  readonly row: string;
  readonly replies: Reply[];
  completed: boolean;
  missed: Missed | undefined;
  transferred: Transferred | undefined;
  handshake: boolean;
}

/** What comes later behind a reply is the end of an idle session. */
const SOON_MS = 3_000;

/**
 * Gives each reply to the command it answers. Commands are answered in order, but for those that may be
 * answered while a transfer runs (ABOR, STAT, NOOP, QUIT; RFC 959 section 4.1.3): such a reply goes to the oldest
 * command that may draw its code, or else to the oldest it is tolerated for, those not yet begun first: a
 * 503 in mid-transfer is the NOOP's (R48).
 */
export function matchReplies(
  { connection, events, finished, openReply }: Dialogue,
  table: ReplyTable,
): MatchedDialogue {
  const exchanges: Open[] = [open(undefined)];
  const unsolicited: Unsolicited[] = [];
  const replies: Reply[] = [];
  let raw = false;
  for (const event of events) {
    if (event.kind === 'command') exchanges.push(open(parseCommand(event.line)));
    // What raw bytes draw is the scenario's business.
    else if (event.kind === 'raw') raw = true;
    else if (event.kind === 'secured') last(exchanges).handshake = true;
    else if (event.kind === 'missed') {
      const owing = raw ? undefined : exchanges.find(({ completed }) => !completed);
      if (owing) owing.missed ??= event;
    } else if (event.kind === 'transferred') {
      const bringer = exchanges.findLast(({ command }) => BRINGS.includes(command?.verb ?? ''));
      if (bringer) bringer.transferred = event;
    } else if (event.kind === 'reply') {
      replies.push(event.reply);
      if (raw) continue;
      const waiting = exchanges.filter(({ completed }) => !completed);
      const verdicts = waiting.map((one) => judged(one, event.reply, table));
      const oldest = (fits: (verdict: CodeStanding, one: Open) => boolean): Open | undefined =>
        waiting.find((one, index) => fits(verdicts[index] ?? 'unknown', one));
      const taker =
        oldest((verdict) => verdict === 'allowed' || verdict === 'unknown') ??
        oldest((verdict, { replies: before }) => verdict === 'tolerated' && before.length === 0) ??
        oldest((verdict) => verdict === 'tolerated') ??
        waiting[0];
      if (!taker) unsolicited.push(superfluous(exchanges, event.reply, table));
      else {
        taker.replies.push(event.reply);
        taker.completed = completes(event.reply);
      }
    }
  }
  const states = statesBefore(exchanges);
  const matched = exchanges.map((one, index): Exchange => ({
    ...one,
    state: states[index] as SessionState,
  }));
  return {
    connection,
    replyMs: Math.max(0, ...events.map((event) => (event.kind === 'reply' ? event.ms : 0))),
    hungUp: raw ? undefined : hungUpBehind(events, matched),
    ended: events.some(({ kind }) => kind === 'ended'),
    exchanges: raw ? matched.filter(({ completed }) => completed) : matched,
    unsolicited,
    replies,
    countable: finished && !raw,
    openReply,
  };
}

/**
 * One reply too many. Where it suits the last command and what that drew does not, the replies were late by one: each goes
 * to the command before, back to where one is left over. That one comes of the last command there that may draw it.
 */
function superfluous(exchanges: readonly Open[], extra: Reply, table: ReplyTable): Unsolicited {
  let reply = extra;
  let at = exchanges.length - 1;
  for (; at > 0; at--) {
    const { row, replies } = exchanges[at] as Open;
    const drawn = replies.at(-1);
    const before = replies.length > 1;
    const suits = (code: number): boolean => judgeCode(table, row, code, before) !== 'forbidden';
    if (!drawn || suits(drawn.code) || !suits(reply.code)) break;
    replies.splice(-1, 1, reply);
    reply = drawn;
  }
  if (reply === extra) return { reply, command: last(exchanges).command };
  const earlier = exchanges.slice(0, at + 1);
  const drawsIt = ({ row, replies }: Open): boolean =>
    judgeCode(table, row, reply.code, replies.length > 1) !== 'forbidden';
  return { reply, command: (earlier.findLast(drawsIt) ?? last(earlier)).command };
}

/** The exchange that made the server hang up on a client that had not asked for it. */
function hungUpBehind(
  events: Dialogue['events'],
  exchanges: readonly Exchange[],
): Exchange | undefined {
  const end = events.find(({ kind }) => kind === 'ended' || kind === 'left');
  if (end?.kind !== 'ended' || end.ending.code === CLOSED_HERE || end.ms > SOON_MS)
    return undefined;
  // A QUIT that was on its way by then asked for nothing that came of it.
  const heard = exchanges.filter(
    ({ command, replies }) => command?.verb !== 'QUIT' || replies.length > 0,
  );
  const farewell = heard.some(
    ({ command, replies }) => command?.verb === 'QUIT' || replies.some(({ code }) => code === 421),
  );
  const behind = heard.at(-1);
  return !farewell && behind?.completed === true ? behind : undefined;
}

function last(exchanges: readonly Open[]): Open {
  return exchanges.at(-1) as Open;
}

function open(command: Command | undefined): Open {
  return {
    command,
    row: rowOf(command),
    replies: [],
    completed: false,
    missed: undefined,
    transferred: undefined,
    handshake: false,
  };
}

/** The row of the reply table for a command; `EPSV ALL` has its own. */
function rowOf(command: Command | undefined): string {
  if (!command) return 'CONNECT';
  if (command.verb === 'EPSV' && command.argument?.toUpperCase() === 'ALL') return 'EPSV ALL';
  return command.verb;
}

function judged({ row, replies }: Open, reply: Reply, table: ReplyTable): CodeStanding {
  return judgeCode(table, row, reply.code, replies.length > 0);
}
