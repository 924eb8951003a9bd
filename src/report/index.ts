import type { Reporter } from '../runner/events.ts';
import { diagnosisCases, findingCases, unexaminedCase } from './diagnosis/cases.ts';
import { dotsDiagnosis, prettyDiagnosis, quietDiagnosis } from './diagnosis/console.ts';
import type { DiagnosisReporter } from './diagnosis/events.ts';
import { diagnosisEvents, runEvents } from './events.ts';
import { casesOf, scenarioCase } from './run/cases.ts';
import { plainRun } from './run/json.ts';
import { nameOf } from './run/names.ts';
import { verdict } from './run/summary.ts';
import { dots, pretty, quiet } from './run/console.ts';
import type { ReporterName } from './names.ts';
import type { Case, CaseListener } from './common/case.ts';
import type { ReporterContext } from './common/context.ts';
import { github } from './common/github.ts';
import { type Output, PLAIN } from './common/style.ts';
import { tap } from './common/tap.ts';

export type { ReporterContext } from './common/context.ts';

/** A reporter for each subject: what the map holds. A module of the user's may leave one out. */
export interface Entry {
  readonly run: (context: ReporterContext) => Reporter;
  readonly diagnosis: (context: ReporterContext) => DiagnosisReporter;
}

/** One of ours. */
interface OwnEntry extends Entry {
  /** its file grows while it runs, so that something is left of a run that dies */
  readonly grows?: true;
}

/** Those of each name; all write to the context's output. */
export const REPORTERS: Readonly<Record<ReporterName, OwnEntry>> = {
  pretty: {
    run: pretty,
    diagnosis: prettyDiagnosis,
  },
  dots: {
    run: dots,
    diagnosis: dotsDiagnosis,
  },
  quiet: { run: quiet, diagnosis: quietDiagnosis },
  tap: {
    grows: true,
    run: ({ output, strict }) => streamedCases(tap(output), strict),
    diagnosis: ({ output }) => targetCases(tap(output), diagnosisCases),
  },
  github: {
    run: (context) => runCases(github(context), context.strict),
    diagnosis: (context) => targetCases(github(context), findingCases),
  },
  junit: {
    // Loaded when needed: the library is large.
    run: ({ output, strict, junit }) =>
      atEnd(output, async (results) =>
        (await import('./run/junit.ts')).renderJUnit(results, { strict, ...junit }),
      ),
    diagnosis: ({ output, junit }) =>
      atEnd(output, async (end) =>
        (await import('./diagnosis/junit.ts')).renderDiagnosisJUnit(end, junit.schema),
      ),
  },
  json: {
    run: ({ output, transcripts }) =>
      atEnd(output, async (results) =>
        (await import('./run/json.ts')).renderJson(results, transcripts),
      ),
    diagnosis: ({ output }) =>
      atEnd(output, async ({ diagnoses }) =>
        (await import('./diagnosis/json.ts')).renderDiagnosisJson(diagnoses),
      ),
  },
  html: {
    run: ({ output, strict, transcripts }) =>
      atEnd(output, async (results) =>
        (await import('./html/run-page.ts')).renderRunPage(
          results.map((run) => plainRun(run, transcripts)),
          strict,
        ),
      ),
    diagnosis: ({ output }) =>
      atEnd(output, async (end) =>
        (await import('./html/diagnosis-page.ts')).renderDiagnosisPage(end),
      ),
  },
  metrics: {
    run: ({ output }) =>
      atEnd(output, async (results) =>
        (await import('./run/metrics.ts')).renderRunMetrics(results),
      ),
    diagnosis: ({ output }) =>
      atEnd(output, async (end) =>
        (await import('./diagnosis/metrics.ts')).renderDiagnosisMetrics(end),
      ),
  },
  events: {
    grows: true,
    run: runEvents,
    diagnosis: diagnosisEvents,
  },
};

/** The one of this name. */
export function reporterNamed(name: string): OwnEntry | undefined {
  return Object.entries<OwnEntry>(REPORTERS).find(([one]) => one === name)?.[1];
}

/**
 * The scenarios and rules of each target as cases.
 * @param told the names of those that a target has told already
 */
function runCases(
  listener: CaseListener,
  strict: boolean,
  told?: (target: string) => ReadonlySet<string> | undefined,
): Reporter {
  return {
    runStart: (start) => listener.start?.(nameOf(start)),
    runEnd(run) {
      const name = nameOf(run);
      const before = told?.(run.target);
      listener.cases(
        name,
        casesOf(run, strict).filter((one) => !before?.has(one.name)),
      );
      listener.end?.(name, verdict(run, strict, PLAIN).join(' '));
    },
    finish() {
      listener.finish?.();
      return Promise.resolve();
    },
  };
}

/** The same, each scenario as soon as it is over. */
function streamedCases(listener: CaseListener, strict: boolean): Reporter {
  const runs = new Map<string, { readonly name: string; readonly told: Set<string> }>();
  const whole = runCases(listener, strict, (target) => runs.get(target)?.told);
  return {
    ...whole,
    runStart(start) {
      runs.set(start.target, { name: nameOf(start), told: new Set() });
      whole.runStart?.(start);
    },
    scenarioEnd(target, result) {
      const run = runs.get(target);
      const one = scenarioCase(result, strict);
      run?.told.add(one.name);
      listener.cases(run?.name ?? target, [one]);
    },
  };
}

/** What was found of each target as cases. */
function targetCases(
  listener: CaseListener,
  casesOfTarget: typeof diagnosisCases,
): DiagnosisReporter {
  return {
    targetEnd(diagnosis) {
      listener.cases(diagnosis.target, casesOfTarget(diagnosis));
      listener.end?.(diagnosis.target, diagnosis.verdict);
    },
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
