import type { Options } from 'yargs';
import { TEXT } from './kinds.ts';

/** Where a password may come from other than the URL. */
export interface PasswordSources {
  readonly passwordEnv?: string | undefined;
  readonly passwordFile?: string | undefined;
}

export const LOGIN = 'Login:';

/** The options of every command that logs in. */
export const PASSWORD_OPTIONS = {
  'password-env': {
    ...TEXT,
    group: LOGIN,
    describe: 'Environment variable that holds the password',
  },
  'password-file': { ...TEXT, group: LOGIN, describe: 'File whose first line is the password' },
} as const satisfies Record<string, Options>;
