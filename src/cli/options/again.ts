import type { Options } from 'yargs';
import { wholeNumber } from '../parse-values.ts';
import { NUMBER, SWITCH } from './kinds.ts';

/** What is played again, and when a run is over. */
export interface AgainArguments {
  readonly lastFailed: boolean;
  readonly failFast: boolean;
  readonly repeat: number;
}

/** The options of those who look into failures. */
export const AGAIN_OPTIONS = {
  'last-failed': {
    ...SWITCH,
    group: 'Selection:',
    describe: 'Only what failed or was not judged in the run that OUT/results.json tells',
  },
  'fail-fast': { ...SWITCH, describe: 'A target is left at its first failure' },
  repeat: {
    ...NUMBER,
    default: 1,
    describe: 'Play each scenario so often, and say which end otherwise each time',
  },
} as const satisfies Record<string, Options>;

/** @throws UsageError for what yargs itself cannot check */
export function checkAgain({ repeat }: AgainArguments): void {
  wholeNumber('repeat', repeat, 1, 1000);
}
