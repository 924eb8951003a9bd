import { judgeCode, type ReplyTable, type CodeStanding } from '../catalogue/replies.ts';
import { parseCommand, type Command } from '../wire/command.ts';
import { completes, type Reply } from '../wire/reply.ts';
import type { Dialogue } from '../client/records.ts';

/** One command and what it drew. The greeting is an exchange without a command. */
export interface Exchange {
  readonly command: Command | undefined;
  /** the row of the reply table */
  readonly row: string;
  /** 1yz replies, then at most one completion */
  readonly replies: readonly Reply[];
  /** whether a 2yz-5yz came */
  readonly completed: boolean;
}

/** A control connection's dialogue, taken apart. */
export interface MatchedDialogue {
  readonly exchanges: readonly Exchange[];
  /** replies that no command asked for */
  readonly unsolicited: readonly Reply[];
  /** every reply, in order, also behind raw bytes */
  readonly replies: readonly Reply[];
  /** the connection came to an end by the server's doing */
  readonly ended: boolean;
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
}

/**
 * Gives each reply to the command it answers. Commands are answered in order, but for those that may be
 * answered while a transfer runs (ABOR, STAT, NOOP, QUIT; RFC 959 section 4.1.3): such a reply goes to the oldest
 * command that may draw its code, or else to the oldest it is tolerated for, those not yet begun first: a
 * 503 in mid-transfer is the NOOP's (R48).
 */
export function matchReplies(
  { events, finished, openReply }: Dialogue,
  table: ReplyTable,
): MatchedDialogue {
  const exchanges: Open[] = [open(undefined)];
  const unsolicited: Reply[] = [];
  const replies: Reply[] = [];
  let raw = false;
  for (const event of events) {
    if (event.kind === 'command') exchanges.push(open(parseCommand(event.line)));
    // What raw bytes draw is the scenario's business.
    else if (event.kind === 'raw') raw = true;
    else if (event.kind === 'reply') {
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
      if (!taker) unsolicited.push(event.reply);
      else {
        taker.replies.push(event.reply);
        taker.completed = completes(event.reply);
      }
    }
  }
  return {
    ended: events.some(({ kind }) => kind === 'ended'),
    exchanges: raw ? exchanges.filter(({ completed }) => completed) : exchanges,
    unsolicited,
    replies,
    countable: finished && !raw,
    openReply,
  };
}

function open(command: Command | undefined): Open {
  return { command, row: rowOf(command), replies: [], completed: false };
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
