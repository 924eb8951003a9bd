import { join } from 'node:path';
import type { Scenario } from '../scenario/load.ts';
import { ensureWritable, jsonFile, junitFile, REPORTERS, reportTo } from '../report/index.ts';
import type { Reporter } from '../runner/events.ts';
import type { RunOptions } from '../runner/options.ts';
import type { RunResult } from '../runner/results.ts';
import { unjudged } from '../runner/to-result.ts';
import { run } from '../runner/run.ts';
import { isLoopback } from '../targets/addresses.ts';
import type { Started } from '../targets/embedded.ts';
import { describeTarget, parseTarget, type Target } from '../targets/url.ts';
import { flags, quoted, withoutPassword } from './rerun-command.ts';
import { loadSelection } from './load-selection.ts';
import { resolvePassword } from './credentials.ts';
import { environment } from './environment.ts';
import { EXIT, interruption } from './exit.ts';
import { rerunOfContainer, startContainer } from './container-target.ts';
import { DEFAULT_PATIENCE, DEFAULT_TIMEOUT, type RunArguments } from './run.ts';
import { certificates } from './read-file.ts';
import { account, portRange } from './parse-values.ts';

/** One target with what is needed to test it and to let it go. */
interface Job {
  readonly options: RunOptions;
  stop(): Promise<void>;
}

/** A target that is still to be started. */
interface Planned {
  /** as in reports */
  readonly name: string;
  start(): Promise<Job>;
}

/**
 * `ftpspec run`: all targets, one after another, one report for all.
 * @throws errors that exit.ts explains
 */
export async function runTargets(args: RunArguments): Promise<void> {
  const { catalogue, scenarios } = loadSelection(args);
  const targets = (args.targets ?? []).map(parseTarget);
  const common = await commonOptions(args);
  const written: string[] = [];
  const junit = args.junit ?? join(args.out, 'junit.xml');
  const json = args.json ?? join(args.out, 'results.json');
  for (const path of [junit, json]) await ensureWritable(path);
  const passwords: (string | undefined)[] = [];
  for (const target of targets) passwords.push(await resolvePassword(target, args));
  const signal = interruption();
  const context = {
    output: process.stdout,
    env: environment(args.noColor),
    strict: args.strict,
    written,
  };
  const reporter = reportTo([
    junitFile(junit, { strict: args.strict }, written),
    jsonFile(json, written),
    REPORTERS[args.reporter].create(context),
  ]);
  const results: RunResult[] = [];
  try {
    for (const planned of plan(args, common, targets, passwords, signal)) {
      const job = await started(planned, common.seed, scenarios, reporter, signal);
      if ('stopped' in job) results.push(job);
      else
        try {
          results.push(await run(job.options, scenarios, catalogue, reporter, signal));
        } finally {
          await job.stop();
        }
      if (signal.aborted) break;
    }
  } finally {
    await reporter.finish?.(results);
  }
  process.exitCode = status(results, args.strict, signal.aborted);
}

/** Starts what is planned. A container that cannot be had is a target that cannot be judged, and stands in the reports. */
async function started(
  planned: Planned,
  seed: string,
  scenarios: readonly Scenario[],
  reporter: Reporter,
  signal: AbortSignal,
): Promise<Job | RunResult> {
  const startedAt = new Date();
  try {
    return await planned.start();
  } catch (error) {
    const stopped = signal.aborted ? 'interrupted' : sentenceOf(error);
    if (stopped === undefined) throw error;
    const target = planned.name;
    const result = unjudged({ target, seed, startedAt, stopped }, scenarios);
    reporter.runStart?.({ target, scenarios: scenarios.length });
    reporter.runEnd?.(result);
    return result;
  }
}

function sentenceOf(error: unknown): string | undefined {
  return error instanceof Error && error.name === 'ContainerError' ? error.message : undefined;
}

/** What is to be tested: the URLs, a container, or the embedded server where nothing is named. */
function plan(
  args: RunArguments,
  common: Common,
  targets: readonly Target[],
  passwords: readonly (string | undefined)[],
  signal: AbortSignal,
): Planned[] {
  const jobs = targets.map((target, index): Planned => {
    const name = describeTarget(target);
    const rerun = `ftpspec run ${quoted(name)}${rerunOptions(args)}`;
    const options: RunOptions = {
      ...common,
      target,
      name,
      addresses: undefined,
      own: isLoopback(target.host) || target.host === 'localhost',
      verify: !args.insecure && !isLoopback(target.host) && target.host !== 'localhost',
      password: passwords[index],
      rerun,
    };
    return {
      name,
      start: () => Promise.resolve({ options, stop: () => Promise.resolve() }),
    };
  });
  const container = args.image ?? args.dockerfile;
  if (container !== undefined) {
    const rerun = `ftpspec run${rerunOfContainer(args)}${rerunOptions(args)}`;
    jobs.push({
      name: container,
      start: async () => ownJob(common, await startContainer(args, signal), rerun),
    });
  }
  return jobs.length > 0 ? jobs : [embedded(args, common)];
}

function embedded(args: RunArguments, common: Common): Planned {
  return {
    name: 'embedded',
    start: async () => {
      const { startEmbedded } = await import('../targets/embedded.ts');
      const server = await startEmbedded();
      return ownJob(
        { ...common, second: common.second ?? server.second },
        server,
        `ftpspec run${rerunOptions(args)}`,
      );
    },
  };
}

type Common = Omit<
  RunOptions,
  'target' | 'name' | 'addresses' | 'own' | 'verify' | 'password' | 'rerun'
>;

async function commonOptions(args: RunArguments): Promise<Common> {
  return {
    allow: args.allow,
    second: args.secondUser === undefined ? undefined : account(args.secondUser, 'second-user'),
    family: args.family,
    ca: args.ca === undefined ? undefined : await certificates(args.ca),
    file: args.file,
    largeFile: args.largeFile,
    activeAddress: args.activeAddress,
    activePorts:
      args.activePorts === undefined ? undefined : portRange(args.activePorts, 'active-ports'),
    dataPort: args.dataPort,
    jobs: args.jobs,
    timeoutMs: args.timeout * 1000,
    patienceMs: args.patience * 1000,
    seed: args.seed ?? Math.random().toString(36).slice(2, 8),
  };
}

function ownJob(common: Common, started: Started, rerun: string): Job {
  const { target, name, addresses } = started;
  return {
    options: {
      ...common,
      target,
      name,
      addresses,
      own: true,
      verify: false,
      password: target.password,
      rerun,
    },
    stop: () => started.stop(),
  };
}

/** Options that change what a scenario sees, for the command that plays one again. No secrets. */
function rerunOptions(args: RunArguments): string {
  const kept: readonly (readonly [string, string | number | undefined])[] = [
    ['family', args.family],
    ['active-address', args.activeAddress],
    ['active-ports', args.activePorts],
    ['data-port', args.dataPort],
    ['file', args.file],
    ['large-file', args.largeFile],
    ['timeout', args.timeout === DEFAULT_TIMEOUT ? undefined : args.timeout],
    ['patience', args.patience === DEFAULT_PATIENCE ? undefined : args.patience],
    ['ca', args.ca],
    ['password-env', args.passwordEnv],
    ['password-file', args.passwordFile],
    ['second-user', withoutPassword(args.secondUser)],
    ...args.allow.map((risk) => ['allow', risk] as const),
    ...(args.scripts ?? []).map((path) => ['scripts', path] as const),
  ];
  return flags(kept) + (args.insecure ? ' --insecure' : '');
}

/** 130, 3, 1 or 0, whichever says most. */
function status(results: readonly RunResult[], strict: boolean, interrupted: boolean): number {
  if (interrupted) return EXIT.interrupted;
  if (results.some(({ stopped }) => stopped !== undefined)) return EXIT.unjudged;
  const bad = results.some(
    ({ totals }) => totals.fail > 0 || totals.error > 0 || (strict && totals.warn > 0),
  );
  return bad ? EXIT.failed : EXIT.ok;
}
