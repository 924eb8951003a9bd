import type { Options } from 'yargs';
import { LEVELS } from '../../catalogue/requirements.ts';
import type { Selection } from '../../runner/select.ts';
import { NEEDS } from '../../scenario/needs.ts';
import { LIST, splitCommas, SWITCH } from './kinds.ts';

/** Which scripts, and which scenarios in them. */
export interface SelectionArguments extends Partial<Selection> {
  readonly scripts?: readonly string[] | undefined;
}

/** Requirements beside those of the catalogue. */
export interface RequirementsArguments {
  readonly requirements?: readonly string[] | undefined;
}

const list = { ...LIST, group: 'Selection:' } as const;
/** The option of every command that takes scripts of the user's own. */
export const REQUIREMENTS_OPTION = {
  requirements: {
    ...list,
    describe:
      'Tables of requirements of your own, which scripts may cover: catalogue/requirements.tsv',
  },
} as const satisfies Record<string, Options>;

const words = { ...list, coerce: splitCommas } as const;

/** The options that choose scenarios, the same for every command. */
export const SELECTION_OPTIONS = {
  scripts: {
    ...list,
    describe: 'Files or folders of scripts to play in place of the built-in ones',
  },
  suite: { ...words, describe: 'Only these suites' },
  id: { ...words, describe: 'Only these scenarios, or those that fit a pattern: passive/*' },
  grep: { ...list, describe: 'Only scenarios with this word or pattern in id or title' },
  level: {
    ...list,
    coerce: (levels: readonly string[]) => splitCommas(levels).map((one) => one.toUpperCase()),
    choices: LEVELS,
    describe: 'Only scenarios of this level',
  },
  needs: { ...words, choices: NEEDS, describe: 'Only scenarios that need this' },
  exclude: {
    ...words,
    describe: 'Not these scenarios or suites, or those that fit a pattern',
  },
  quick: { ...SWITCH, group: list.group, describe: 'Not scenarios that exist to wait' },
} as const satisfies Record<string, Options>;
