import type { Argv, CommandModule } from 'yargs';
import { command } from './exit.ts';
import { NUMBER, SWITCH } from './options/kinds.ts';
import { PASSWORD_OPTIONS, type PasswordSources } from './options/login.ts';
import { TARGET_URLS } from './options/targets.ts';
import { TLS, TRUST_OPTIONS, type TrustArguments } from './options/tls.ts';
import { wholeNumber } from './parse-values.ts';
import { DEFAULT_TIMEOUT } from './run-options.ts';

export interface TidyArguments extends PasswordSources, TrustArguments {
  readonly targets?: readonly string[];
  readonly insecure: boolean;
  readonly timeout: number;
}

/** `ftpspec tidy target...` */
export const tidy: CommandModule<object, TidyArguments> = {
  command: 'tidy <targets..>',
  describe: 'Remove from servers what runs that were killed have left there',
  builder: (yargs) =>
    yargs
      .positional('targets', TARGET_URLS)
      .options(PASSWORD_OPTIONS)
      .options(TRUST_OPTIONS)
      .option('insecure', { ...SWITCH, group: TLS, describe: 'Take any certificate' })
      .option('timeout', {
        ...NUMBER,
        default: DEFAULT_TIMEOUT,
        describe: 'Seconds that a reply may take',
      })
      .check(({ timeout }) => {
        wholeNumber('timeout', timeout, 1, 3600);
        return true;
      }) as unknown as Argv<TidyArguments>,
  handler: (args) =>
    command(async () => await (await import('./tidy-targets.ts')).tidyTargets(args)),
};
