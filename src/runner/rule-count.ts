import type { Check, Rule, RuleDeviation } from '../rules/rule.ts';
import { sentenceOf } from '../scenario/outcomes.ts';
import { TALLY } from './limits.ts';
import type { RuleProblem, RuleResult } from './results.ts';

/** Why a rule is skipped. */
const NOTHING = 'no exchange to judge';

function reasonOf(problem: RuleProblem | undefined): string {
  return problem ? sentenceOf(problem) : '';
}

/** Problems that stand or fall together. */
export interface ProblemGroup {
  /** what would refute them; '' where nothing would */
  readonly unless: string;
  /** of the worst problem */
  readonly outcome: RuleProblem['outcome'];
  readonly problems: readonly RuleProblem[];
  /** how many more there were */
  readonly unlisted: number;
}

/** What one rule saw, in a scenario or in many: the parts of a run add up to the whole. */
export interface RuleSeen {
  readonly id: string;
  readonly exchanges: number;
  readonly groups: readonly ProblemGroup[];
  /** what refutes groups, wherever in the run they are */
  readonly shown: readonly string[];
}

/**
 * What a rule saw in one scenario.
 * @param describe makes a problem of a deviation, where there is room for it
 */
export function ruleSeen(
  { id, level }: Rule,
  checks: readonly Check[],
  describe: (deviation: RuleDeviation, outcome: RuleProblem['outcome']) => RuleProblem,
): RuleSeen {
  const groups = new Map<string, ProblemGroup>();
  const shown = new Set<string>();
  for (const check of checks) {
    if (check === 'ok') continue;
    if ('shown' in check) {
      shown.add(check.shown);
      continue;
    }
    const { unless = '', severity } = check;
    const outcome = severity ?? (/^MUST/.test(level) ? 'fail' : 'warn');
    const known = groups.get(unless)?.problems.length ?? 0;
    const problems = known < TALLY.problems ? [describe(check, outcome)] : [];
    const one = { unless, outcome, problems, unlisted: 1 - problems.length };
    groups.set(unless, together(groups.get(unless), one));
  }
  return { id, exchanges: checks.length, groups: [...groups.values()], shown: [...shown] };
}

/** Two groups that the same would refute. */
function together(one: ProblemGroup | undefined, other: ProblemGroup): ProblemGroup {
  if (!one) return other;
  const problems = [...one.problems, ...other.problems];
  return {
    unless: one.unless,
    outcome: one.outcome === 'fail' ? 'fail' : other.outcome,
    problems: problems.slice(0, TALLY.problems),
    unlisted: one.unlisted + other.unlisted + Math.max(0, problems.length - TALLY.problems),
  };
}

/** What one rule saw over a run. */
export class RuleCount {
  readonly #rule: Rule;
  /** by what would refute them */
  readonly #groups = new Map<string, ProblemGroup>();
  readonly #shown = new Set<string>();
  #exchanges = 0;

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  add({ exchanges, groups, shown }: RuleSeen): void {
    this.#exchanges += exchanges;
    for (const one of shown) this.#shown.add(one);
    for (const group of groups)
      this.#groups.set(group.unless, together(this.#groups.get(group.unless), group));
  }

  result(): RuleResult {
    const { id, title, covers, level } = this.#rule;
    const groups = [...this.#groups.values()].filter(({ unless }) => !this.#shown.has(unless));
    const outcomes = groups.map(({ outcome }) => outcome);
    const problems = groups.flatMap((group) => group.problems);
    const outcome = outcomes.includes('fail')
      ? 'fail'
      : (outcomes[0] ?? (this.#exchanges > 0 ? 'pass' : 'skip'));
    return {
      id,
      title,
      covers,
      level,
      known: undefined,
      exchanges: this.#exchanges,
      problems: problems.slice(0, TALLY.problems),
      unlisted:
        groups.reduce((sum, { unlisted }) => sum + unlisted, 0) +
        Math.max(0, problems.length - TALLY.problems),
      outcome,
      reason:
        outcome === 'skip' ? NOTHING : reasonOf(problems.find((one) => one.outcome === outcome)),
    };
  }
}
