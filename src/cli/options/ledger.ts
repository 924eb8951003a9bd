import type { Options } from 'yargs';
import { UsageError } from '../exit.ts';
import { SWITCH, TEXT } from './kinds.ts';

/** What is known of the server. */
export interface LedgerArguments {
  readonly ledger?: string | undefined;
  readonly updateLedger: boolean;
}

const LEDGER = 'Ledger:';

/** The options of what is expected of a server. */
export const LEDGER_OPTIONS = {
  ledger: { ...TEXT, group: LEDGER, describe: 'File of what is known to fail, and why' },
  'update-ledger': {
    ...SWITCH,
    group: LEDGER,
    describe: 'Write it as the run went; new entries want a reason',
  },
} as const satisfies Record<string, Options>;

/** @throws UsageError for what yargs itself cannot check */
export function checkLedger({ ledger, updateLedger }: LedgerArguments): void {
  if (updateLedger && ledger === undefined)
    throw new UsageError('--update-ledger writes the file that --ledger names');
}
