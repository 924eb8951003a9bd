import type { Options } from 'yargs';
import type { RunReporterName } from '../report/index.ts';
import { DEFAULTS } from '../runner/options.ts';
import type { Risk } from '../scenario/risks.ts';
import { checkContainer, CONTAINER_OPTIONS, type ContainerArguments } from './options/container.ts';
import { LIST, NUMBER, splitCommas, SWITCH, TEXT } from './options/kinds.ts';
import { LOGIN, PASSWORD_OPTIONS, type PasswordSources } from './options/login.ts';
import {
  ACTIVE_MODE_OPTIONS,
  type ActiveModeArguments,
  checkActiveMode,
  NETWORK,
} from './options/network.ts';
import { checkReports, type ReportArguments, reportOptions, REPORTS } from './options/reports.ts';
import { SELECTION_OPTIONS, type SelectionArguments } from './options/selection.ts';
import { TLS, TRUST_OPTIONS, type TrustArguments } from './options/tls.ts';
import { wholeNumber } from './parse-values.ts';

/** The command line of `ftpspec run`. */
export interface RunArguments
  extends
    SelectionArguments,
    PasswordSources,
    ContainerArguments,
    ActiveModeArguments,
    TrustArguments,
    ReportArguments<RunReporterName> {
  readonly targets?: readonly string[];
  readonly allow: readonly Risk[];
  readonly secondUser?: string | undefined;
  readonly family?: 4 | 6 | undefined;
  readonly insecure: boolean;
  readonly file?: string | undefined;
  readonly largeFile?: string | undefined;
  readonly dataPort?: number | undefined;
  readonly jobs?: number | undefined;
  readonly timeout: number;
  readonly patience: number;
  readonly strict: boolean;
  readonly seed?: string | undefined;
  readonly out: string;
}

/** Seconds that a reply may take. */
export const DEFAULT_TIMEOUT = DEFAULTS.timeoutMs / 1000;
/** Seconds that a target may serve nobody in the middle of a run. */
export const DEFAULT_PATIENCE = DEFAULTS.patienceMs / 1000;

/** All options of `ftpspec run`, in the order of its help. */
export const RUN_OPTIONS = {
  ...SELECTION_OPTIONS,
  ...PASSWORD_OPTIONS,
  'second-user': { ...TEXT, group: LOGIN, describe: 'user:password of another account' },
  ...CONTAINER_OPTIONS,
  ...TRUST_OPTIONS,
  insecure: { ...SWITCH, group: TLS, describe: 'Take any certificate' },
  family: {
    ...NUMBER,
    choices: [4, 6],
    group: NETWORK,
    describe: 'Connect over IPv4 or IPv6',
  },
  ...ACTIVE_MODE_OPTIONS,
  'data-port': {
    ...NUMBER,
    group: NETWORK,
    describe: 'Where active connections should come from [control port - 1]',
  },
  out: {
    ...TEXT,
    default: 'reports',
    group: REPORTS,
    describe: 'Folder for junit.xml and results.json',
  },
  ...reportOptions('run', {
    junit: 'JUnit file [OUT/junit.xml]',
    json: 'JSON file [OUT/results.json]',
  }),
  allow: {
    ...LIST,
    choices: ['writes', 'intrusive'],
    default: [],
    coerce: splitCommas,
    describe: 'What may be done to a host that is not yours: writes, intrusive',
  },
  file: { ...TEXT, describe: 'A readable file on the server' },
  'large-file': { ...TEXT, describe: 'A readable file of 8 MiB or more on the server' },
  jobs: { ...NUMBER, describe: 'Scenarios side by side [what the server allows]' },
  timeout: { ...NUMBER, default: DEFAULT_TIMEOUT, describe: 'Seconds that a reply may take' },
  patience: {
    ...NUMBER,
    default: DEFAULT_PATIENCE,
    describe: 'Seconds that a target may serve nobody in the middle of a run',
  },
  strict: { ...SWITCH, describe: 'Warnings are failures' },
  seed: { ...TEXT, describe: 'Repeats the names and contents of an earlier run' },
} as const satisfies Record<string, Options>;

/** What yargs itself cannot check. @throws UsageError */
export function checkRun(args: RunArguments): true {
  wholeNumber('timeout', args.timeout, 1, 3600);
  wholeNumber('patience', args.patience, 0, 86_400);
  wholeNumber('jobs', args.jobs, 1, 64);
  wholeNumber('data-port', args.dataPort, 1, 65535);
  checkContainer(args);
  checkActiveMode(args);
  checkReports(args);
  return true;
}
