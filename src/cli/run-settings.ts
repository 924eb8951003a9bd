import { newSeed, type RunOptions } from '../runner/options.ts';
import { account, portRange } from './parse-values.ts';
import { certificates } from './read-file.ts';
import type { RunArguments } from './run-options.ts';

/** What holds for every target of a run. */
export type RunSettings = Omit<
  RunOptions,
  'target' | 'name' | 'addresses' | 'own' | 'verify' | 'password' | 'rerun' | 'notes'
>;

/** @throws UsageError */
export async function runSettings(args: RunArguments): Promise<RunSettings> {
  const { secondUser, ca, activePorts } = args;
  return {
    allow: args.allow,
    second: secondUser === undefined ? undefined : account(secondUser, 'second-user'),
    family: args.family,
    ca: ca === undefined ? undefined : await certificates(ca),
    file: args.file,
    largeFile: args.largeFile,
    activeAddress: args.activeAddress,
    activePorts: activePorts === undefined ? undefined : portRange(activePorts, 'active-ports'),
    dataPort: args.dataPort,
    jobs: args.jobs,
    timeoutMs: args.timeout * 1000,
    patienceMs: args.patience * 1000,
    seed: args.seed ?? newSeed(),
  };
}
