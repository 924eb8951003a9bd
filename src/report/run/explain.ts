import type { Problem, RuleResult, ScenarioResult, Where } from '../../runner/results.ts';
import { sentenceOf } from '../../scenario/outcomes.ts';
import { marked, type Style } from '../common/style.ts';
import {
  beside,
  chop,
  count,
  duration,
  indent,
  oneLine,
  printable,
  shorten,
  wrap,
} from '../common/text.ts';

/** Longer transcripts lose their middle: the set-up and what led to the verdict are at the ends. */
const HEAD = 12;
const TAIL = 28;

/** Everything known about a scenario that did not pass, as a person reads it. */
export function explainScenario(result: ScenarioResult, style: Style): string[] {
  const { colors, width } = style;
  const inner = width - 2;
  const info = result.info.flatMap((line) => beside('Info:      ', printable(line), inner));
  const transcript = shorten(result.transcript, HEAD, TAIL);
  return [
    marked(result.outcome, `${result.outcome}  ${colors.bold(oneLine(result.id))}`, style),
    ...indent(wrap(oneLine(result.title), inner), 2),
    ...indent(
      wrap(`${result.level}, ${result.risk}, ${duration(result.durationMs)}`, inner).map(
        colors.dim,
      ),
      2,
    ),
    ...indent(explainReason(result, inner), 2),
    ...result.problems.flatMap((problem) => [
      '',
      ...indent(explainProblem(problem, result.problems.length > 1, style), 2),
    ]),
    ...(info.length > 0 ? ['', ...indent(info, 2)] : []),
    ...(transcript.length > 0
      ? [
          '',
          '  Transcript',
          ...indent(
            transcript.flatMap((line) => entry(line, width - 4)),
            4,
          ),
        ]
      : []),
    '',
    // Never wrapped: it is there to be copied.
    `  Rerun:     ${colors.bold(oneLine(result.rerun))}`,
  ];
}

/** The reason where no problem says the same. */
function explainReason({ title, reason, problems }: ScenarioResult, width: number): string[] {
  if (reason === '' || problems.some((one) => sentenceOf(one, title) === reason)) return [];
  return wrap(printable(reason), width);
}

function explainProblem(problem: Problem, named: boolean, style: Style): string[] {
  const { colors, width } = style;
  const inner = width - 2;
  const { requirement, ruling, where } = problem;
  return [
    ...(named ? [marked(problem.outcome, problem.outcome, style)] : []),
    ...(requirement
      ? [
          `${colors.bold(oneLine(requirement.id))} (section ${oneLine(requirement.section)})`,
          ...indent(wrap(printable(requirement.text), inner - 2), 2),
        ]
      : []),
    ...(ruling === undefined ? [] : beside('Ruling:    ', oneLine(ruling), inner)),
    ...beside('Expected:  ', printable(problem.expected), inner, colors.green),
    ...beside('Actual:    ', printable(problem.actual), inner, colors.red),
    ...(where ? ['', ...explainWhere(where, inner)] : []),
  ];
}

function explainWhere(where: Where, width: number): string[] {
  const excerpt = printable(where.excerpt).replace(/\n$/, '').split('\n');
  return [place(where), ...indent(window(excerpt, width - 2), 2)];
}

/** `suites/passive.yaml:12:7` */
function place({ file, line, column }: Where): string {
  return `${oneLine(file)}:${line}:${column}`;
}

/** Lines too long for the width, all cut on the same side, so that the caret stays below its character. */
function window(lines: readonly string[], width: number): string[] {
  const longest = Math.max(...lines.map((line) => line.length));
  if (longest <= width) return [...lines];
  const caret = Math.max(0, ...lines.map((line) => line.indexOf('^')));
  const from = Math.max(0, Math.min(caret - Math.floor(width / 2), longest - width));
  return lines.map((line) => line.slice(from, from + width));
}

/** A transcript's line; what does not fit goes on below its text, right of the gutter. */
function entry(line: string, width: number): string[] {
  const text = oneLine(line);
  const margin = /^\s*[\d.]+ .*? ?[<>*] /.exec(text)?.[0].length ?? 0;
  const [first = '', ...rest] = chop(text.slice(margin), Math.max(width - margin, 20));
  return [text.slice(0, margin) + first, ...indent(rest, margin)];
}

/** A warning in a few lines. */
export function explainWarning(result: ScenarioResult, style: Style): string[] {
  const warnings = result.problems.map((problem) => {
    const { requirement, where } = problem;
    const id = requirement ? `${oneLine(requirement.id)}: ` : '';
    const at = where ? ` (${place(where)})` : '';
    return `${id}${oneLine(sentenceOf(problem, result.title))}${at}`;
  });
  return [
    marked('warn', `warn  ${style.colors.bold(oneLine(result.id))}`, style),
    ...(warnings.length > 0 ? warnings : [oneLine(result.reason)]).flatMap((warning) =>
      indent(wrap(warning, style.width - 2), 2),
    ),
  ];
}

/** How many of a rule's violations are shown. */
const SHOWN = 3;

/** A wire rule that was broken, with its first violations. */
export function explainRule(rule: RuleResult, style: Style, shown = SHOWN): string[] {
  const { colors, width } = style;
  const all = rule.problems.length + rule.unlisted;
  const more = all - Math.min(shown, rule.problems.length);
  return [
    marked(rule.outcome, `${rule.outcome}  ${colors.bold(oneLine(rule.id))}`, style),
    ...indent(wrap(oneLine(rule.title), width - 2), 2),
    ...indent(
      wrap(
        `${rule.level}, ${rule.covers.map(oneLine).join(', ')}: ` +
          `${count(all, 'violation')} in ${count(rule.exchanges, 'exchange')}`,
        width - 2,
      ).map(colors.dim),
      2,
    ),
    ...rule.problems
      .slice(0, shown)
      .flatMap(({ scenario, command, expected, actual }) => [
        '',
        `  in ${oneLine(scenario)}${command === '' ? '' : `, after ${oneLine(command)}`}`,
        ...indent(beside('Expected:  ', printable(expected), width - 4, colors.green), 4),
        ...indent(beside('Actual:    ', printable(actual), width - 4, colors.red), 4),
      ]),
    ...(more > 0 ? ['', `  … and ${more} more`] : []),
  ];
}
