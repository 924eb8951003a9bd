import type { DiagnosisEnd, DiagnosisReporter } from '../../../src/report/diagnosis/events.ts';
import type { ReporterContext } from '../../../src/report/index.ts';
import type { Reporter } from '../../../src/runner/events.ts';
import type { RunResult } from '../../../src/runner/results.ts';
import { startOf } from './fixtures.ts';

/** A context that keeps what is written, by default 80 columns of UTF-8 without colours. */
export function capture(
  parts: Partial<ReporterContext> & { columns?: number; isTTY?: boolean } = {},
): { context: ReporterContext; text: () => string } {
  const { columns, isTTY, ...rest } = parts;
  let written = '';
  const output = { write: (text: string) => (written += text), columns, isTTY };
  const context: ReporterContext = {
    output,
    progress: output,
    env: { LANG: 'C.UTF-8' },
    strict: false,
    transcripts: 'failed',
    warnings: false,
    profile: false,
    junit: { schema: 'readers', warningsAs: 'passed' },
    inFull: true,
    details: false,
    activeMatters: true,
    written: [],
    ...rest,
  };
  return { context, text: () => written };
}

/** Plays finished diagnoses to a reporter as the command does. */
export async function playDiagnoses(reporter: DiagnosisReporter, end: DiagnosisEnd): Promise<void> {
  reporter.start?.([...end.diagnoses.map(({ target }) => target), ...end.unexamined]);
  for (const diagnosis of end.diagnoses) reporter.targetEnd?.(diagnosis);
  await reporter.finish?.(end);
}

/** Plays finished runs to a reporter as the runner does. */
export async function play(reporter: Reporter, runs: readonly RunResult[]): Promise<void> {
  for (const run of runs) {
    reporter.runStart?.(startOf(run));
    for (const result of run.scenarios) {
      reporter.scenarioStart?.({ target: run.target, id: result.id });
      reporter.scenarioEnd?.(run.target, result);
    }
    reporter.runEnd?.(run);
  }
  await reporter.finish?.(runs);
}

/** Texts that servers may send and that must harm no report. */
export const HOSTILE = [
  '\x1b[2J\x1b]0;owned\x07',
  'a\r\nb\0c\x08\x7f\x9b31m',
  '<failure>&amp;]]><![CDATA[ " \' -->',
  '\ud800 lone \udc00 pair \u{1f600}',
  '\u202eevil\u2066 \ufffe\uffff\ufeff\u2028',
  '::error file=x::y%0A,z: # \\# 1..9\n...\n---',
  ' leading and trailing \t\n',
  '[[ATTACHMENT|/etc/passwd]]',
  '::add-path::/evil',
  `${'word '.repeat(15)}::set-env name=A::b`,
  'a ##[add-path]/evil ##vso[task.complete]\n##teamcity[x]',
  'ok 1 - fine # TODO not\nBail out!',
  '=HYPERLINK("http://evil")',
  '</testsuites><script>alert(1)</script>',
  'é ü 漢字',
] as const;

/** Pseudo-random text of any UTF-16 code units, the same for the same seed. */
export function randomText(seed: number, length = 200): string {
  let state = seed >>> 0 || 1;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // half of them below 0x100, where most of the trouble is
    text += String.fromCharCode(state & 0x80000000 ? (state >>> 8) & 0xff : (state >>> 8) & 0xffff);
  }
  return text;
}
