import type { Case, CaseListener } from './case.ts';
import type { Output } from './style.ts';
import { oneLine } from './text.ts';

/**
 * Workflow commands for GitHub Actions: failures and errors annotate the script's line as errors, warnings
 * as warnings. GitHub shows ten of each for a step.
 */
export function github(output: Output): CaseListener {
  return {
    cases(target, cases) {
      for (const one of cases) output.write(annotation(target, one));
    },
  };
}

function annotation(target: string, { name, place, mark, output, outcome }: Case): string {
  if (mark?.kind === 'skipped' || (!mark && outcome !== 'warn')) return '';
  const command = mark ? 'error' : 'warning';
  const properties = {
    ...(place ? { file: oneLine(place.file), line: String(place.line) } : {}),
    title: `${name} on ${oneLine(target)}`,
  };
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${command} ${list.join(',')}::${escapeData(mark?.content ?? output)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
