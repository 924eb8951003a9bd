import type { Options } from 'yargs';
import type { Shard } from '../../runner/shard.ts';
import { UsageError } from '../exit.ts';
import { TEXT } from './kinds.ts';

/** Which part of a run this machine plays. */
export interface ShardArguments {
  readonly shard?: string | undefined;
  readonly durations?: string | undefined;
}

/** The options of a run that is played by several machines. */
export const SHARD_OPTIONS = {
  shard: {
    ...TEXT,
    group: 'Selection:',
    describe:
      'Only part I of N, written I/N; ftpspec merge joins the parts [what the variables of a parallel CI job say]',
  },
  durations: {
    ...TEXT,
    group: 'Selection:',
    describe: 'results.json of an earlier run, by which the parts take as long as each other',
  },
} as const satisfies Record<string, Options>;

/** Where CI engines say which of several equal jobs one is. */
const VARIABLES = [
  // GitLab's `parallel`
  { index: 'CI_NODE_INDEX', total: 'CI_NODE_TOTAL', first: 1 },
  // an Indexed Job of Kubernetes, whose manifest has to name the total
  { index: 'JOB_COMPLETION_INDEX', total: 'JOB_COMPLETION_TOTAL', first: 0 },
  { index: 'CIRCLE_NODE_INDEX', total: 'CIRCLE_NODE_TOTAL', first: 0 },
  { index: 'BUILDKITE_PARALLEL_JOB', total: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0 },
] as const;

/** A shard, and who says so where it was not the command line. */
export interface ChosenShard {
  /** undefined: all is played */
  readonly shard: Shard | undefined;
  /** what the user should know; undefined for nothing */
  readonly note: string | undefined;
}

/**
 * The shard that the command line names, or else the variables of a parallel CI job. 1/1 is no shard.
 * @throws UsageError
 */
export function chosenShard(
  { shard }: ShardArguments,
  env: Readonly<Record<string, string | undefined>>,
): ChosenShard {
  if (shard !== undefined) return { shard: unlessAlone(parseShard(shard)), note: undefined };
  for (const { index, total, first } of VARIABLES) {
    const [own, all] = [env[index] ?? '', env[total] ?? ''];
    if (own === '') continue;
    if (all === '')
      return {
        shard: undefined,
        note: `${index} is set and ${total} is not, so that all is played here; --shard I/N, or ${total}, plays a part`,
      };
    const said = `${Number(own) - first + 1}/${all}`;
    const from = `${index}=${own} and ${total}=${all}`;
    if (!/^\d+$/.test(own)) throw new UsageError(`${from} name no part; --shard I/N does`);
    const found = unlessAlone(parseShard(said, from));
    const note = `plays part ${said}, as ${from} say; --shard 1/1 plays all`;
    return { shard: found, note: found && note };
  }
  return { shard: undefined, note: undefined };
}

function unlessAlone(shard: Shard): Shard | undefined {
  return shard.total === 1 ? undefined : shard;
}

/** More machines than that are a mistake. */
const MOST = 1000;

function parseShard(text: string, from = `--shard ${text}`): Shard {
  const [, index = '', total = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), total: Number(total) };
  if (shard.index < 1 || shard.total > MOST || shard.index > shard.total)
    throw new UsageError(
      `${from} is no part; write I/N, such as 2/3, I from 1 to N and N up to ${MOST}`,
    );
  return shard;
}
