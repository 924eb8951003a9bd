import type { RunOptions } from '../runner/options.ts';
import { isThisMachine } from '../targets/addresses.ts';
import type { Started } from '../targets/embedded.ts';
import { describeTarget, type Target } from '../targets/url.ts';
import { rerunOfContainer, startContainer } from './container-target.ts';
import { containerSource } from './options/container.ts';
import { quoted, rerunOptions } from './rerun-command.ts';
import type { RunArguments } from './run-options.ts';
import { scratchNotes } from './state-folder.ts';
import type { RunSettings } from './run-settings.ts';

/** One target with what is needed to test it and to release it. */
export interface Job {
  readonly options: RunOptions;
  stop(): Promise<void>;
}

/** A target that is still to be started. */
export interface PlannedJob {
  /** as in reports */
  readonly name: string;
  /** @throws ContainerError, UsageError */
  start(): Promise<Job>;
}

/**
 * What is to be tested: the URLs, a container, or the embedded server where nothing is named.
 * @param targets the URLs, with their passwords
 */
export function planJobs(
  args: RunArguments,
  settings: RunSettings,
  targets: readonly Target[],
  signal: AbortSignal,
): PlannedJob[] {
  const jobs = targets.map((target) => namedJob(args, settings, target));
  const container = containerSource(args);
  if (container !== undefined) {
    const rerun = `ftpspec run${rerunOfContainer(args)}${rerunOptions(args)}`;
    jobs.push({
      name: container,
      start: async () => ownJob(settings, await startContainer(args, signal), rerun),
    });
  }
  return jobs.length > 0 ? jobs : [embeddedJob(args, settings)];
}

function namedJob(args: RunArguments, settings: RunSettings, target: Target): PlannedJob {
  const name = describeTarget(target);
  const own = isThisMachine(target.host);
  const options: RunOptions = {
    ...settings,
    target,
    name,
    addresses: undefined,
    own,
    verify: !args.insecure && !own,
    password: target.password,
    rerun: `ftpspec run ${quoted(name)}${rerunOptions(args)}`,
    notes: scratchNotes(),
  };
  return { name, start: () => Promise.resolve({ options, stop: () => Promise.resolve() }) };
}

function embeddedJob(args: RunArguments, settings: RunSettings): PlannedJob {
  return {
    name: 'embedded',
    start: async () => {
      const { startEmbedded } = await import('../targets/embedded.ts');
      const server = await startEmbedded();
      const second = settings.second ?? server.second;
      const largeFile = settings.largeFile ?? server.largeFile;
      return ownJob({ ...settings, second, largeFile }, server, `ftpspec run${rerunOptions(args)}`);
    },
  };
}

function ownJob(settings: RunSettings, started: Started, rerun: string): Job {
  const { target, name, addresses } = started;
  return {
    options: {
      ...settings,
      target,
      name,
      addresses,
      own: true,
      verify: false,
      password: target.password,
      rerun,
      // It goes, and all that is on it.
      notes: undefined,
    },
    stop: () => started.stop(),
  };
}
