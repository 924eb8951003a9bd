import { appendFileSync } from 'node:fs';
import type { Case, CaseListener } from './case.ts';
import type { ReporterContext } from './context.ts';
import { markdownText } from './markdown.ts';
import { count, inert, oneLine } from './text.ts';

/** GitHub shows so many annotations of a step. */
const ANNOTATIONS = 10;

/** Rows of the table in the job's summary. */
const ROWS = 200;

/** What is shown of one case that is not as it should be. */
interface Shown {
  readonly target: string;
  readonly one: Case;
}

/**
 * For GitHub Actions: the log has each failure as a group and the verdicts, failures and errors annotate the script's
 * line as errors and warnings as warnings, and the job's summary has a table of them.
 */
export function github({ output, env }: Pick<ReporterContext, 'output' | 'env'>): CaseListener {
  const say = (line: string) => void output.write(inert(`${line}\n`));
  const bad: Shown[] = [];
  const verdicts: (readonly [target: string, verdict: string])[] = [];
  return {
    start: (target) => say(`Testing ${oneLine(target)}`),
    cases(target, cases) {
      const shown = cases.filter(isShown).map((one) => ({ target, one }));
      bad.push(...shown);
      for (const { one } of shown) {
        output.write(`::group::${escapeData(`${one.outcome}  ${one.name}`)}\n`);
        say(one.mark?.content ?? one.output);
        output.write('::endgroup::\n');
      }
    },
    end(target, verdict) {
      verdicts.push([target, verdict]);
      say(`${oneLine(target)}: ${verdict}`);
    },
    finish() {
      const worstFirst = [...bad].sort(
        (a, b) => Number(isWarning(a.one)) - Number(isWarning(b.one)),
      );
      for (const one of worstFirst.slice(0, ANNOTATIONS)) output.write(annotation(one));
      const more = bad.length - ANNOTATIONS;
      if (more > 0) say(`${count(more, 'more annotation')} left out: GitHub shows ${ANNOTATIONS}`);
      const file = env.GITHUB_STEP_SUMMARY;
      if (file) appendFileSync(file, summaryOf(verdicts, worstFirst));
    },
  };
}

function isShown({ mark, outcome, known }: Case): boolean {
  if (known !== undefined) return false;
  return mark ? mark.kind !== 'skipped' : outcome === 'warn';
}

function isWarning({ mark }: Case): boolean {
  return mark === undefined;
}

function annotation({ target, one: { name, place, mark, output } }: Shown): string {
  const command = mark ? 'error' : 'warning';
  const properties = {
    ...(place ? { file: oneLine(place.file), line: String(place.line) } : {}),
    title: `${name} on ${oneLine(target)}`,
  };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${command} ${list.join(',')}::${escapeData(mark?.content ?? output)}\n`;
}

/** Markdown: a verdict a target, and a table of what is not as it should be. */
function summaryOf(
  verdicts: readonly (readonly [string, string])[],
  shown: readonly Shown[],
): string {
  const rows = shown.slice(0, ROWS).map(({ target, one }) => {
    const why = one.mark?.message ?? one.properties.find(([name]) => name === 'title')?.[1] ?? '';
    return `| ${[one.outcome, one.name, target, why].map(markdownText).join(' | ')} |\n`;
  });
  const head = '| outcome | case | target | why |\n| --- | --- | --- | --- |\n';
  const more = shown.length - rows.length;
  return [
    '## ftpspec\n\n',
    ...verdicts.map(
      ([target, verdict]) => `- **${markdownText(target)}**: ${markdownText(verdict)}\n`,
    ),
    ...(rows.length > 0 ? ['\n', head, ...rows] : []),
    ...(more > 0 ? [`\n${more} more are in the log.\n`] : []),
    '\n',
  ].join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
