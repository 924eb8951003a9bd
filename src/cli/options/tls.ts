import type { Options } from 'yargs';
import { TEXT } from './kinds.ts';

/** Whom to trust. */
export interface TrustArguments {
  readonly ca?: string | undefined;
}

export const TLS = 'TLS:';

/** The options of every command that verifies certificates. */
export const TRUST_OPTIONS = {
  ca: { ...TEXT, group: TLS, describe: 'PEM file of certificates to trust beyond the usual' },
} as const satisfies Record<string, Options>;
