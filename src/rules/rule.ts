import type { ReplyTable } from '../catalogue/replies.ts';
import type { Level } from '../catalogue/requirements.ts';
import { visible } from '../wire/bytes.ts';
import type { Command } from '../wire/command.ts';
import type { Reply } from '../wire/reply.ts';
import type { Dissected } from './exchanges.ts';
import type { DataEvent } from './records.ts';

/** What the rules look at: everything one scenario's connections saw. */
export interface Scene {
  readonly dialogues: readonly Dissected[];
  readonly data: readonly DataEvent[];
  readonly table: ReplyTable;
}

/** One thing looked at: fine, or not. */
export type Look =
  | 'fine'
  | {
      readonly expected: string;
      readonly actual: string;
      /** the command that drew it; undefined for the greeting and for data */
      readonly command: Command | undefined;
      /** undefined: by the rule's level */
      readonly outcome?: 'warn' | 'fail';
    };

/** An invariant judged on every exchange of every scenario. */
export interface Rule {
  /** `rules/…`, unique among scenarios too */
  readonly id: string;
  readonly title: string;
  /** ids of requirements, the main one first */
  readonly covers: readonly string[];
  readonly level: Level;
  judge(scene: Scene): Iterable<Look>;
}

/** A rule about each reply for itself. */
export function eachReply(
  scene: Scene,
  look: (reply: Reply, command: Command | undefined, row: string) => Look | undefined,
): Look[] {
  return scene.dialogues.flatMap(({ exchanges, unasked }) => [
    ...exchanges.flatMap(({ replies, command, row }) =>
      replies.flatMap((reply) => look(reply, command, row) ?? []),
    ),
    ...unasked.flatMap((reply) => look(reply, undefined, '') ?? []),
  ]);
}

/** A reply's bytes in a sentence, long ones shortened. */
export function quote(reply: Reply): string {
  const text = visible(Buffer.concat(reply.lines.map(({ bytes }) => bytes)));
  return `"${text.length > 200 ? `${text.slice(0, 200)}…` : text}"`;
}
