import type { ReplyTable } from '../catalogue/replies.ts';
import type { Transcript } from '../client/transcript.ts';
import { judgeRecords, RULES } from '../rules/index.ts';
import type { Records } from '../rules/records.ts';
import type { Rule } from '../rules/rule.ts';
import type { Outcome, RuleResult, Violation } from './results.ts';

/** Adds up what the wire rules see over all scenarios of a run. */
export class Tally {
  readonly #counts = new Map<Rule, { exchanges: number; violations: Violation[] }>();
  readonly #table: ReplyTable;
  #scenarios = 0;

  constructor(table: ReplyTable) {
    this.#table = table;
    for (const rule of RULES) this.#counts.set(rule, { exchanges: 0, violations: [] });
  }

  add(scenario: string, records: Records, transcript: Transcript): void {
    this.#scenarios++;
    for (const { rule, looks } of judgeRecords(records, this.#table)) {
      const count = this.#counts.get(rule);
      if (!count) continue;
      count.exchanges += looks.length;
      for (const look of looks) {
        if (look === 'fine') continue;
        const { command } = look;
        const line = command
          ? [command.verb, command.argument].filter((part) => part !== undefined).join(' ')
          : '';
        count.violations.push({
          scenario,
          outcome: look.outcome ?? (/^MUST/.test(rule.level) ? 'fail' : 'warn'),
          expected: look.expected,
          actual: transcript.hide(look.actual),
          command: transcript.hide(line),
        });
      }
    }
  }

  /** One result a rule; none at all where no scenario was played. */
  results(): RuleResult[] {
    if (this.#scenarios === 0) return [];
    return [...this.#counts].map(([{ id, title, covers, level }, { exchanges, violations }]) => ({
      id,
      title,
      covers,
      level,
      exchanges,
      violations,
      outcome: outcomeOf(exchanges, violations),
    }));
  }
}

function outcomeOf(exchanges: number, violations: readonly Violation[]): Outcome {
  if (violations.some(({ outcome }) => outcome === 'fail')) return 'fail';
  if (violations.length > 0) return 'warn';
  return exchanges > 0 ? 'pass' : 'skip';
}
