import { join } from 'node:path';
import type { Catalogue } from '../catalogue/index.ts';
import { runFormats } from '../report/formats.ts';
import { REPORTERS } from '../report/index.ts';
import { reportTo, toFile } from '../report/multiplex.ts';
import { ensureWritable } from '../report/shared/write.ts';
import type { Reporter } from '../runner/events.ts';
import type { RunResult } from '../runner/results.ts';
import { run } from '../runner/run.ts';
import { unjudged } from '../runner/to-result.ts';
import type { Scenario } from '../scenario/load.ts';
import { ensureTestcontainers } from '../targets/container-engine.ts';
import { describeTarget, parseTarget, type Target } from '../targets/url.ts';
import { withPasswords } from './credentials.ts';
import { environment } from './environment.ts';
import { complain, interruption } from './exit.ts';
import { statusOfRuns } from './exit-status.ts';
import { containerSource } from './options/container.ts';
import { loadSelection } from './load-selection.ts';
import { type Job, type PlannedJob, planJobs } from './plan-jobs.ts';
import { quoted } from './rerun-command.ts';
import type { RunArguments } from './run-options.ts';
import { runSettings } from './run-settings.ts';
import { scratchNotes } from './state-folder.ts';

/** What every target of a run is tested with. */
interface Session {
  readonly catalogue: Catalogue;
  readonly scenarios: readonly Scenario[];
  readonly seed: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/**
 * `ftpspec run`: all targets, one after another, one report for all.
 * @throws errors that exit.ts explains
 */
export async function runTargets(args: RunArguments): Promise<void> {
  if (containerSource(args) !== undefined) ensureTestcontainers();
  const { catalogue, scenarios } = loadSelection(args);
  const named = (args.targets ?? []).map(parseTarget);
  const settings = await runSettings(args);
  const reporter = await reporterFor(args);
  const targets = await withPasswords(named, args);
  mentionLeft(named);
  const signal = interruption();
  const session: Session = { catalogue, scenarios, seed: settings.seed, reporter, signal };
  const results: RunResult[] = [];
  try {
    for (const planned of planJobs(args, settings, targets, signal))
      results.push(await resultOf(planned, session));
  } finally {
    await reporter.finish?.(results);
  }
  process.exitCode = statusOfRuns(results, args.strict, signal.aborted);
}

/** Says what a run that was killed has left on these targets. */
function mentionLeft(targets: readonly Target[]): void {
  const names = targets.map(describeTarget);
  for (const { target, root } of scratchNotes().left())
    if (names.includes(target))
      complain(
        `a run that was ended left ${root} on ${target}; \`ftpspec tidy ${quoted(target)}\` removes it`,
      );
}

/** The reports, as soon as it is sure that they have a place. @throws ReportError */
async function reporterFor(args: RunArguments): Promise<Reporter> {
  const { strict, out, junit = join(out, 'junit.xml'), json = join(out, 'results.json') } = args;
  for (const path of [junit, json]) await ensureWritable(path);
  const written: string[] = [];
  const context = { output: process.stdout, env: environment(args.noColor), strict, written };
  return reportTo([
    toFile(junit, runFormats.junit({ strict }), written),
    toFile(json, runFormats.json, written),
    REPORTERS[args.reporter].run(context),
  ]);
}

async function resultOf(planned: PlannedJob, session: Session): Promise<RunResult> {
  const job = await started(planned, session);
  if ('stopped' in job) return job;
  const { scenarios, catalogue, reporter, signal } = session;
  try {
    return await run(job.options, scenarios, catalogue, reporter, signal);
  } finally {
    await job.stop();
  }
}

/**
 * Starts what is planned. A container that cannot be had, and whatever an interruption left out, are targets that
 * cannot be judged, and stand in the reports.
 */
async function started(planned: PlannedJob, session: Session): Promise<Job | RunResult> {
  const { signal, seed, scenarios, reporter } = session;
  const startedAt = new Date();
  let stopped: string | undefined = 'interrupted';
  try {
    if (!signal.aborted) return await planned.start();
  } catch (error) {
    if (!signal.aborted) stopped = sentenceOf(error);
    if (stopped === undefined) throw error;
  }
  const target = planned.name;
  const result = unjudged({ target, seed, startedAt, stopped }, scenarios);
  reporter.runStart?.({ target, scenarios: scenarios.length });
  reporter.runEnd?.(result);
  return result;
}

function sentenceOf(error: unknown): string | undefined {
  return error instanceof Error && error.name === 'ContainerError' ? error.message : undefined;
}
