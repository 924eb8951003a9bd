import type { ReplyTable } from '../catalogue/replies.ts';
import type { Level } from '../catalogue/requirements.ts';
import type { Command } from '../wire/command.ts';
import type { Reply } from '../wire/reply.ts';
import { quotedBytes } from '../wire/shorten.ts';
import type { MatchedDialogue } from './match-replies.ts';
import type { DataEvent } from '../client/records.ts';

/** What the rules look at: everything one scenario's connections saw. */
export interface Exchanges {
  readonly dialogues: readonly MatchedDialogue[];
  readonly data: readonly DataEvent[];
  readonly table: ReplyTable;
}

/** What a rule does not find as it has to be. */
export interface RuleDeviation {
  readonly expected: string;
  readonly actual: string;
  /** the command that drew it; undefined for the greeting and for data */
  readonly command: Command | undefined;
  /** undefined: by the rule's level */
  readonly severity?: 'warn' | 'fail';
  /** it does not count where this was shown, anywhere in the run */
  readonly unless?: string;
}

/** What refutes deviations of the same rule. */
export interface Shown {
  readonly shown: string;
}

/** One thing checked. */
export type Check = 'ok' | Shown | RuleDeviation;

/** An invariant judged on every exchange of every scenario. */
export interface Rule {
  /** `rules/…`, unique among scenarios too */
  readonly id: string;
  readonly title: string;
  /** ids of requirements, the main one first */
  readonly covers: readonly string[];
  readonly level: Level;
  judge(exchanges: Exchanges): Iterable<Check>;
}

/** A rule about each reply for itself. */
export function eachReply(
  seen: Exchanges,
  check: (reply: Reply, command: Command | undefined, row: string) => Check | undefined,
): Check[] {
  return seen.dialogues.flatMap(({ exchanges, unsolicited }) => [
    ...exchanges.flatMap(({ replies, command, row }) =>
      replies.flatMap((reply) => check(reply, command, row) ?? []),
    ),
    ...unsolicited.flatMap(({ reply }) => check(reply, undefined, '') ?? []),
  ]);
}

/** A reply's bytes in a sentence, long ones shortened. */
export function quote(reply: Reply): string {
  return quotedBytes(reply.lines.map(({ bytes }) => bytes));
}
