import type { Reporter } from '../../runner/events.ts';
import type { RunResult, ScenarioResult, Totals } from '../../runner/results.ts';
import { columnOf } from '../../runner/to-result.ts';
import { RULES } from '../../rules/index.ts';
import type { ReporterContext } from '../common/context.ts';
import { statusLine } from '../common/status-line.ts';
import { isTerminal, marked, MARKS, print, styleFor } from '../common/style.ts';
import { beside, count, duration, oneLine, toAscii } from '../common/text.ts';
import { namesOf } from './names.ts';
import { details, NOTHING, shortVerdict, summary, totalsTable, verdict } from './summary.ts';

/** How far a target's run is. */
class Progress {
  readonly target: string;
  readonly planned: number;
  readonly totals: Record<keyof Totals, number> = { ...NOTHING };
  done = 0;

  constructor(target: string, planned: number) {
    this.target = target;
    this.planned = planned;
  }

  add(result: ScenarioResult): void {
    this.totals[columnOf(result)] += 1;
    this.done += 1;
  }

  /** `12/40  10 ✓  1 !  1 ✗` */
  describe(): string {
    const counts = Object.entries(MARKS)
      .map(([column, { mark }]) => [this.totals[column as keyof Totals], mark] as const)
      .filter(([number]) => number > 0)
      .map(([number, mark]) => `${number} ${mark}`);
    return [`${this.done}/${this.planned}`, ...counts].join('  ');
  }
}

/**
 * Progress while it runs (a status line that changes on a terminal, a line each tenth elsewhere), then
 * failures, broken rules, warnings, skips and a summary for each target.
 */
export function pretty(context: ReporterContext): Reporter {
  const { output, env, strict } = context;
  const runs = new Map<string, Progress>();
  const say = (lines: readonly string[]) => print(output, lines, styleFor(output, env));
  const status = statusLine(output, env);
  return {
    runStart({ target, scenarios }) {
      runs.set(target, new Progress(target, scenarios));
      status.clear();
      const what = `${count(scenarios, 'scenario')} and ${count(RULES.length, 'rule')}`;
      say([`Testing ${oneLine(target)}: ${what}`]);
    },
    scenarioStart({ target, id }) {
      const progress = runs.get(target);
      if (progress) status.show(`${progress.describe()}  ${id}`);
    },
    scenarioEnd(target, result) {
      const progress = runs.get(target);
      if (!progress) return;
      progress.add(result);
      const column = columnOf(result);
      if (column === 'fail' || column === 'error') {
        status.clear();
        say([headline(result, context)]);
      }
      if (isTerminal(output, env)) status.show(`${progress.describe()}  ${result.id}`);
      else if (isTenth(progress)) say([`  ${progress.describe()}`]);
    },
    runEnd(result) {
      status.clear();
      const style = styleFor(output, env);
      const planned = runs.get(result.target)?.planned;
      say(['', ...details(result, context, style), ...summary(result, planned, strict, style), '']);
    },
    finish(results) {
      finish(results, context);
      return Promise.resolve();
    },
  };
}

/** A character a scenario, then the same details as `pretty`. */
export function dots(context: ReporterContext): Reporter {
  const { output, env, strict } = context;
  let column = 0;
  return {
    scenarioEnd(_target, result) {
      const style = styleFor(output, env);
      const { mark, color } = MARKS[columnOf(result)];
      const dot = style.colors[color](result.outcome === 'pass' ? '.' : mark);
      column += 1;
      const end = column % style.width === 0 ? '\n' : '';
      output.write(`${style.unicode ? dot : toAscii(dot)}${end}`);
    },
    runEnd(result) {
      column = 0;
      const style = styleFor(output, env);
      const lines = [
        ...details(result, context, style),
        ...summary(result, undefined, strict, style),
      ];
      print(output, ['', '', ...lines, ''], style);
    },
    finish(results) {
      finish(results, context);
      return Promise.resolve();
    },
  };
}

/** One line a target. */
export function quiet({ output, env, strict }: ReporterContext): Reporter {
  return {
    runEnd(result) {
      // One line whatever the width, so that a script can read it.
      const style = { ...styleFor(output, env), width: Infinity };
      const said = verdict(result, strict, style).map((line) => line.trim());
      const end = `${oneLine(result.target)} in ${duration(result.durationMs)}, seed ${oneLine(result.seed)}`;
      print(output, [`${said.join(' ')}: ${end}`], style);
    },
  };
}

function headline(result: ScenarioResult, { output, env }: ReporterContext): string {
  const style = styleFor(output, env);
  const text = `${result.outcome}  ${oneLine(result.id)} (${duration(result.durationMs)})`;
  return marked(result.outcome, text, style);
}

/** The table over several targets, and where the reports are. */
function finish(
  results: readonly RunResult[],
  { output, env, strict, written }: ReporterContext,
): void {
  const style = styleFor(output, env);
  const names = namesOf(results);
  const rows = results.map((result, index) => ({
    name: names[index] ?? '',
    totals: result.totals,
    time: duration(result.durationMs),
    verdict: shortVerdict(result, strict),
  }));
  print(
    output,
    [
      ...(rows.length > 1 ? [...totalsTable('target', rows, style), ''] : []),
      ...(written.length > 0
        ? beside('reports  ', written.map(oneLine).join(', '), style.width, style.colors.dim)
        : []),
    ],
    style,
  );
}

function isTenth({ done, planned }: Progress): boolean {
  const tenth = (number: number) => Math.floor((number * 10) / Math.max(planned, 1));
  return tenth(done) > tenth(done - 1);
}
