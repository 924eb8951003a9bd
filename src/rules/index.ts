import type { ReplyTable } from '../catalogue/replies.ts';
import { AGREEMENT } from './agreement.ts';
import { CODES } from './codes.ts';
import { DATA } from './data.ts';
import { FORMS } from './forms.ts';
import { matchReplies } from './match-replies.ts';
import { GRAMMAR } from './grammar.ts';
import { MINIMUM_RULE } from './minimum.ts';
import { ORDER } from './order.ts';
import type { Records } from '../client/records.ts';
import type { Check, Rule } from './rule.ts';

/** All wire rules. */
export const RULES: readonly Rule[] = [
  ...GRAMMAR,
  ...CODES,
  ...FORMS,
  ...AGREEMENT,
  ...ORDER,
  MINIMUM_RULE,
  ...DATA,
];

/** What each rule saw in one scenario. */
export function judgeRecords(
  { dialogues, data }: Records,
  table: ReplyTable,
): { readonly rule: Rule; readonly checks: readonly Check[] }[] {
  const seen = {
    dialogues: dialogues.map((dialogue) => matchReplies(dialogue, table)),
    data,
    table,
  };
  return RULES.map((rule) => ({ rule, checks: [...rule.judge(seen)] }));
}
