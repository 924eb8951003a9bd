import type { Target } from '../targets/url.ts';

/** The account that probes log in with. */
export interface ProbeAccount {
  readonly user: string;
  readonly password: string;
  readonly anonymous: boolean;
}

/** The account that a target's URL names, or the anonymous one. */
export function accountOf({ user, password }: Target): ProbeAccount {
  const anonymous =
    user === undefined ||
    /^anonymous$/i.test(user) ||
    (/^ftp$/i.test(user) && password === undefined);
  return {
    user: user ?? 'anonymous',
    // RFC 1635 asks for something like a mail address.
    password: password ?? (anonymous ? 'ftpspec@' : ''),
    anonymous,
  };
}
