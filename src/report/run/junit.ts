import type { RunResult } from '../../runner/results.ts';
import { type Case, uniqueSegments } from '../shared/case.ts';
import { groupBy } from '../shared/groups.ts';
import { type JUnitSchema, renderSuites, type Suite } from '../shared/junit.ts';
import { oneLine } from '../shared/text.ts';
import { casesOf } from './cases.ts';

export interface JUnitOptions {
  /** warnings are failures */
  readonly strict?: boolean;
  readonly schema?: JUnitSchema;
}

/** All targets' results as one JUnit file, with a suite for each suite of scenarios and one for the rules. */
export function renderJUnit(results: readonly RunResult[], options: JUnitOptions = {}): string {
  const { strict = false, schema } = options;
  const names = uniqueSegments(results.map(({ target }) => target));
  const suites = results.flatMap((run, index) =>
    [...groupBy(casesOf(run, strict), ({ suite }) => suite)].map(([name, cases]) =>
      suiteOf(`ftpspec.${names[index] ?? ''}.${name}`, run, cases),
    ),
  );
  const totalMs = results.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return renderSuites('ftpspec', suites, totalMs, schema);
}

function suiteOf(classname: string, run: RunResult, cases: readonly Case[]): Suite {
  return {
    classname,
    startedAt: new Date(Math.min(...cases.map((one) => one.startedAt.getTime()))),
    ms: cases.reduce((sum, { ms }) => sum + ms, 0),
    properties: [
      ['target', oneLine(run.target)],
      ['server', oneLine(run.server)],
      ['seed', oneLine(run.seed)],
      ['jobs', String(run.jobs)],
    ],
    cases,
  };
}
