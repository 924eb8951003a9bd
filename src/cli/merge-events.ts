import { loadCatalogue } from '../catalogue/index.ts';
import type { EventFile } from '../report/merge/read-events.ts';
import { join } from '../report/merge/join.ts';
import { readPart } from '../report/merge/read-part.ts';
import { replay } from '../report/merge/replay.ts';
import { ResultsError } from '../report/read-results.ts';
import { count } from '../report/common/text.ts';
import { suitesScenarios } from '../scenario/suites.ts';
import { complain, EXIT, UsageError } from './exit.ts';
import { statusOfDiagnoses, statusOfRuns } from './exit-status.ts';
import { openLedger } from './ledgers.ts';
import type { MergeArguments } from './merge-options.ts';
import { textOf } from './read-file.ts';
import { diagnosisReporter, runReporter } from './run-reporter.ts';

/**
 * `ftpspec merge`: what the parts of runs tell, or several diagnoses, as one report.
 * @throws errors that exit.ts explains
 */
export async function mergeEvents(args: MergeArguments): Promise<void> {
  const files: EventFile[] = [];
  for (const path of args.events) files.push(readPart(await textOf(path), path));
  const isRun = files.some(({ parts }) => parts.length > 0);
  const diagnosed = files.find(({ diagnoses }) => diagnoses.length > 0);
  if (!isRun && !diagnosed)
    throw new ResultsError(`${args.events.join(', ')}: nothing was begun before this ends`);
  if (isRun && diagnosed)
    throw new ResultsError(
      `${diagnosed.path} holds diagnoses, and others hold runs; merge each kind on its own`,
    );
  for (const file of files.filter(({ isCut }) => isCut)) complain(cutSentence(file));
  await (isRun ? mergeRuns(files, args) : mergeDiagnoses(files, args));
}

/** All diagnoses in the order of the files, as if one command had made them. */
async function mergeDiagnoses(files: readonly EventFile[], args: MergeArguments): Promise<void> {
  if (args.ledger !== undefined) throw new UsageError('a ledger is held against runs only');
  const diagnoses = files.flatMap((file) => file.diagnoses);
  const unexamined = files.flatMap((file) => file.unexamined);
  const reporter = await diagnosisReporter(args);
  reporter.start?.(diagnoses.map(({ target }) => target));
  for (const diagnosis of diagnoses) reporter.targetEnd?.(diagnosis);
  await reporter.finish?.({ diagnoses, unexamined });
  const isCut = files.some((file) => file.isCut) || unexamined.length > 0;
  const status = statusOfDiagnoses(diagnoses, false);
  process.exitCode = status === EXIT.ok && isCut ? EXIT.unjudged : status;
}

async function mergeRuns(files: readonly EventFile[], args: MergeArguments): Promise<void> {
  const parts = files.flatMap((file) => file.parts);
  const ids = [
    ...suitesScenarios().map(({ id }) => id),
    ...parts.flatMap(({ start }) => start.planned),
  ];
  const its = { ledger: args.ledger, updateLedger: false };
  const ledger = openLedger(its, [...new Set(ids)], loadCatalogue())?.ledger;
  const runs = join(files, ledger);
  const reporter = await runReporter(args);
  await replay(runs, reporter);
  const results = runs.map(({ result }) => result);
  process.exitCode = statusOfRuns(results, { strict: args.strict, interrupted: false });
}

function cutSentence({ path, parts, diagnoses }: EventFile): string {
  if (diagnoses.length > 0)
    return `${path} ends in the middle: of ${count(diagnoses.length, 'target')} it tells, and that is merged`;
  const told = parts.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  const planned = parts.reduce((sum, { start }) => sum + start.scenarios, 0);
  return `${path} ends in the middle: it tells of ${told} of ${planned} scenarios, which are merged`;
}
