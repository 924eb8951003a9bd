import { TOOL } from '../../package/tool.ts';
import type { RunResult } from '../../runner/results.ts';
import { type Case, type Property, uniqueSegments } from '../common/case.ts';
import { groupBy } from '../common/groups.ts';
import type { JUnitSchema, WarningsAs } from '../common/context.ts';
import { renderSuites, type Suite } from '../common/junit.ts';
import { oneLine } from '../common/text.ts';
import { casesOf } from './cases.ts';

export interface JUnitOptions {
  /** warnings are failures */
  readonly strict?: boolean;
  readonly schema?: JUnitSchema;
  readonly warningsAs?: WarningsAs;
}

/** All targets' results as one JUnit file, with a suite for each suite of scenarios and one for the rules. */
export function renderJUnit(results: readonly RunResult[], options: JUnitOptions = {}): string {
  const { strict = false, schema, warningsAs = 'passed' } = options;
  const names = uniqueSegments(results.map(({ label }) => label));
  const suites = results.flatMap((run, index) =>
    [...groupBy(warnedAs(warningsAs, casesOf(run, strict)), ({ suite }) => suite)].map(
      ([name, cases]) => suiteOf(`ftpspec.${names[index] ?? ''}.${name}`, run, cases),
    ),
  );
  const totalMs = results.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return renderSuites('ftpspec', suites, totalMs, schema);
}

/** Readers count a warning as a pass unless it is skipped. */
function warnedAs(kind: WarningsAs, cases: readonly Case[]): readonly Case[] {
  if (kind === 'passed') return cases;
  return cases.map((one) => {
    if (one.outcome !== 'warn' || one.mark) return one;
    const { output, properties } = one;
    const title = properties.find(([name]) => name === 'title')?.[1] ?? one.name;
    const message = `warning: ${title}`;
    const mark = { kind: 'skipped', message, type: 'warn', content: output } as const;
    return { ...one, mark, output: '' };
  });
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
      ['version', TOOL.version],
      // Readers count them as passes.
      [
        'warnings',
        String(
          cases.filter(({ outcome, known }) => outcome === 'warn' && known === undefined).length,
        ),
      ],
      ['extent', run.extent],
      ...run.notJudged.map(
        ({ cause, scenarios }) => ['not judged', `${scenarios.length}: ${oneLine(cause)}`] as const,
      ),
      ...(run.ledger ? knownIn(run.ledger.file, cases) : []),
    ],
    cases,
  };
}

/** How many of a suite's cases are known, and from where. */
function knownIn(ledger: string, cases: readonly Case[]): Property[] {
  return [
    ['ledger', oneLine(ledger)],
    ['known', String(cases.filter(({ known }) => known !== undefined).length)],
  ];
}
