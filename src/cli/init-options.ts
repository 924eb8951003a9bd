import { PASSWORD_OPTIONS, type PasswordSources } from './options/login.ts';
import { TEXT } from './options/kinds.ts';
import { undecided } from './options/undecided.ts';
import { RUN_OPTIONS } from './run-options.ts';

/** The command line of `ftpspec init`. */
export interface InitArguments extends PasswordSources {
  readonly target: string;
  readonly name?: string | undefined;
  readonly config: string;
  readonly ca?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly family?: 4 | 6 | undefined;
}

export const INIT_OPTIONS = {
  name: { ...TEXT, describe: 'What to call the target [its host]' },
  config: { ...TEXT, default: 'ftpspec.config.yaml', describe: 'The file to write' },
  ...PASSWORD_OPTIONS,
  ...undecided({
    ca: RUN_OPTIONS.ca,
    insecure: RUN_OPTIONS.insecure,
    family: RUN_OPTIONS.family,
  }),
};
