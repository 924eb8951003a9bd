import type { Options } from 'yargs';
import { ipAddress, portRange } from '../parse-values.ts';
import { TEXT } from './kinds.ts';

/** Where this side listens in active mode. */
export interface ActiveModeArguments {
  readonly activeAddress?: string | undefined;
  readonly activePorts?: string | undefined;
}

export const NETWORK = 'Network:';

/** The options of every command that opens data connections. */
export const ACTIVE_MODE_OPTIONS = {
  'active-address': { ...TEXT, group: NETWORK, describe: 'Address to announce in PORT and EPRT' },
  'active-ports': { ...TEXT, group: NETWORK, describe: 'Ports to listen on in active mode, A-B' },
} as const satisfies Record<string, Options>;

/** @throws UsageError for what yargs itself cannot check */
export function checkActiveMode({ activeAddress, activePorts }: ActiveModeArguments): void {
  ipAddress('active-address', activeAddress);
  if (activePorts !== undefined) portRange(activePorts, 'active-ports');
}
