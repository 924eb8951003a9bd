import type { Options } from 'yargs';
import { UsageError } from './exit.ts';
import { NUMBER, SWITCH, TEXT } from './options/kinds.ts';
import { PASSWORD_OPTIONS, type PasswordSources } from './options/login.ts';
import {
  ACTIVE_MODE_OPTIONS,
  type ActiveModeArguments,
  checkActiveMode,
  NETWORK,
} from './options/network.ts';
import { checkReports, REPORTS, type ReportArguments, reportOptions } from './options/reports.ts';
import { TARGETS_OPTION } from './options/targets.ts';
import { TLS, TRUST_OPTIONS, type TrustArguments } from './options/tls.ts';
import { parseChoice } from '../report/choice.ts';
import {
  duration,
  type HostAndPort,
  hostAndPort,
  portRange,
  readHostAndPort,
  wholeNumber,
} from './parse-values.ts';
import { RUN_OPTIONS } from './run-options.ts';

/** The command line of `ftpspec diagnose`. */
export interface DiagnoseArguments
  extends PasswordSources, ActiveModeArguments, TrustArguments, ReportArguments {
  readonly urls?: readonly string[];
  readonly config?: string | undefined;
  readonly targets?: string | undefined;
  readonly details: boolean;
  readonly family?: 4 | 6 | undefined;
  readonly jobs?: number | undefined;
  readonly timeout?: number | undefined;
  readonly active: boolean;
  readonly passivePorts?: string | undefined;
  readonly deep: boolean;
  readonly upload: boolean;
  readonly insecure: boolean;
  readonly allowPlain: boolean;
  readonly file?: string | undefined;
  readonly every?: string | undefined;
  readonly until?: Until | undefined;
  readonly peer?: string | undefined;
  readonly peerTokenEnv?: string | undefined;
}

const WATCHING = 'Watching:';

/** What ends the watching. */
export const UNTIL = ['healthy', 'changed'] as const;
export type Until = (typeof UNTIL)[number];

/** The variable that holds a peer’s token where none is named. */
export const PEER_TOKEN = 'FTPSPEC_PEER_TOKEN';

/** All options of `ftpspec diagnose`, in the order of its help. */
export const DIAGNOSE_OPTIONS = {
  config: RUN_OPTIONS.config,
  ...PASSWORD_OPTIONS,
  family: RUN_OPTIONS.family,
  active: { ...SWITCH, group: NETWORK, describe: 'Active mode matters here' },
  ...ACTIVE_MODE_OPTIONS,
  'passive-ports': {
    ...TEXT,
    group: NETWORK,
    describe: 'The passive range that the server should have, A-B',
  },
  peer: {
    ...TEXT,
    group: NETWORK,
    describe:
      'Ask `ftpspec peer`, which runs on the server’s host, what arrives there: [HOST:]PORT',
  },
  'peer-token-env': {
    ...TEXT,
    group: NETWORK,
    describe: 'Environment variable that holds its token [FTPSPEC_PEER_TOKEN]',
  },
  ...TRUST_OPTIONS,
  insecure: {
    ...SWITCH,
    group: TLS,
    describe: 'Go on where the certificate is not trusted, and say all that is wrong with it',
  },
  'allow-plain': {
    ...SWITCH,
    group: TLS,
    describe: 'The password of a TLS URL may go out in clear, to compare',
  },
  ...reportOptions({ junit: 'Write a JUnit file', json: 'Write a JSON file' }),
  metrics: {
    ...TEXT,
    group: REPORTS,
    describe:
      'Numbers for Prometheus: a file for its textfile collector, or with --every [HOST:]PORT, where it reads them [127.0.0.1]',
  },
  ...TARGETS_OPTION,
  every: {
    ...TEXT,
    group: WATCHING,
    describe: 'Again and again, this often (30s, 5m, 1h), with a line for each change',
  },
  until: {
    choices: UNTIL,
    group: WATCHING,
    describe: 'End when all are healthy, or when one is not as it was first',
  },
  details: {
    ...SWITCH,
    describe: 'The pages of all targets where something is wrong, not counts alone',
  },
  jobs: { ...NUMBER, describe: 'Hosts at the same time [what this machine bears, up to 64]' },
  timeout: {
    ...NUMBER,
    describe: 'Seconds for a connection, a reply, a gap in the data [what fits each]',
  },
  file: { ...TEXT, describe: 'File on the server to fetch as the large transfer' },
  deep: { ...SWITCH, describe: 'Also examine what takes minutes: idle times, many transfers' },
  upload: { ...SWITCH, describe: 'Write a file, in a scratch directory that is removed' },
} as const satisfies Record<string, Options>;

/** What yargs itself cannot check. @throws UsageError */
export function checkDiagnose(args: DiagnoseArguments): true {
  if (args.timeout !== undefined && !(args.timeout > 0 && args.timeout <= 3600))
    throw new UsageError('--timeout takes seconds, up to 3600');
  wholeNumber('jobs', args.jobs, 1, 1000);
  if (args.passivePorts !== undefined) portRange(args.passivePorts, 'passive-ports');
  if (/[\r\n]/.test(args.file ?? ''))
    throw new UsageError('--file takes a path without line breaks');
  if (args.peer !== undefined) checkPeer(args, args.peer);
  else if (args.peerTokenEnv !== undefined)
    throw new UsageError('--peer-token-env is for --peer, which is not given');
  checkActiveMode(args);
  checkReports(reportsOf(args));
  checkWatching(args);
  return true;
}

/** Where metrics are read, if that is no file. */
export function metricsPort({ metrics }: DiagnoseArguments): HostAndPort | undefined {
  return metrics === undefined ? undefined : readHostAndPort(metrics);
}

/** What is reported to the standard output and to files. */
export function reportsOf(args: DiagnoseArguments): ReportArguments {
  return metricsPort(args) ? { ...args, metrics: undefined } : args;
}

/** Its token is good for one diagnosis. @throws UsageError */
function checkPeer({ urls = [], targets }: DiagnoseArguments, peer: string): void {
  hostAndPort(peer, 'peer');
  if (urls.length !== 1 || targets !== undefined)
    throw new UsageError('--peer is for one target: its token is good for one diagnosis');
}

/** @throws UsageError */
function checkWatching(args: DiagnoseArguments): void {
  const { every, until, peer, reporter } = args;
  if (every === undefined) {
    if (until !== undefined) throw new UsageError('--until is for --every, which is not given');
    if (metricsPort(args))
      throw new UsageError(
        `--metrics ${args.metrics ?? ''} is a port, which is for --every: a single diagnosis is gone before anybody reads it; name a file`,
      );
    return;
  }
  duration(every, 'every');
  if (peer !== undefined)
    throw new UsageError('--peer is not for --every: its token is good for one diagnosis');
  const printed = reporter.map(parseChoice).find(({ file }) => file === undefined);
  if (printed)
    throw new UsageError(
      `--every prints a line for each change; give the reporter ${printed.name} a file: ${printed.name}=FILE`,
    );
}
