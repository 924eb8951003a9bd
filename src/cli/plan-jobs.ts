import type { RunOptions } from '../runner/options.ts';
import { isThisMachine } from '../targets/addresses.ts';
import type { Started } from '../targets/embedded.ts';
import { describeTarget, type Target } from '../targets/url.ts';
import { rerunOfContainer, startContainer } from './container-target.ts';
import { containerSource } from './options/container.ts';
import { quoted, rerunOptions } from './rerun-command.ts';
import type { TargetArguments } from './run-arguments.ts';
import { scratchNotes } from './state-folder.ts';
import type { RunSettings } from './run-settings.ts';

/** One target with what is needed to test it and to release it. */
export interface Job {
  readonly options: RunOptions;
  stop(): Promise<void>;
}

/** What reports call a target: as the user named it, and in short. */
export interface TargetNames {
  readonly name: string;
  readonly label: string;
}

/** A target that is still to be started. */
export interface PlannedJob extends TargetNames {
  /** @throws ContainerError, UsageError */
  start(): Promise<Job>;
}

/**
 * What is to be tested: a server at a URL, a container, or the embedded server where nothing is named.
 * @param target the URL, with its password
 */
export function planJob(
  args: TargetArguments,
  settings: RunSettings,
  target: Target | undefined,
  signal: AbortSignal,
): PlannedJob {
  const names = namesOfTarget(args, target);
  if (target) return namedJob(args, settings, target, names);
  return containerSource(args) === undefined
    ? embeddedJob(args, settings, names)
    : containerJob(args, settings, names, signal);
}

/** What is tested, as reports call it. */
export function namesOfTarget(args: TargetArguments, target: Target | undefined): TargetNames {
  if (target) return { name: describeTarget(target), label: args.label ?? target.host };
  const container = containerSource(args);
  return container === undefined
    ? { name: 'embedded', label: args.label ?? 'embedded' }
    : { name: container, label: args.label ?? withoutTag(container) };
}

function containerJob(
  args: TargetArguments,
  settings: RunSettings,
  { name, label }: TargetNames,
  signal: AbortSignal,
): PlannedJob {
  const rerun = `ftpspec run${rerunOfContainer(args)}${rerunOptions(args)}`;
  return {
    name,
    label,
    start: async () => ownJob(settings, await startContainer(args, signal), { rerun, label }),
  };
}

/** An image is the same whatever release of it is tested. */
function withoutTag(image: string): string {
  const [name = ''] = image.split('@', 1);
  return name.replace(/:[^:/]*$/, '');
}

function namedJob(
  args: TargetArguments,
  settings: RunSettings,
  target: Target,
  { name, label }: TargetNames,
): PlannedJob {
  const own = isThisMachine(target.host);
  const options: RunOptions = {
    ...settings,
    target,
    name,
    label,
    addresses: undefined,
    own,
    verify: !args.insecure && !own,
    password: target.password,
    rerun: `ftpspec run ${quoted(name)}${rerunOptions(args)}`,
    notes: scratchNotes(),
  };
  return { name, label, start: () => Promise.resolve({ options, stop: () => Promise.resolve() }) };
}

function embeddedJob(
  args: TargetArguments,
  settings: RunSettings,
  { name, label }: TargetNames,
): PlannedJob {
  return {
    name,
    label,
    start: async () => {
      const { startEmbedded } = await import('../targets/embedded.ts');
      const server = await startEmbedded();
      const second = settings.second ?? server.second;
      const largeFile = settings.largeFile ?? server.largeFile;
      const rerun = `ftpspec run${rerunOptions(args)}`;
      return ownJob({ ...settings, second, largeFile }, server, { rerun, label });
    },
  };
}

function ownJob(
  settings: RunSettings,
  started: Started,
  shown: Pick<RunOptions, 'rerun' | 'label'>,
): Job {
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
      ...shown,
      // It goes, and all that is on it.
      notes: undefined,
    },
    stop: () => started.stop(),
  };
}
