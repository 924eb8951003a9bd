import type { Options } from 'yargs';
import { type Choice, isModule, parseChoice } from '../../report/choice.ts';
import { REPORTER_NAMES } from '../../report/names.ts';
import {
  JUNIT_SCHEMAS,
  type JUnitSchema,
  TRANSCRIPTS,
  type Transcripts,
  WARNINGS_AS,
  type WarningsAs,
} from '../../report/common/context.ts';
import { nearest } from '../../scenario/nearest.ts';
import { UsageError } from '../exit.ts';
import { LIST, SWITCH, TEXT } from './kinds.ts';

/** What is printed, and which files are written. */
export interface ReportArguments {
  readonly reporter: readonly string[];
  readonly junit?: string | undefined;
  readonly json?: string | undefined;
  readonly metrics?: string | undefined;
  readonly transcripts: Transcripts;
  readonly junitSchema: JUnitSchema;
  readonly noColor: boolean;
}

export const REPORTS = 'Reports:';

/** How runs are reported. */
export interface RunReportArguments {
  readonly strict: boolean;
  readonly warnings: boolean;
  readonly warningsAs: WarningsAs;
  readonly profile: boolean;
}

/** The options of every command that reports runs. */
export const RUN_REPORT_OPTIONS = {
  warnings: { ...SWITCH, group: REPORTS, describe: 'Tell warnings in full, not in a line each' },
  'warnings-as': {
    choices: WARNINGS_AS,
    default: 'passed',
    group: REPORTS,
    describe: 'What warnings are in JUnit, which knows none',
  },
  profile: {
    ...SWITCH,
    group: REPORTS,
    describe: 'Say where the time went: the wire, TLS, waiting on purpose, us',
  },
  strict: { ...SWITCH, describe: 'Warnings are failures' },
} as const satisfies Record<string, Options>;

/** What stands on the standard output where the user names nothing for it. */
const USUAL = 'pretty';

/**
 * The options of every command that reports.
 * @param files what `--junit` and `--json` say of themselves
 */
export function reportOptions(files: { readonly junit: string; readonly json: string }) {
  const described = Object.entries(REPORTER_NAMES).map(([name, about]) => `${name}: ${about}`);
  return {
    junit: { ...TEXT, group: REPORTS, describe: files.junit },
    json: { ...TEXT, group: REPORTS, describe: files.json },
    reporter: {
      ...LIST,
      default: [],
      group: REPORTS,
      describe: `What to print [${USUAL}], or NAME=FILE to write it, as often as you like; a path is a module of yours. ${described.join('; ')}`,
    },
    transcripts: {
      choices: TRANSCRIPTS,
      default: 'failed',
      group: REPORTS,
      describe: 'Whose transcripts JSON and events hold',
    },
    'junit-schema': {
      choices: JUNIT_SCHEMAS,
      default: 'readers',
      group: REPORTS,
      describe: "Whom the JUnit file is for: xunit is Jenkins' plugin of that name",
    },
    'no-color': { ...SWITCH, group: REPORTS, describe: 'No colours on a terminal' },
  } as const satisfies Record<string, Options>;
}

/**
 * All reporters that are asked for: those of `--reporter`, those of `--junit` and `--json`, and the usual one where
 * none has the standard output.
 * @param usualFiles what else is written, unless another file is named for it
 * @throws UsageError
 */
export function chosenReporters(
  args: ReportArguments,
  usualFiles: Readonly<Record<string, string>> = {},
): Choice[] {
  const named = args.reporter.map(parseChoice);
  const { junit, json, metrics } = args;
  for (const [name, file] of Object.entries({ junit, json, metrics }))
    if (file !== undefined) named.push({ name, file });
  for (const [name, file] of Object.entries(usualFiles))
    if (!named.some((one) => one.name === name && one.file !== undefined))
      named.push({ name, file });
  const isPrinted = named.some(({ file }) => file === undefined);
  return isPrinted ? named : [...named, { name: USUAL, file: undefined }];
}

/** @throws UsageError for what yargs itself cannot check */
export function checkReports(args: ReportArguments): void {
  const choices = chosenReporters(args);
  const names = Object.keys(REPORTER_NAMES);
  for (const choice of choices) {
    if (!names.includes(choice.name) && !isModule(choice)) throw unknownReporter(choice, names);
    if (choice.file === '') throw new UsageError(`--reporter ${choice.name}= wants a file`);
  }
  const printed = choices.filter(({ file }) => file === undefined).map(({ name }) => name);
  if (printed.length > 1)
    throw new UsageError(
      `the reporters ${printed.join(' and ')} would print into each other; give all but one a file: ${printed.at(-1) ?? ''}=FILE`,
    );
  const files = choices.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined)
    throw new UsageError(`two reporters would write the same file, ${twice}`);
}

function unknownReporter({ name }: Choice, names: readonly string[]): UsageError {
  const near = nearest(name, names);
  const hint =
    near === undefined
      ? `there are ${names.join(', ')}, and modules by path, such as ./mine.js`
      : `did you mean ${near}?`;
  return new UsageError(`there is no reporter ${name}; ${hint}`);
}
