import type { ReplyTable } from '../catalogue/replies.ts';
import { CODES } from './codes.ts';
import { DATA } from './data.ts';
import { dissect } from './exchanges.ts';
import { GRAMMAR } from './grammar.ts';
import { ORDER } from './order.ts';
import type { Records } from './records.ts';
import type { Look, Rule } from './rule.ts';

/** All wire rules. */
export const RULES: readonly Rule[] = [...GRAMMAR, ...CODES, ...ORDER, ...DATA];

/** What each rule saw in one scenario. */
export function judgeRecords(
  { dialogues, data }: Records,
  table: ReplyTable,
): { readonly rule: Rule; readonly looks: readonly Look[] }[] {
  const scene = { dialogues: dialogues.map((dialogue) => dissect(dialogue, table)), data, table };
  return RULES.map((rule) => ({ rule, looks: [...rule.judge(scene)] }));
}
