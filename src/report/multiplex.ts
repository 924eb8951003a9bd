import type { Reporter } from '../runner/events.ts';
import type { DiagnosisReporter } from './diagnosis/events.ts';
import { bounded } from './shared/bound.ts';
import { writeReport } from './shared/write.ts';

/**
 * One reporter that passes every event on to several, in their order, with no text longer than a report can bear. Each
 * gets to finish, also when one before it could not; then the first failure is thrown. What writes files should come
 * before what tells where they are.
 */
export function reportTo(reporters: readonly Reporter[]): Reporter {
  return {
    runStart: (run) => reporters.forEach((one) => one.runStart?.(run)),
    scenarioStart: (scenario) => reporters.forEach((one) => one.scenarioStart?.(scenario)),
    scenarioEnd(target, result) {
      const short = bounded(result);
      for (const one of reporters) one.scenarioEnd?.(target, short);
    },
    runEnd(result) {
      const short = bounded(result);
      for (const one of reporters) one.runEnd?.(short);
    },
    finish: (results) => finishAll(reporters, bounded(results)),
  };
}

/** The same for diagnoses. */
export function reportDiagnosesTo(reporters: readonly DiagnosisReporter[]): DiagnosisReporter {
  return {
    start: (targets) => reporters.forEach((one) => one.start?.(targets)),
    seen: (target, observation) => reporters.forEach((one) => one.seen?.(target, observation)),
    targetEnd(diagnosis) {
      const short = bounded(diagnosis);
      for (const one of reporters) one.targetEnd?.(short);
    },
    finish: (end) => finishAll(reporters, bounded(end)),
  };
}

/** Writes a file when all targets are done, and then adds its path to `written`. */
export function toFile<Result>(
  path: string,
  render: (results: Result) => Promise<string>,
  written: string[],
) {
  return {
    async finish(results: Result): Promise<void> {
      await writeReport(path, await render(results));
      written.push(path);
    },
  };
}

async function finishAll<Result>(
  reporters: readonly { finish?(results: Result): Promise<void> }[],
  results: Result,
): Promise<void> {
  const failures: unknown[] = [];
  for (const reporter of reporters)
    await reporter.finish?.(results).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
