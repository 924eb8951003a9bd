import type { RunOptions } from '../runner/options.ts';
import type { Account } from '../scenario/server-profile.ts';
import { fromVariable } from './credentials.ts';
import { account, portRange } from './parse-values.ts';
import { certificates } from './read-file.ts';
import type { RunArguments } from './run-options.ts';

/** What holds for every target of a run. */
export type RunSettings = Omit<
  RunOptions,
  'target' | 'name' | 'label' | 'addresses' | 'own' | 'verify' | 'password' | 'rerun' | 'notes'
>;

/**
 * @param chosen what of the scripts is played, what is known of the target, and the seed
 * @throws UsageError
 */
export async function runSettings(
  args: RunArguments,
  chosen: Pick<RunOptions, 'isSelection' | 'shard' | 'ledger' | 'seed'>,
): Promise<RunSettings> {
  const { ca, activePorts } = args;
  return {
    ...chosen,
    repeat: args.repeat,
    endsAt: args.failFast ? ['fail', 'error', ...(args.strict ? (['warn'] as const) : [])] : [],
    allow: args.allow,
    second: secondAccount(args),
    family: args.family,
    ca: ca === undefined ? undefined : await certificates(ca),
    file: args.file,
    largeFile: args.largeFile,
    activeAddress: args.activeAddress,
    activePorts: activePorts === undefined ? undefined : portRange(activePorts, 'active-ports'),
    dataPort: args.dataPort,
    require: args.require,
    dataAddress: args.dataAddress,
    jobs: args.jobs,
    timeoutMs: args.timeout * 1000,
    patienceMs: args.patience * 1000,
  };
}

/** @throws UsageError */
function secondAccount({ secondUser, secondUserEnv }: RunArguments): Account | undefined {
  if (secondUserEnv !== undefined)
    return account(fromVariable(secondUserEnv, 'second-user-env'), 'second-user-env');
  return secondUser === undefined ? undefined : account(secondUser, 'second-user');
}
