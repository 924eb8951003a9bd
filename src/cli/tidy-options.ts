import { NUMBER, SWITCH } from './options/kinds.ts';
import { PASSWORD_OPTIONS, type PasswordSources } from './options/login.ts';
import { TLS, TRUST_OPTIONS, type TrustArguments } from './options/tls.ts';
import { DEFAULT_TIMEOUT } from './run-options.ts';

/** The command line of `ftpspec tidy`. */
export interface TidyArguments extends PasswordSources, TrustArguments {
  readonly targets?: readonly string[];
  readonly insecure: boolean;
  readonly timeout: number;
}

export const TIDY_OPTIONS = {
  ...PASSWORD_OPTIONS,
  ...TRUST_OPTIONS,
  insecure: { ...SWITCH, group: TLS, describe: 'Take any certificate' },
  timeout: { ...NUMBER, default: DEFAULT_TIMEOUT, describe: 'Seconds that a reply may take' },
} as const;
