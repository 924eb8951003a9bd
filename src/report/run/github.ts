import type { Reporter } from '../../runner/events.ts';
import { casesOf, type Case } from './cases.ts';
import type { ReporterContext } from './console.ts';
import { oneLine } from '../shared/text.ts';

/**
 * Workflow commands for GitHub Actions: failures and errors annotate the script's line as errors, warnings
 * as warnings. GitHub shows ten of each for a step.
 */
export function github({ output, strict }: ReporterContext): Reporter {
  return {
    runEnd(run) {
      for (const one of casesOf(run, strict)) output.write(annotation(run.target, one));
    },
  };
}

function annotation(target: string, { name, place, mark: verdict, output, outcome }: Case): string {
  if (verdict?.kind === 'skipped' || (!verdict && outcome !== 'warn')) return '';
  const command = verdict ? 'error' : 'warning';
  const facts = {
    ...(place ? { file: oneLine(place.file), line: String(place.line) } : {}),
    title: `${name} on ${oneLine(target)}`,
  };
  const list = Object.entries(facts).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${command} ${list.join(',')}::${escapeData(verdict?.content ?? output)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
