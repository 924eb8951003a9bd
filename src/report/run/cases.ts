import type { Problem, RuleResult, RunResult, ScenarioResult } from '../../runner/results.ts';
import { ledgerLines } from './ledger.ts';
import { leftoverLines } from './leftovers.ts';
import { wasPlayed } from '../../runner/to-result.ts';
import { sentenceOf } from '../../scenario/outcomes.ts';
import { explainRule, explainScenario } from './explain.ts';
import { reportedFile } from './reported-file.ts';
import { type Case, type CaseMark, type Property, segment } from '../common/case.ts';
import { PLAIN } from '../common/style.ts';
import { count, oneLine, printable } from '../common/text.ts';

/** The testcases of one target: its scenarios, its rules, and one that fails when the run did not end well. */
export function casesOf(run: RunResult, strict: boolean): Case[] {
  return [
    ...run.scenarios.map((result) => scenarioCase(result, strict)),
    ...run.rules.map((result) => ruleCase(result, run, strict)),
    ...(run.stopped === undefined ? [] : [stoppedCase(run, run.stopped)]),
    ...(run.leftovers.length === 0 ? [] : [leftoverCase(run)]),
    ...(ledgerLines(run).length === 0 ? [] : [ledgerCase(run)]),
  ];
}

/** One scenario. */
export function scenarioCase(result: ScenarioResult, strict: boolean): Case {
  const kind = kindOf(result, strict);
  const problem = result.problems.find(({ outcome }) => outcome === result.outcome);
  const position = problem?.where ?? { file: result.file, line: result.line };
  const place =
    position.file === '' ? undefined : { ...position, file: reportedFile(position.file) };
  const rulings = result.problems.flatMap(({ ruling }) => ruling ?? []);
  const reason = oneLine(result.reason);
  const explained = explainScenario(result, PLAIN).join('\n');
  return {
    name: oneLine(result.id),
    suite: segment(result.suite),
    place,
    outcome: result.outcome,
    ...known(result),
    startedAt: result.startedAt,
    ms: result.durationMs,
    properties: [
      ['title', oneLine(result.title)],
      ...(result.covers.length > 0
        ? ([['requirements', result.covers.map(oneLine).join(' ')]] as const)
        : []),
      ['level', result.level],
      ['risk', result.risk],
      ...(rulings.length > 0
        ? ([['rulings', [...new Set(rulings)].map(oneLine).join(' ')]] as const)
        : []),
      ...knownProperties(result),
    ],
    mark: kind && {
      kind,
      message: isExcused(result)
        ? knownMessage(result)
        : problem
          ? messageOf(result.title, problem)
          : reason,
      type: kind === 'failure' ? result.level : result.outcome,
      content:
        kind === 'skipped'
          ? isExcused(result)
            ? `${knownMessage(result)}\n\n${explained}`
            : reason
          : `${explained}${stackFrame(place)}`,
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
  return result.outcome === 'warn' && kind === undefined
    ? explained
    : result.info.map(printable).join('\n');
}

/** A rule broken on every exchange would fill the file. */
const MANY = 50;

function ruleCase(rule: RuleResult, run: RunResult, strict: boolean): Case {
  const kind = kindOf(rule, strict);
  const violation = rule.problems.find(({ outcome }) => outcome === rule.outcome);
  const explained = explainRule(rule, PLAIN, MANY).join('\n');
  return {
    name: oneLine(rule.id),
    suite: RULES,
    place: undefined,
    outcome: rule.outcome,
    ...known(rule),
    startedAt: run.startedAt,
    ms: 0,
    properties: [
      ['title', oneLine(rule.title)],
      ['requirements', rule.covers.map(oneLine).join(' ')],
      ['level', rule.level],
      ['exchanges', String(rule.exchanges)],
      ['violations', String(rule.problems.length + rule.unlisted)],
      ...knownProperties(rule),
    ],
    mark: kind && {
      kind,
      message: isExcused(rule)
        ? knownMessage(rule)
        : violation
          ? oneLine(
              `${rule.covers[0] ?? rule.id}: ${sentenceOf(violation)} (in ${violation.scenario})`,
            )
          : oneLine(rule.reason === '' ? rule.title : `${rule.title}: ${rule.reason}`),
      type: kind === 'failure' ? rule.level : rule.outcome,
      content: explained,
    },
    output: rule.outcome === 'warn' && kind === undefined ? explained : '',
  };
}

/** A case about the run itself, which is there only where something is wrong. */
function runCase(
  { startedAt }: RunResult,
  name: string,
  outcome: 'fail' | 'error',
  mark: CaseMark,
): Case {
  return {
    ...{ name: `run/${name}`, suite: 'run', place: undefined, outcome },
    ...{ startedAt, ms: 0, properties: [], mark, output: '' },
  };
}

function stoppedCase(run: RunResult, stopped: string): Case {
  return runCase(run, 'completed', 'error', {
    kind: 'error',
    message: oneLine(stopped),
    type: 'error',
    content: `${printable(stopped)}\n${count(run.scenarios.filter(wasPlayed).length, 'scenario')} judged before that.`,
  });
}

/** What is left on the target is for somebody to remove, whatever else came of the run. */
function leftoverCase(run: RunResult): Case {
  return runCase(run, 'cleaned-up', 'fail', {
    kind: 'failure',
    message: `${oneLine(run.leftovers.at(-1)?.name ?? '')} is left on the target`,
    type: 'leftover',
    content: leftoverLines(run).join('\n'),
  });
}

/** Where ledger and target differ is for somebody to decide. */
function ledgerCase(run: RunResult): Case {
  const lines = ledgerLines(run);
  return runCase(run, 'as-the-ledger-says', 'fail', {
    kind: 'failure',
    message: lines[0] ?? '',
    type: 'ledger',
    content: lines.join('\n'),
  });
}

const RULES = 'rules';

type Judged = Pick<RuleResult, 'outcome' | 'known'>;

/** Whether it does not pass, and need not. */
function isExcused({ outcome, known }: Judged): boolean {
  return known !== undefined && (outcome === 'fail' || outcome === 'warn');
}

function known(judged: Judged): Pick<Case, 'known'> {
  return isExcused(judged) ? { known: oneLine(judged.known?.reason ?? '') } : {};
}

function knownMessage({ known }: Judged): string {
  return `known: ${oneLine(known?.reason ?? '')}`;
}

function knownProperties({ known }: Judged): Property[] {
  if (!known) return [];
  const { reason, requirement, issue } = known;
  return Object.entries({ known: reason, 'known requirement': requirement, issue }).flatMap(
    ([name, value]) => (value === undefined ? [] : [[name, oneLine(value)] as const]),
  );
}

function kindOf({ outcome, known }: Judged, strict: boolean): CaseMark['kind'] | undefined {
  switch (outcome) {
    case 'pass':
      return undefined;
    case 'warn':
      return strict ? (known ? 'skipped' : 'failure') : undefined;
    case 'fail':
      return known ? 'skipped' : 'failure';
    case 'skip':
      return 'skipped';
    case 'error':
      return 'error';
  }
}

function messageOf(title: string, problem: Problem): string {
  return oneLine(`${title}: ${sentenceOf(problem, title)}`);
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
