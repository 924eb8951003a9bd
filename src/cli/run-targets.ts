import { join } from 'node:path';
import type { Catalogue } from '../catalogue/index.ts';
import type { Reporter } from '../runner/events.ts';
import type { RunResult } from '../runner/results.ts';
import { newSeed } from '../runner/options.ts';
import { runStart } from '../runner/run-start.ts';
import { run } from '../runner/run.ts';
import { unjudged } from '../runner/to-result.ts';
import { ensureTestcontainers } from '../targets/container-engine.ts';
import { describeTarget, type Target } from '../targets/url.ts';
import { durationsIn } from './earlier-runs.ts';
import { complain, interruption } from './exit.ts';
import { statusOfRuns } from './exit-status.ts';
import { containerSource } from './options/container.ts';
import { configuration } from './configuration.ts';
import { ensureHosts, loadScripts } from './load-selection.ts';
import { chosenShard } from './options/shard.ts';
import { type Job, planJob } from './plan-jobs.ts';
import { planTrials, type Trial, withTheirPasswords } from './plan-trials.ts';
import { pool } from './pool.ts';
import { quoted } from './rerun-command.ts';
import { argumentsGiven, argumentsOfTargets } from './run-arguments.ts';
import type { GivenRun } from './run-options.ts';
import { runReporter } from './run-reporter.ts';
import { scratchNotes } from './state-folder.ts';

/** As many targets are tested at the same time. */
const SIDE_BY_SIDE = 4;

/** What every target of a run is tested with. */
interface Session {
  readonly catalogue: Catalogue;
  readonly seed: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/**
 * `ftpspec run`: all targets, some side by side, one report for all.
 * @throws errors that exit.ts explains
 */
export async function runTargets(given: GivenRun): Promise<void> {
  const config = await configuration(given.config);
  const whole = argumentsGiven(config.all, given);
  const { catalogue, all } = await loadScripts(whole);
  const hosts = (given.targets ?? []).filter((word) => !config.targets.has(word));
  ensureHosts(hosts, all, whole);
  const each = argumentsOfTargets(given, config);
  if (each.some((args) => containerSource(args) !== undefined)) ensureTestcontainers();
  const seed = whole.seed ?? newSeed();
  const { shard, note } = chosenShard(whole, process.env);
  if (note !== undefined) complain(note);
  const msOf = await durationsIn(whole.durations);
  const { out } = whole;
  const usual = { junit: join(out, 'junit.xml'), json: join(out, 'results.json') };
  const earlier = whole.lastFailed ? (whole.json ?? usual.json) : undefined;
  const trials = await planTrials(each, { catalogue, all, seed, shard, msOf, earlier });
  if (trials.length === 0) {
    complain(`nothing failed in the run of ${earlier ?? ''}, so that nothing is played`);
    return;
  }
  const reporter = await runReporter(whole, usual);
  const ready = await withTheirPasswords(trials);
  await mentionLeft(ready.flatMap(({ target }) => target ?? []));
  const signal = interruption();
  const session: Session = { catalogue, seed, reporter, signal };
  const done: (RunResult | undefined)[] = ready.map(() => undefined);
  try {
    await pool(ready, SIDE_BY_SIDE, async (trial, index) => {
      done[index] = await resultOf(trial, session);
    });
  } finally {
    await reporter.finish?.(done.filter((one) => one !== undefined));
  }
  const results = whole.updateLedger ? await inLedgers(ready, done, whole.strict) : done;
  process.exitCode = statusOfRuns(
    results.filter((one) => one !== undefined),
    { strict: whole.strict, interrupted: signal.aborted, failFast: whole.failFast },
  );
}

/** Writes the ledgers, and what is in them then is no news any more. */
async function inLedgers(
  trials: readonly Trial[],
  results: readonly (RunResult | undefined)[],
  strict: boolean,
): Promise<(RunResult | undefined)[]> {
  const { updateLedger } = await import('./ledgers.ts');
  const after = [...results];
  for (const ledger of new Set(trials.flatMap((trial) => trial.ledger ?? []))) {
    const its = trials.flatMap((trial, index) => (trial.ledger === ledger ? [index] : []));
    const runs = its.flatMap((index) => results[index] ?? []);
    const isSelection = its.some((index) => trials[index]?.isPart);
    if (await updateLedger(ledger, runs, { strict, isSelection }))
      for (const index of its) after[index] = results[index] && asKnown(results[index]);
  }
  return after;
}

/** Says what a run that was killed has left on these targets. */
async function mentionLeft(targets: readonly Target[]): Promise<void> {
  const names = targets.map(describeTarget);
  for (const { target, root } of await scratchNotes().left())
    if (names.includes(target))
      complain(
        `a run that was ended left ${root} on ${target}; \`ftpspec tidy ${quoted(target)}\` removes it`,
      );
}

/** What is in the ledger now is no news any more. */
function asKnown(result: RunResult): RunResult {
  return { ...result, ledger: undefined, totals: { ...result.totals, fail: 0, warn: 0 } };
}

async function resultOf(trial: Trial, session: Session): Promise<RunResult> {
  const job = await started(trial, session);
  if ('stopped' in job) return job;
  const { catalogue, reporter, signal } = session;
  try {
    return await run(job.options, trial.scenarios, catalogue, reporter, signal);
  } finally {
    await job.stop();
  }
}

/**
 * Starts what is planned. A container that cannot be had, and whatever an interruption left out, are targets that
 * cannot be judged, and stand in the reports.
 */
async function started(trial: Trial, session: Session): Promise<Job | RunResult> {
  const { args, settings, scenarios } = trial;
  const { signal, seed, reporter } = session;
  const planned = planJob(args, settings, trial.target, signal);
  const startedAt = new Date();
  let stopped: string | undefined = 'interrupted';
  try {
    if (!signal.aborted) return await planned.start();
  } catch (error) {
    if (!signal.aborted) stopped = sentenceOf(error);
    if (stopped === undefined) throw error;
  }
  const { name: target, label } = planned;
  const result = unjudged({ target, label, seed, startedAt, stopped }, scenarios);
  reporter.runStart?.(runStart({ ...settings, name: target, label }, scenarios, startedAt));
  reporter.runEnd?.(result);
  return result;
}

function sentenceOf(error: unknown): string | undefined {
  return error instanceof Error && error.name === 'ContainerError' ? error.message : undefined;
}
