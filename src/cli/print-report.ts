import { loadCatalogue } from '../catalogue/index.ts';
import { bugReport, resultOf } from '../report/issue/issue.ts';
import { nearest } from '../scenario/nearest.ts';
import { runsIn } from './earlier-runs.ts';
import { UsageError } from './exit.ts';

/** The command line of `ftpspec report-issue`. */
export interface ReportIssueArguments {
  readonly id: string;
  readonly results: string;
  readonly name?: string | undefined;
}

/**
 * `ftpspec report-issue`: what did not pass, for those who can mend it.
 * @throws UsageError, ResultsError
 */
export async function printReport({ id, results, name }: ReportIssueArguments): Promise<void> {
  const all = await runsIn(results, 'results');
  const runs = all.filter(
    ({ label, target }) => name === undefined || [label, target].includes(name),
  );
  if (runs.length === 0)
    throw new UsageError(`${results} tells of no run of ${name ?? 'a target'}`);
  const found = runs.flatMap((run) => {
    const result = resultOf({ run, id });
    return result ? [{ run, result }] : [];
  });
  if (found.length === 0) {
    const ids = runs.flatMap(({ scenarios, rules }) =>
      [...scenarios, ...rules].map((one) => one.id),
    );
    const near = nearest(id, ids);
    throw new UsageError(
      `${results} tells nothing of ${id}${near === undefined ? '' : `; did you mean ${near}?`}`,
    );
  }
  const bad = found.find(({ result }) => result.outcome === 'fail' || result.outcome === 'warn');
  if (!bad)
    throw new UsageError(
      `${id} did not fail there: ${found.map(({ result }) => result.outcome).join(', ')}`,
    );
  process.stdout.write(bugReport({ run: bad.run, id }, loadCatalogue()));
}
