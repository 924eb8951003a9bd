import type { ReplyTable } from '../catalogue/replies.ts';
import type { Transcript } from '../client/transcript.ts';
import { judgeRecords, RULES } from '../rules/index.ts';
import type { Records } from '../client/records.ts';
import type { Rule } from '../rules/rule.ts';
import { TALLY } from './limits.ts';
import type { Outcome, RuleResult, RuleProblem } from './results.ts';

/** Adds up what the wire rules see over all scenarios of a run. */
export class Tally {
  readonly #counts = new Map<
    Rule,
    { exchanges: number; problems: RuleProblem[]; unlisted: number }
  >();
  readonly #table: ReplyTable;
  #scenarios = 0;

  constructor(table: ReplyTable) {
    this.#table = table;
    for (const rule of RULES) this.#counts.set(rule, { exchanges: 0, problems: [], unlisted: 0 });
  }

  add(scenario: string, records: Records, transcript: Transcript): void {
    this.#scenarios++;
    for (const { rule, checks } of judgeRecords(records, this.#table)) {
      const count = this.#counts.get(rule);
      if (!count) continue;
      count.exchanges += checks.length;
      for (const check of checks) {
        if (check === 'ok') continue;
        if (count.problems.length >= TALLY.problems) {
          count.unlisted++;
          continue;
        }
        const { command } = check;
        const line = command
          ? [command.verb, command.argument].filter((part) => part !== undefined).join(' ')
          : '';
        count.problems.push({
          scenario,
          outcome: check.severity ?? (/^MUST/.test(rule.level) ? 'fail' : 'warn'),
          expected: check.expected,
          actual: transcript.hideInSentence(check.actual),
          command: transcript.hide(line),
        });
      }
    }
  }

  /** One result a rule; none at all where no scenario was played. */
  results(): RuleResult[] {
    if (this.#scenarios === 0) return [];
    return [...this.#counts].map(
      ([{ id, title, covers, level }, { exchanges, problems, unlisted }]) => ({
        id,
        title,
        covers,
        level,
        exchanges,
        problems,
        unlisted,
        outcome: outcomeOf(exchanges, problems),
      }),
    );
  }
}

function outcomeOf(exchanges: number, problems: readonly RuleProblem[]): Outcome {
  if (problems.some(({ outcome }) => outcome === 'fail')) return 'fail';
  if (problems.length > 0) return 'warn';
  return exchanges > 0 ? 'pass' : 'skip';
}
