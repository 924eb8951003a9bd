import type { ReplyTable } from '../catalogue/replies.ts';
import type { Transcript } from '../client/transcript.ts';
import { judgeRecords, RULES } from '../rules/index.ts';
import type { Records } from '../client/records.ts';
import type { Rule } from '../rules/rule.ts';
import { TALLY } from './limits.ts';
import type { RuleResult, RuleProblem } from './results.ts';

/** What one rule saw. */
interface Count {
  exchanges: number;
  readonly problems: RuleProblem[];
  unlisted: number;
  /** of the worst problem */
  outcome: RuleProblem['outcome'] | undefined;
}

/** Adds up what the wire rules see over all scenarios of a run. */
export class Tally {
  readonly #counts = new Map<Rule, Count>();
  readonly #table: ReplyTable;
  #scenarios = 0;

  constructor(table: ReplyTable) {
    this.#table = table;
    for (const rule of RULES)
      this.#counts.set(rule, { exchanges: 0, problems: [], unlisted: 0, outcome: undefined });
  }

  add(scenario: string, records: Records, transcript: Transcript): void {
    this.#scenarios++;
    for (const { rule, checks } of judgeRecords(records, this.#table)) {
      const count = this.#counts.get(rule);
      if (!count) continue;
      count.exchanges += checks.length;
      for (const check of checks) {
        if (check === 'ok') continue;
        const { command } = check;
        const line = command
          ? [command.verb, command.argument].filter((part) => part !== undefined).join(' ')
          : '';
        const outcome = check.severity ?? (/^MUST/.test(rule.level) ? 'fail' : 'warn');
        count.outcome = count.outcome === 'fail' ? 'fail' : outcome;
        if (count.problems.length < TALLY.problems)
          count.problems.push({
            scenario,
            outcome,
            expected: check.expected,
            actual: transcript.hideInSentence(check.actual),
            command: transcript.hide(line),
          });
        else count.unlisted++;
      }
    }
  }

  /** One result a rule; none at all where no scenario was played. */
  results(): RuleResult[] {
    if (this.#scenarios === 0) return [];
    return [...this.#counts].map(([{ id, title, covers, level }, count]) => ({
      id,
      title,
      covers,
      level,
      exchanges: count.exchanges,
      problems: count.problems,
      unlisted: count.unlisted,
      outcome: count.outcome ?? (count.exchanges > 0 ? 'pass' : 'skip'),
    }));
  }
}
