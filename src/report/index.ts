import type { Reporter } from '../runner/events.ts';
import { type DiagnosisContext, prettyDiagnosis, quietDiagnosis } from './diagnosis/console.ts';
import { diagnosisCases, findingCases, unexaminedCase } from './diagnosis/cases.ts';
import type { DiagnosisReporter } from './diagnosis/events.ts';
import { diagnosisFormats, runFormats } from './formats.ts';
import { casesOf } from './run/cases.ts';
import { dots, pretty, quiet } from './run/console.ts';
import type { Case, CaseListener } from './shared/case.ts';
import type { ReporterContext } from './shared/context.ts';
import { github } from './shared/github.ts';
import type { Output } from './shared/style.ts';
import { tap } from './shared/tap.ts';

export type { ReporterContext } from './shared/context.ts';

/** What there is to report: the judged scenarios of `run`, or the findings of `diagnose`. */
export type Subject = 'run' | 'diagnosis';

/** One reporter, for either subject or for both. */
interface Entry {
  /** one line for --help */
  readonly about: string;
  readonly run?: (context: ReporterContext) => Reporter;
  readonly diagnosis?: (context: DiagnosisContext) => DiagnosisReporter;
}

/** What `--reporter` may name; all write to the context's output. */
export const REPORTERS = {
  pretty: {
    about: 'progress, what failed and why, a summary',
    run: pretty,
    diagnosis: prettyDiagnosis,
  },
  dots: { about: 'a character a scenario, then failures and a summary', run: dots },
  quiet: { about: 'one line a target', run: quiet, diagnosis: quietDiagnosis },
  tap: {
    about: 'Test Anything Protocol, version 14',
    run: ({ output, strict }) => runCases(tap(output), strict),
    diagnosis: ({ output }) => targetCases(tap(output), diagnosisCases),
  },
  github: {
    about: 'annotations for GitHub Actions',
    run: ({ output, strict }) => runCases(github(output), strict),
    diagnosis: ({ output }) => targetCases(github(output), findingCases),
  },
  junit: {
    about: 'JUnit XML',
    run: ({ output, strict }) => atEnd(output, runFormats.junit({ strict })),
    diagnosis: ({ output }) => atEnd(output, diagnosisFormats.junit),
  },
  json: {
    about: 'the JSON file',
    run: ({ output }) => atEnd(output, runFormats.json),
    diagnosis: ({ output }) => atEnd(output, diagnosisFormats.json),
  },
} satisfies Record<string, Entry>;

export type RunReporterName = keyof typeof REPORTERS;
export type DiagnosisReporterName = {
  [Name in RunReporterName]: 'diagnosis' extends keyof (typeof REPORTERS)[Name] ? Name : never;
}[RunReporterName];

/** The names for one subject, with a line about each. */
export function reportersFor(
  subject: Subject,
): { readonly name: string; readonly about: string }[] {
  return Object.entries<Entry>(REPORTERS).flatMap(([name, entry]) =>
    entry[subject] ? { name, about: entry.about } : [],
  );
}

/** The scenarios and rules of each target as cases. */
function runCases(listener: CaseListener, strict: boolean): Reporter {
  return {
    runEnd: (run) => listener.cases(run.target, casesOf(run, strict)),
    finish() {
      listener.finish?.();
      return Promise.resolve();
    },
  };
}

/** What was found of each target as cases. */
function targetCases(
  listener: CaseListener,
  casesOfTarget: typeof diagnosisCases,
): DiagnosisReporter {
  return {
    targetEnd: (diagnosis) => listener.cases(diagnosis.target, casesOfTarget(diagnosis)),
    finish({ unexamined }) {
      const cases: readonly Case[] = [unexaminedCase(new Date())];
      for (const target of unexamined) listener.cases(target, cases);
      listener.finish?.();
      return Promise.resolve();
    },
  };
}

/** Writes when all targets are done. */
function atEnd<Result>(output: Output, render: (results: Result) => Promise<string>) {
  return {
    async finish(results: Result): Promise<void> {
      output.write(await render(results));
    },
  };
}
