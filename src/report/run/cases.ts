import type {
  Outcome,
  Problem,
  RuleResult,
  RunResult,
  ScenarioResult,
} from '../../runner/results.ts';
import { leftoverLines } from './leftovers.ts';
import { wasPlayed } from '../../runner/to-result.ts';
import { explainRule, explainScenario } from './explain.ts';
import { type Case, type CaseMark, segment } from '../shared/case.ts';
import { PLAIN } from '../shared/style.ts';
import { count, oneLine, printable } from '../shared/text.ts';

/** The testcases of one target: its scenarios, its rules, and one that fails when the run did not end well. */
export function casesOf(run: RunResult, strict: boolean): Case[] {
  return [
    ...run.scenarios.map((result) => scenarioCase(result, strict)),
    ...run.rules.map((result) => ruleCase(result, run, strict)),
    ...(run.stopped === undefined ? [] : [stoppedCase(run, run.stopped)]),
    ...(run.leftovers.length === 0 ? [] : [leftoverCase(run)]),
  ];
}

function scenarioCase(result: ScenarioResult, strict: boolean): Case {
  const kind = kindOf(result.outcome, strict);
  const problem = result.problems.find(({ outcome }) => outcome === result.outcome);
  const position = problem?.where ?? { file: result.file, line: result.line };
  const place = position.file === '' ? undefined : position;
  const rulings = result.problems.flatMap(({ ruling }) => ruling ?? []);
  const reason = oneLine(result.reason);
  const explained = explainScenario(result, PLAIN).join('\n');
  return {
    name: oneLine(result.id),
    suite: segment(result.suite),
    place,
    outcome: result.outcome,
    startedAt: result.startedAt,
    ms: result.durationMs,
    properties: [
      ['title', oneLine(result.title)],
      ['requirements', result.covers.map(oneLine).join(' ')],
      ['level', result.level],
      ['risk', result.risk],
      ...(rulings.length > 0
        ? ([['rulings', [...new Set(rulings)].map(oneLine).join(' ')]] as const)
        : []),
    ],
    mark: kind && {
      kind,
      message: problem ? messageOf(problem) : reason,
      type: kind === 'failure' ? result.level : result.outcome,
      content: kind === 'skipped' ? reason : `${explained}${stackFrame(place)}`,
    },
    output: scenarioOutput(result, explained, kind),
  };
}

/** Failures have their transcripts in full; a warning is a pass whose output says what is wrong. */
function scenarioOutput(
  result: ScenarioResult,
  explained: string,
  kind: CaseMark['kind'] | undefined,
): string {
  if (kind === 'failure' || kind === 'error')
    return [...result.info.map(printable), ...result.transcript.map(printable)].join('\n');
  return result.outcome === 'warn' ? explained : result.info.map(printable).join('\n');
}

/** A rule broken on every exchange would fill the file. */
const MANY = 50;

function ruleCase(rule: RuleResult, run: RunResult, strict: boolean): Case {
  const kind = kindOf(rule.outcome, strict);
  const violation = rule.problems.find(({ outcome }) => outcome === rule.outcome);
  const explained = explainRule(rule, PLAIN, MANY).join('\n');
  return {
    name: oneLine(rule.id),
    suite: RULES,
    place: undefined,
    outcome: rule.outcome,
    startedAt: run.startedAt,
    ms: 0,
    properties: [
      ['title', oneLine(rule.title)],
      ['requirements', rule.covers.map(oneLine).join(' ')],
      ['level', rule.level],
      ['exchanges', String(rule.exchanges)],
      ['violations', String(rule.problems.length + rule.unlisted)],
    ],
    mark: kind && {
      kind,
      message: violation
        ? `${oneLine(rule.covers[0] ?? rule.id)}: expected ${oneLine(violation.expected)}, got ${oneLine(violation.actual)} (in ${oneLine(violation.scenario)})`
        : oneLine(rule.exchanges === 0 ? `${rule.title}: no exchange to judge` : rule.title),
      type: kind === 'failure' ? rule.level : rule.outcome,
      content: explained,
    },
    output: rule.outcome === 'warn' && kind === undefined ? explained : '',
  };
}

function stoppedCase(run: RunResult, stopped: string): Case {
  return {
    name: 'run/completed',
    suite: 'run',
    place: undefined,
    outcome: 'error',
    startedAt: run.startedAt,
    ms: 0,
    properties: [],
    mark: {
      kind: 'error',
      message: oneLine(stopped),
      type: 'error',
      content: `${printable(stopped)}\n${count(run.scenarios.filter(wasPlayed).length, 'scenario')} judged before that.`,
    },
    output: '',
  };
}

/** What is left on the target is for somebody to remove, whatever else came of the run. */
function leftoverCase(run: RunResult): Case {
  return {
    name: 'run/cleaned-up',
    suite: 'run',
    place: undefined,
    outcome: 'fail',
    startedAt: run.startedAt,
    ms: 0,
    properties: [],
    mark: {
      kind: 'failure',
      message: `${oneLine(run.leftovers.at(-1)?.name ?? '')} is left on the target`,
      type: 'leftover',
      content: leftoverLines(run).join('\n'),
    },
    output: '',
  };
}

const RULES = 'rules';

function kindOf(outcome: Outcome, strict: boolean): CaseMark['kind'] | undefined {
  switch (outcome) {
    case 'pass':
      return undefined;
    case 'warn':
      return strict ? 'failure' : undefined;
    case 'fail':
      return 'failure';
    case 'skip':
      return 'skipped';
    case 'error':
      return 'error';
  }
}

function messageOf({ requirement, expected, actual }: Problem): string {
  const id = requirement ? `${oneLine(requirement.id)}: ` : '';
  return `${id}expected ${oneLine(expected)}, got ${oneLine(actual)}`;
}

/**
 * `at suites(passive.yaml:12)`: dorny/test-reporter takes file and line only from a Java stack frame, and
 * compares the package with the folders.
 */
function stackFrame(place: Case['place']): string {
  if (!place) return '';
  const folders = oneLine(place.file).split(/[/\\]/);
  const file = folders.pop() ?? '';
  return folders.length === 0 ? '' : `\n\nat ${folders.join('.')}(${file}:${place.line})`;
}
