import type { Options } from 'yargs';
import { LEVELS } from '../../catalogue/requirements.ts';
import type { Selection } from '../../runner/select.ts';
import { NEEDS } from '../../scenario/needs.ts';
import { LIST, splitCommas } from './kinds.ts';

/** Which scripts, and which scenarios in them. */
export interface SelectionArguments extends Partial<Selection> {
  readonly scripts?: readonly string[] | undefined;
}

const list = { ...LIST, group: 'Selection:' } as const;
const words = { ...list, coerce: splitCommas } as const;

/** The options that choose scenarios, the same for every command. */
export const SELECTION_OPTIONS = {
  scripts: {
    ...list,
    describe: 'Files or folders of scripts to play in place of the built-in ones',
  },
  suite: { ...words, describe: 'Only these suites' },
  id: { ...words, describe: 'Only these scenarios' },
  grep: { ...list, describe: 'Only scenarios whose id or title matches' },
  level: {
    ...list,
    coerce: (levels: readonly string[]) => splitCommas(levels).map((one) => one.toUpperCase()),
    choices: LEVELS,
    describe: 'Only scenarios of this level',
  },
  needs: { ...words, choices: NEEDS, describe: 'Only scenarios that need this' },
  exclude: {
    ...words,
    describe: 'Not these scenarios or suites; a star stands for any letters',
  },
} as const satisfies Record<string, Options>;
