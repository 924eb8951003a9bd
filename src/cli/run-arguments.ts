import type { Configuration } from './configuration.ts';
import { UsageError } from './exit.ts';
import { count } from '../report/common/text.ts';
import { checkRun, type GivenRun, RUN_DEFAULTS, type RunArguments } from './run-options.ts';

/** How one thing is tested. */
export interface TargetArguments extends RunArguments {
  /** undefined: a container, or the embedded server */
  readonly url: string | undefined;
  /** in reports; undefined where nobody gave it one */
  readonly label: string | undefined;
}

/** Options of which one stands for the others. */
const EITHER = [
  ['passwordEnv', 'passwordFile'],
  ['secondUser', 'secondUserEnv'],
] as const satisfies (keyof GivenRun)[][];

/** What was given, and what is usual otherwise; later ones win. */
export function argumentsGiven(...given: readonly GivenRun[]): RunArguments {
  return given.reduce<RunArguments>((known, one) => {
    const said = Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined));
    const replaced = EITHER.filter((names) => names.some((name) => name in said)).flat();
    const left = Object.entries(known).filter(([name]) => !replaced.some((one) => one === name));
    return { ...Object.fromEntries(left), ...said } as RunArguments;
  }, RUN_DEFAULTS);
}

/**
 * How each thing is tested: the command line wins, then what the configuration says of the target, then what it says of
 * all. Where the command line names nothing, all targets of the configuration are tested, or the embedded server.
 * @throws UsageError for what does not go together, and for names that are too many or too few
 */
export function argumentsOfTargets(
  { targets: words = [], name: names = [], ...given }: GivenRun,
  { all, targets }: Configuration,
): TargetArguments[] {
  const { image, dockerfile, ...shared } = given;
  const isContainer = image !== undefined || dockerfile !== undefined;
  const named = words.length === 0 && !isContainer ? [...targets.keys()] : words;
  const each = [
    ...named.map((word) => {
      const configured = targets.get(word);
      const url = configured ? configured.targets?.[0] : word;
      return { ...argumentsGiven(all, configured ?? {}, shared), url, label: configured && word };
    }),
    ...(isContainer || named.length === 0
      ? [{ ...argumentsGiven(all, given), url: undefined, label: undefined }]
      : []),
  ];
  if (names.length > 0 && names.length !== each.length)
    throw new UsageError(
      `--name gives ${count(names.length, 'name')} to ${count(each.length, 'target')}; name all, in their order`,
    );
  for (const one of each) checkRun(one);
  return each.map((one, index) => ({ ...one, label: names[index] ?? one.label }));
}
