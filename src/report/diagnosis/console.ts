import { statusLine } from '../shared/status-line.ts';
import { isTerminal, print, styleFor, type Environment, type Output } from '../shared/style.ts';
import { count, oneLine } from '../shared/text.ts';
import type { DiagnosisReporter } from './events.ts';
import { diagnosisLine, diagnosisLines, diagnosisTable } from './pages.ts';

/** What a reporter of diagnoses is given. */
export interface DiagnosisContext {
  readonly output: Output;
  /** where progress goes: standard error */
  readonly progress: Output;
  readonly env: Environment;
  /** few targets, named one by one: each gets its page */
  readonly inFull: boolean;
}

/**
 * Progress while it runs (a status line that changes on a terminal, a line a target elsewhere), then pages of what was
 * found, or a table over many targets.
 */
export function prettyDiagnosis(context: DiagnosisContext): DiagnosisReporter {
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
      const pages = inFull
        ? end.diagnoses.flatMap((one) => [...diagnosisLines(one, style), ''])
        : [];
      const isMany = !inFull || end.diagnoses.length > 1 || end.unexamined.length > 0;
      print(output, [...pages, ...(isMany ? diagnosisTable(end, style) : [])], style);
      return Promise.resolve();
    },
  };
}

/** One line a target, as each is done. */
export function quietDiagnosis({ output, env }: DiagnosisContext): DiagnosisReporter {
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
