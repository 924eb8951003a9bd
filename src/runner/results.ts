import type { Level } from '../catalogue/requirements.ts';
import type { Known, LedgerProblem } from '../ledger/judge.ts';
import type { Place } from '../ledger/places.ts';
import type { Risk } from '../scenario/risks.ts';

/**
 * pass: conforms. warn: a SHOULD or a convention is not met. fail: a MUST is broken. skip: the server or
 * the user does not offer what the scenario needs. error: the scenario could not be judged, because its
 * set-up broke or the target went away; never excused as fail or skip.
 */
export const OUTCOMES = ['pass', 'warn', 'fail', 'skip', 'error'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Something that was not as it had to be, with all that is needed to argue about it. */
export interface Problem {
  readonly outcome: 'warn' | 'fail' | 'error';
  readonly expected: string;
  readonly actual: string;
  /** the requirement that this breaks: the scenario's first, or the rule's */
  readonly requirement:
    { readonly id: string; readonly section: string; readonly text: string } | undefined;
  /** id of the ruling that decides the case, such as `R41` */
  readonly ruling: string | undefined;
  /** where the script says so; absent for rules */
  readonly where: Where | undefined;
}

export interface Where {
  /** path of the script, relative to the working directory where it is below it */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** the source line and a caret below it, ready to print */
  readonly excerpt: string;
}

/** One scenario played against one target. */
export interface ScenarioResult {
  readonly id: string;
  readonly title: string;
  readonly suite: string;
  readonly level: Level;
  readonly risk: Risk;
  readonly covers: readonly string[];
  readonly outcome: Outcome;
  /** one sentence: why it was skipped, what broke; empty for a pass */
  readonly reason: string;
  /** where the ledger says that it ends so: why */
  readonly known: Known | undefined;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly file: string;
  readonly line: number;
  readonly problems: readonly Problem[];
  /** facts worth knowing whatever the outcome (`passive 192.0.2.1:5001: reachable in 3 ms`) */
  readonly info: readonly string[];
  /** rendered lines with relative times and `>` `<` gutters, credentials hidden */
  readonly transcript: readonly string[];
  /** how it ended each time, where it was played several times: the outcome is the worst of them */
  readonly turns: readonly Outcome[];
  /** the shell command that plays just this one again */
  readonly rerun: string;
}

/** One wire rule judged on every exchange of every scenario. */
export interface RuleResult {
  readonly id: string;
  readonly title: string;
  readonly covers: readonly string[];
  readonly level: Level;
  readonly outcome: Outcome;
  /** why it did not pass: the first problem, or what was lacking; empty where it did */
  readonly reason: string;
  /** where the ledger says that it ends so: why */
  readonly known: Known | undefined;
  /** how many exchanges it was judged on */
  readonly exchanges: number;
  readonly problems: readonly RuleProblem[];
  /** how many more problems there were */
  readonly unlisted: number;
}

export interface RuleProblem {
  /** id of the scenario in which it was seen */
  readonly scenario: string;
  readonly outcome: 'warn' | 'fail';
  readonly expected: string;
  readonly actual: string;
  /** the command that drew the reply, credentials hidden; empty where none did */
  readonly command: string;
}

/** How many of each outcome; `known` are the warnings and failures that the ledger says, which count only there. */
export type Totals = Readonly<Record<Outcome | 'known', number>>;

/** One target judged. */
export interface RunResult {
  /** how the user named it, without password */
  readonly target: string;
  /** its name in tables and JUnit classes, the same whatever port or tag it has */
  readonly label: string;
  /** first line of the greeting, empty where none came */
  readonly server: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly seed: string;
  readonly jobs: number;
  readonly scenarios: readonly ScenarioResult[];
  readonly rules: readonly RuleResult[];
  /** scenarios and rules together */
  readonly totals: Totals;
  /** what was skipped, by cause, the most frequent first */
  readonly notJudged: readonly NotJudged[];
  /** whole: all scenarios. chosen: those that the user selected. part: one cause keeps many MUSTs unjudged */
  readonly extent: 'whole' | 'chosen' | 'part';
  /** what was expected of the target; undefined without a ledger, or where nothing could be judged */
  readonly ledger: LedgerResult | undefined;
  /** why the run ended before its time (Ctrl-C, the target died), or why the target could not be judged at all */
  readonly stopped: string | undefined;
  /** sentences on what was waited for less than was wanted, as it did not come before */
  readonly waitedLess: readonly string[];
  /** what was made on the target and could not be removed */
  readonly leftovers: readonly Leftover[];
}

/** Scenarios that were skipped for one reason. */
export interface NotJudged {
  /** `MKD is refused with 502` */
  readonly cause: string;
  /** their ids */
  readonly scenarios: readonly string[];
  /** how many of them are of the level MUST or MUST-NOT */
  readonly musts: number;
}

/** A ledger held against a run. */
export interface LedgerResult {
  readonly file: string;
  readonly place: Place;
  /** where they differ, but for new failures, which fail by themselves */
  readonly problems: readonly LedgerProblem[];
}

/** Something that is left on a target. */
export interface Leftover {
  /** absolute name */
  readonly name: string;
  /** what the server said to its removal, or why it was not asked */
  readonly reply: string;
}
