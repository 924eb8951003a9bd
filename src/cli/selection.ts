import type { Argv } from 'yargs';
import { LEVELS } from '../catalogue/requirements.ts';
import type { Selection } from '../runner/select.ts';
import { NEEDS } from '../scenario/needs.ts';

/** Which scripts, and which scenarios in them. */
export interface SelectionArguments extends Partial<Selection> {
  readonly scripts?: readonly string[] | undefined;
}

/** The options that choose scenarios, the same for every command. */
export function selectionOptions<T>(yargs: Argv<T>): Argv<T & SelectionArguments> {
  const group = 'Selection:';
  const list = { type: 'array', string: true, requiresArg: true, group } as const;
  const words = { ...list, coerce: splitCommas } as const;
  return yargs
    .option('scripts', {
      ...list,
      describe: 'Files or folders of scripts to play in place of the built-in ones',
    })
    .option('suite', { ...words, describe: 'Only these suites' })
    .option('id', { ...words, describe: 'Only these scenarios' })
    .option('grep', { ...list, describe: 'Only scenarios whose id or title matches' })
    .option('level', {
      ...list,
      coerce: (levels: readonly string[]) => splitCommas(levels).map((one) => one.toUpperCase()),
      choices: LEVELS,
      describe: 'Only scenarios of this level',
    })
    .option('needs', { ...words, choices: NEEDS, describe: 'Only scenarios that need this' })
    .option('exclude', {
      ...words,
      describe: 'Not these scenarios or suites; a star stands for any letters',
    }) as unknown as Argv<T & SelectionArguments>;
}

/** `--suite a,b` is `--suite a --suite b`. */
export function splitCommas(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(',')).filter((value) => value !== '');
}
