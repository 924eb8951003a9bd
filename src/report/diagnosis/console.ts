import type { ReporterContext } from '../common/context.ts';
import { statusLine } from '../common/status-line.ts';
import { isTerminal, print, styleFor } from '../common/style.ts';
import { count, oneLine } from '../common/text.ts';
import type { DiagnosisReporter } from './events.ts';
import { diagnosisLine, diagnosisLines, diagnosisTable } from './pages.ts';

/**
 * Progress while it runs (a status line that changes on a terminal, a line a target elsewhere), then pages of what was
 * found, or a table over many targets.
 */
export function prettyDiagnosis(context: ReporterContext): DiagnosisReporter {
  const { output, progress, env, inFull } = context;
  const style = styleFor(output, env);
  const status = statusLine(progress, env);
  let total = 0;
  let done = 0;
  const say = (text: string): void => {
    const counted = total > 1 ? `${done}/${total} ${text}` : text;
    if (isTerminal(progress, env)) status.show(counted);
    else if (total > 1) print(progress, [oneLine(counted)], styleFor(progress, env));
  };
  return {
    start: (targets) => void (total = targets.length),
    seen(target, { kind }) {
      if (isTerminal(progress, env)) say(`${target}: ${kind}`);
    },
    targetEnd({ target, verdict, findings: [first] }) {
      done += 1;
      say(`${target}: ${verdict}${first ? ` ${first.code}` : ''}`);
    },
    finish(end) {
      status.clear();
      const shown = inFull
        ? end.diagnoses
        : end.diagnoses.filter(({ verdict }) => context.details && verdict !== 'healthy');
      const pages = shown.flatMap((one) => [
        ...diagnosisLines(one, style, context.activeMatters),
        '',
      ]);
      const isMany = !inFull || end.diagnoses.length > 1 || end.unexamined.length > 0;
      print(output, [...pages, ...(isMany ? diagnosisTable(end, style) : [])], style);
      return Promise.resolve();
    },
  };
}

/** A character a target, then the same pages as `pretty`. */
export function dotsDiagnosis(context: ReporterContext): DiagnosisReporter {
  const { output, env } = context;
  const quietly = prettyDiagnosis({ ...context, progress: { write: () => undefined } });
  return {
    ...quietly,
    targetEnd({ verdict }) {
      const dot = verdict === 'healthy' ? '.' : verdict.charAt(0).toUpperCase();
      output.write(dot);
    },
    finish(end) {
      print(output, ['', ''], styleFor(output, env));
      return quietly.finish?.(end) ?? Promise.resolve();
    },
  };
}

/** One line a target, as each is done. */
export function quietDiagnosis({ output, env }: ReporterContext): DiagnosisReporter {
  const style = styleFor(output, env);
  return {
    targetEnd: (diagnosis) => print(output, [diagnosisLine(diagnosis, style)], style),
    finish({ unexamined }) {
      if (unexamined.length > 0)
        print(output, [`${count(unexamined.length, 'target')} not examined`], style);
      return Promise.resolve();
    },
  };
}
