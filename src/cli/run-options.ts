import type { Options } from 'yargs';
import { NEEDS } from '../scenario/needs.ts';
import { DATA_ADDRESSES, type DataAddress, DEFAULTS } from '../runner/options.ts';
import type { Risk } from '../scenario/risks.ts';
import type { Need } from '../scenario/schema.ts';
import { AGAIN_OPTIONS, type AgainArguments, checkAgain } from './options/again.ts';
import { checkContainer, CONTAINER_OPTIONS, type ContainerArguments } from './options/container.ts';
import { checkLedger, LEDGER_OPTIONS, type LedgerArguments } from './options/ledger.ts';
import { LIST, NUMBER, splitCommas, SWITCH, TEXT } from './options/kinds.ts';
import { LOGIN, PASSWORD_OPTIONS, type PasswordSources } from './options/login.ts';
import {
  ACTIVE_MODE_OPTIONS,
  type ActiveModeArguments,
  checkActiveMode,
  NETWORK,
} from './options/network.ts';
import {
  checkReports,
  type ReportArguments,
  reportOptions,
  REPORTS,
  RUN_REPORT_OPTIONS,
  type RunReportArguments,
} from './options/reports.ts';
import {
  REQUIREMENTS_OPTION,
  type RequirementsArguments,
  SELECTION_OPTIONS,
  type SelectionArguments,
} from './options/selection.ts';
import { SHARD_OPTIONS, type ShardArguments } from './options/shard.ts';
import { TLS, TRUST_OPTIONS, type TrustArguments } from './options/tls.ts';
import { defaultsOf } from './options/undecided.ts';
import { UsageError } from './exit.ts';
import { wholeNumber } from './parse-values.ts';

/** How `ftpspec run` tests: what its command line, its configuration and its defaults say. */
export interface RunArguments
  extends
    SelectionArguments,
    RequirementsArguments,
    ShardArguments,
    AgainArguments,
    PasswordSources,
    ContainerArguments,
    ActiveModeArguments,
    TrustArguments,
    LedgerArguments,
    ReportArguments,
    RunReportArguments {
  readonly allow: readonly Risk[];
  readonly secondUser?: string | undefined;
  readonly secondUserEnv?: string | undefined;
  readonly family?: 4 | 6 | undefined;
  readonly insecure: boolean;
  readonly file?: string | undefined;
  readonly largeFile?: string | undefined;
  readonly dataPort?: number | undefined;
  readonly dataAddress: DataAddress;
  readonly jobs?: number | undefined;
  readonly timeout: number;
  readonly patience: number;
  readonly require: readonly Need[];
  readonly seed?: string | undefined;
  readonly out: string;
}

type Unsaid<Said> = { readonly [Name in keyof Said]?: Said[Name] | undefined };

/** The command line of `ftpspec run`: what nobody says is not there. */
export interface GivenRun extends Unsaid<RunArguments> {
  readonly targets?: readonly string[];
  readonly name?: readonly string[] | undefined;
  readonly config?: string | undefined;
}

/** Seconds that a reply may take. */
export const DEFAULT_TIMEOUT = DEFAULTS.timeoutMs / 1000;
/** Seconds that a target may serve nobody in the middle of a run. */
export const DEFAULT_PATIENCE = DEFAULTS.patienceMs / 1000;

/** All options of `ftpspec run`, in the order of its help. */
export const RUN_OPTIONS = {
  config: {
    ...TEXT,
    describe: 'Names targets and says how they are tested [ftpspec.config.yaml, where it is there]',
  },
  ...SELECTION_OPTIONS,
  ...REQUIREMENTS_OPTION,
  ...SHARD_OPTIONS,
  ...AGAIN_OPTIONS,
  ...PASSWORD_OPTIONS,
  'second-user': { ...TEXT, group: LOGIN, describe: 'user:password of another account' },
  'second-user-env': {
    ...TEXT,
    group: LOGIN,
    describe: 'Environment variable that holds user:password of another account',
  },
  ...CONTAINER_OPTIONS,
  ...LEDGER_OPTIONS,
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
  name: {
    ...LIST,
    group: REPORTS,
    describe: 'What reports call the target [host, or image without tag]',
  },
  'data-address': {
    ...TEXT,
    choices: DATA_ADDRESSES,
    default: 'auto',
    group: NETWORK,
    describe:
      'Where passive data goes if 227 names another address than that of the control connection',
  },
  out: {
    ...TEXT,
    default: 'reports',
    group: REPORTS,
    describe: 'Folder for junit.xml and results.json',
  },
  ...reportOptions({
    junit: 'JUnit file [OUT/junit.xml]',
    json: 'JSON file [OUT/results.json]',
  }),
  ...RUN_REPORT_OPTIONS,
  allow: {
    ...LIST,
    choices: ['writes', 'intrusive'],
    default: [],
    coerce: splitCommas,
    describe: 'What may be done to a host that is not yours: writes, intrusive',
  },
  file: { ...TEXT, describe: 'A readable file of 2 MiB at most on the server' },
  'large-file': { ...TEXT, describe: 'A readable file of 8 to 256 MiB on the server' },
  jobs: { ...NUMBER, describe: 'Scenarios side by side [what the server allows]' },
  timeout: { ...NUMBER, default: DEFAULT_TIMEOUT, describe: 'Seconds that a reply may take' },
  patience: {
    ...NUMBER,
    default: DEFAULT_PATIENCE,
    describe: 'Seconds that a target may serve nobody in the middle of a run',
  },
  require: {
    ...LIST,
    choices: NEEDS,
    default: [],
    coerce: splitCommas,
    describe: 'Needs that the target has to meet: a skip for want of one is a failure',
  },
  seed: { ...TEXT, describe: 'Repeats the names and contents of an earlier run' },
} as const satisfies Record<string, Options>;

/** What holds where nobody says anything. */
export const RUN_DEFAULTS = defaultsOf(RUN_OPTIONS) as unknown as RunArguments;

/** What yargs itself cannot check. @throws UsageError */
export function checkRun(args: RunArguments): true {
  wholeNumber('timeout', args.timeout, 1, 3600);
  wholeNumber('patience', args.patience, 0, 86_400);
  wholeNumber('jobs', args.jobs, 1, 64);
  wholeNumber('data-port', args.dataPort, 1, 65535);
  checkContainer(args);
  checkActiveMode(args);
  checkLedger(args);
  checkAgain(args);
  checkReports(args);
  if (args.secondUser !== undefined && args.secondUserEnv !== undefined)
    throw new UsageError('--second-user and --second-user-env exclude each other');
  return true;
}
