import type { Reporter } from '../runner/events.ts';
import type { DiagnosisReporter } from './diagnosis/events.ts';
import { bounded } from './common/bound.ts';
import { ReportError } from './common/write.ts';

/** A reporter, and what the user calls it. */
export interface Named<One> {
  readonly name: string;
  readonly reporter: One;
}

/**
 * One reporter that passes every event on to several, in their order, with no text longer than a report can bear. One
 * that throws hears no more, and the others go on; in the end each of those gets to finish, and then the first failure
 * is thrown. What writes files should come before what tells where they are.
 */
export function reportTo(reporters: readonly Named<Reporter>[]): Reporter {
  const all = guarded(reporters);
  return {
    runStart(run) {
      const short = bounded(run);
      all.tell((one) => one.runStart?.(short));
    },
    reached(reached) {
      const short = bounded(reached);
      all.tell((one) => one.reached?.(short));
    },
    scenarioStart: (scenario) => all.tell((one) => one.scenarioStart?.(scenario)),
    rulesSeen(seen) {
      const short = bounded(seen);
      all.tell((one) => one.rulesSeen?.(short));
    },
    scenarioEnd(target, result) {
      const short = bounded(result);
      all.tell((one) => one.scenarioEnd?.(target, short));
    },
    runEnd(result) {
      const short = bounded(result);
      all.tell((one) => one.runEnd?.(short));
    },
    finish(results) {
      const short = bounded(results);
      return all.finish((one) => one.finish?.(short));
    },
  };
}

/** The same for diagnoses. */
export function reportDiagnosesTo(
  reporters: readonly Named<DiagnosisReporter>[],
): DiagnosisReporter {
  const all = guarded(reporters);
  return {
    start: (targets) => all.tell((one) => one.start?.(targets)),
    seen: (target, observation) => all.tell((one) => one.seen?.(target, observation)),
    targetEnd(diagnosis) {
      const short = bounded(diagnosis);
      all.tell((one) => one.targetEnd?.(short));
    },
    finish(end) {
      const short = bounded(end);
      return all.finish((one) => one.finish?.(short));
    },
  };
}

function guarded<One>(reporters: readonly Named<One>[]) {
  const failures = new Map<Named<One>, unknown>();
  const wellOnes = () => reporters.filter((one) => !failures.has(one));
  return {
    tell(event: (reporter: One) => void): void {
      for (const one of wellOnes())
        try {
          event(one.reporter);
        } catch (error) {
          failures.set(one, error);
        }
    },
    async finish(last: (reporter: One) => Promise<void> | undefined): Promise<void> {
      for (const one of wellOnes())
        try {
          await last(one.reporter);
        } catch (error) {
          failures.set(one, error);
        }
      for (const [{ name }, error] of failures) throw explained(name, error);
    },
  };
}

/** What a reporter throws that is not about its file is a fault of its own. */
function explained(name: string, error: unknown): unknown {
  if (error instanceof ReportError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new ReportError(`the reporter ${name} failed: ${why}`, { cause: error });
}
