import type { Options } from 'yargs';
import type { DiagnosisReporterName } from '../report/index.ts';
import { UsageError } from './exit.ts';
import { NUMBER, SWITCH, TEXT } from './options/kinds.ts';
import { PASSWORD_OPTIONS, type PasswordSources } from './options/login.ts';
import {
  ACTIVE_MODE_OPTIONS,
  type ActiveModeArguments,
  checkActiveMode,
  NETWORK,
} from './options/network.ts';
import { checkReports, type ReportArguments, reportOptions } from './options/reports.ts';
import { TLS, TRUST_OPTIONS, type TrustArguments } from './options/tls.ts';
import { portRange, wholeNumber } from './parse-values.ts';

/** The command line of `ftpspec diagnose`. */
export interface DiagnoseArguments
  extends
    PasswordSources,
    ActiveModeArguments,
    TrustArguments,
    ReportArguments<DiagnosisReporterName> {
  readonly urls?: readonly string[];
  readonly targets?: string | undefined;
  readonly jobs: number;
  readonly timeout?: number | undefined;
  readonly active: boolean;
  readonly passivePorts?: string | undefined;
  readonly deep: boolean;
  readonly upload: boolean;
  readonly allowPlain: boolean;
  readonly file?: string | undefined;
}

/** All options of `ftpspec diagnose`, in the order of its help. */
export const DIAGNOSE_OPTIONS = {
  ...PASSWORD_OPTIONS,
  active: { ...SWITCH, group: NETWORK, describe: 'Active mode matters here' },
  ...ACTIVE_MODE_OPTIONS,
  'passive-ports': {
    ...TEXT,
    group: NETWORK,
    describe: 'The passive range that the server should have, A-B',
  },
  ...TRUST_OPTIONS,
  'allow-plain': {
    ...SWITCH,
    group: TLS,
    describe: 'The password of a TLS URL may go out in clear, to compare',
  },
  ...reportOptions('diagnosis', { junit: 'Write a JUnit file', json: 'Write a JSON file' }),
  targets: { ...TEXT, describe: 'File with one URL a line' },
  jobs: { ...NUMBER, default: 8, describe: 'Hosts at the same time' },
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
  if ((args.urls ?? []).length === 0 && args.targets === undefined)
    throw new UsageError('name a target, such as ftp://ftp.example.com, or a file with --targets');
  if (args.timeout !== undefined && !(args.timeout > 0 && args.timeout <= 3600))
    throw new UsageError('--timeout takes seconds, up to 3600');
  wholeNumber('jobs', args.jobs, 1, 64);
  if (args.passivePorts !== undefined) portRange(args.passivePorts, 'passive-ports');
  if (/[\r\n]/.test(args.file ?? ''))
    throw new UsageError('--file takes a path without line breaks');
  checkActiveMode(args);
  checkReports(args);
  return true;
}
