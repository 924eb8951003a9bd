import type { ReplyTable } from '../catalogue/replies.ts';
import type { Records } from '../client/records.ts';
import type { Transcript } from '../client/transcript.ts';
import { judgeRecords, RULES } from '../rules/index.ts';
import type { RuleResult } from './results.ts';
import { RuleCount, type RuleSeen, ruleSeen } from './rule-count.ts';

/** What the wire rules saw in one scenario; those that saw nothing are left out. */
export function rulesSeen(
  scenario: string,
  records: Records,
  transcript: Transcript,
  table: ReplyTable,
): RuleSeen[] {
  return judgeRecords(records, table)
    .filter(({ checks }) => checks.length > 0)
    .map(({ rule, checks }) =>
      ruleSeen(rule, checks, ({ command, expected, actual }, outcome) => {
        const line = command
          ? [command.verb, command.argument].filter((part) => part !== undefined).join(' ')
          : '';
        return {
          scenario,
          outcome,
          expected,
          actual: transcript.hideInSentence(actual),
          command: transcript.hide(line),
        };
      }),
    );
}

/** Adds up what the wire rules see over all scenarios of a run. */
export class Tally {
  readonly #counts = new Map(RULES.map((rule) => [rule.id, new RuleCount(rule)]));
  #scenarios = 0;

  add(seen: readonly RuleSeen[]): void {
    this.#scenarios++;
    for (const one of seen) this.#counts.get(one.id)?.add(one);
  }

  /** One result a rule; none at all where no scenario was played. */
  results(): RuleResult[] {
    if (this.#scenarios === 0) return [];
    return [...this.#counts.values()].map((count) => count.result());
  }
}
