import type { DiagnosisReporter } from '../report/diagnosis/events.ts';
import { reportDiagnosesTo, reportTo } from '../report/multiplex.ts';
import { openDiagnosisReporters, openRunReporters, type Surroundings } from '../report/open.ts';
import type { Reporter } from '../runner/events.ts';
import { surroundings } from './environment.ts';
import {
  chosenReporters,
  type ReportArguments,
  type RunReportArguments,
} from './options/reports.ts';

/**
 * The reports of runs, as soon as it is sure that they have a place.
 * @param usualFiles what is written unless another file is named for it
 * @throws ReportError
 */
export async function runReporter(
  args: ReportArguments & RunReportArguments,
  usualFiles: Readonly<Record<string, string>> = {},
): Promise<Reporter> {
  return reportTo(await openRunReporters(chosenReporters(args, usualFiles), contextOf(args)));
}

/** The same of diagnoses that were made before. @throws ReportError */
export async function diagnosisReporter(
  args: ReportArguments & RunReportArguments,
): Promise<DiagnosisReporter> {
  return reportDiagnosesTo(await openDiagnosisReporters(chosenReporters(args), contextOf(args)));
}

function contextOf(args: ReportArguments & RunReportArguments): Surroundings {
  const { strict, transcripts, noColor, warnings, warningsAs, profile } = args;
  const junit = { schema: args.junitSchema, warningsAs };
  const told = { strict, transcripts, warnings, profile, junit, inFull: true };
  return { ...surroundings(noColor), ...told, details: false, activeMatters: false };
}
