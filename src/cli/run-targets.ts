import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../catalogue/index.ts';
import type { Account } from '../scenario/site.ts';
import type { Scenario } from '../scenario/load.ts';
import { ensureWritable, jsonFile, junitFile, REPORTERS, reportTo } from '../report/index.ts';
import type { Reporter } from '../runner/events.ts';
import type { RunOptions } from '../runner/options.ts';
import type { RunResult } from '../runner/results.ts';
import { run } from '../runner/run.ts';
import { isLoopback } from '../target/addresses.ts';
import type { Started } from '../target/embedded.ts';
import { describeTarget, parseTarget, type Target } from '../target/url.ts';
import { chosen } from './catalogue.ts';
import { resolvePassword } from './credentials.ts';
import { EXIT, interruption, UsageError } from './exit.ts';
import { portRange, type RunArguments } from './run.ts';

/** One target with what is needed to test it and to let it go. */
interface Job {
  readonly options: RunOptions;
  stop(): Promise<void>;
}

/**
 * `ftpspec run`: all targets, one after another, one report for all.
 * @throws errors that exit.ts explains
 */
export async function runTargets(args: RunArguments): Promise<void> {
  const { catalogue, scenarios } = chosen(args);
  const targets = (args.targets ?? []).map(parseTarget);
  const passwords: (string | undefined)[] = [];
  for (const target of targets) passwords.push(await resolvePassword(target, args));
  const signal = interruption();
  const written: string[] = [];
  const junit = args.junit ?? join(args.out, 'junit.xml');
  const json = args.json ?? join(args.out, 'results.json');
  for (const path of [junit, json]) await ensureWritable(path);
  const context = { output: process.stdout, env: process.env, strict: args.strict, written };
  const reporter = reportTo([
    junitFile(junit, { strict: args.strict }, written),
    jsonFile(json, written),
    REPORTERS[args.reporter].create(context),
  ]);
  const jobs = plan(args, targets, passwords, signal);
  const results: RunResult[] = [];
  try {
    for (const start of jobs) {
      if (signal.aborted) break;
      results.push(await one(await start(), scenarios, catalogue, reporter, signal));
    }
  } finally {
    await reporter.finish?.(results);
  }
  process.exitCode = status(results, args.strict, signal.aborted);
}

async function one(
  job: Job,
  scenarios: readonly Scenario[],
  catalogue: Catalogue,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<RunResult> {
  try {
    return await run(job.options, scenarios, catalogue, reporter, signal);
  } finally {
    await job.stop();
  }
}

/** What is to be tested: the URLs, a container, or the embedded server where nothing is named. */
function plan(
  args: RunArguments,
  targets: readonly Target[],
  passwords: readonly (string | undefined)[],
  signal: AbortSignal,
): (() => Promise<Job>)[] {
  const common = commonOptions(args);
  const jobs = targets.map((target, index) => (): Promise<Job> => {
    const name = describeTarget(target);
    const again = `ftpspec run ${name}${againOptions(args)}`;
    const options: RunOptions = {
      ...common,
      target,
      name,
      addresses: undefined,
      own: isLoopback(target.host) || target.host === 'localhost',
      verify: !args.insecure && !isLoopback(target.host) && target.host !== 'localhost',
      password: passwords[index],
      again,
    };
    return Promise.resolve({ options, stop: () => Promise.resolve() });
  });
  if (args.image !== undefined || args.dockerfile !== undefined)
    jobs.push(async () =>
      ownJob(common, await startContainer(args, signal), againOfContainer(args)),
    );
  if (jobs.length > 0) return jobs;
  return [
    async () => {
      const { startEmbedded } = await import('../target/embedded.ts');
      const started = await startEmbedded();
      return ownJob(
        { ...common, second: common.second ?? started.second },
        started,
        `ftpspec run${againOptions(args)}`,
      );
    },
  ];
}

type Common = Omit<
  RunOptions,
  'target' | 'name' | 'addresses' | 'own' | 'verify' | 'password' | 'again'
>;

function commonOptions(args: RunArguments): Common {
  return {
    allow: args.allow,
    second: args.secondUser === undefined ? undefined : account(args.secondUser, 'second-user'),
    family: args.family,
    ca: args.ca === undefined ? undefined : readCertificates(args.ca),
    file: args.file,
    largeFile: args.largeFile,
    activeAddress: args.activeAddress,
    activePorts:
      args.activePorts === undefined ? undefined : portRange(args.activePorts, 'active-ports'),
    dataPort: args.dataPort,
    jobs: args.jobs,
    timeoutMs: args.timeout * 1000,
    seed: args.seed ?? Math.random().toString(36).slice(2, 8),
  };
}

function ownJob(common: Common, started: Started, again: string): Job {
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
      again,
    },
    stop: () => started.stop(),
  };
}

async function startContainer(args: RunArguments, signal: AbortSignal): Promise<Started> {
  const { startContainer: start } = await import('../target/container.ts');
  const source =
    args.image === undefined ? { dockerfile: args.dockerfile ?? '' } : { image: args.image };
  const user =
    args.containerUser === undefined ? undefined : account(args.containerUser, 'container-user');
  const container = await start(source, {
    port: args.containerPort,
    capabilities: args.containerCap,
    signal,
  });
  const [first] = container.endpoints;
  if (!first)
    throw new UsageError(`the container ${container.describe} cannot be reached from here`);
  return {
    target: {
      security: 'ftp',
      host: first.host,
      port: first.port,
      user: user?.user,
      password: user?.password,
      directory: '',
    },
    addresses: container.endpoints
      .filter(({ port }) => port === first.port)
      .map(({ host }) => host),
    name: args.image ?? args.dockerfile ?? '',
    stop: () => container.stop(),
  };
}

function account(text: string, option: string): Account {
  const colon = text.indexOf(':');
  if (colon < 1) throw new UsageError(`--${option} takes user:password`);
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

function readCertificates(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`the certificates in ${path} cannot be read (--ca)`);
  }
}

/** Options that change what a scenario sees, for the command that plays one again. No secrets. */
function againOptions(args: RunArguments): string {
  const kept: [string, string | number | undefined][] = [
    ['family', args.family],
    ['active-address', args.activeAddress],
    ['active-ports', args.activePorts],
    ['data-port', args.dataPort],
    ['file', args.file],
    ['large-file', args.largeFile],
    ['ca', args.ca],
    ['password-env', args.passwordEnv],
    ['password-file', args.passwordFile],
  ];
  const flags = kept.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${value}`],
  );
  if (args.insecure) flags.push('--insecure');
  for (const risk of args.allow) flags.push(`--allow ${risk}`);
  for (const path of args.scripts ?? []) flags.push(`--scripts ${path}`);
  return flags.map((flag) => ` ${flag}`).join('');
}

function againOfContainer(args: RunArguments): string {
  const source =
    args.image === undefined ? `--dockerfile ${args.dockerfile ?? ''}` : `--image ${args.image}`;
  const user =
    args.containerUser === undefined
      ? ''
      : ` --container-user ${args.containerUser.split(':', 1)[0] ?? ''}:PASSWORD`;
  const caps = args.containerCap.map((cap) => ` --container-cap ${cap}`).join('');
  return `ftpspec run ${source}${user}${caps}${againOptions(args)}`;
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
