import type { Options } from 'yargs';
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Values, Vocabulary, Written } from '../config/schema.ts';
import { isModule, parseChoice } from '../report/choice.ts';
import { camelCase } from './options/undecided.ts';
import { type GivenRun, RUN_OPTIONS } from './run-options.ts';

/** The configuration that is there without being named. */
export const CONFIG_FILE = 'ftpspec.config.yaml';

type Name = keyof typeof RUN_OPTIONS;

/** What may be said of all targets, and otherwise of one. */
const OF_EACH: readonly Name[] = [
  ...(['allow', 'suite', 'level', 'needs', 'exclude', 'quick', 'require', 'ledger'] as const),
  ...(['password-env', 'password-file', 'second-user-env', 'ca', 'insecure'] as const),
  ...(['family', 'active-address', 'active-ports', 'data-port', 'data-address'] as const),
  ...(['file', 'large-file', 'jobs', 'timeout', 'patience'] as const),
];

const OF_ALL: readonly Name[] = [
  ...([
    'scripts',
    'requirements',
    'out',
    'junit',
    'json',
    'reporter',
    'transcripts',
    'strict',
    'warnings',
    'warnings-as',
    'junit-schema',
  ] as const),
  ...OF_EACH,
];

const OF_ONE: readonly Name[] = [
  ...(['image', 'dockerfile', 'container-port', 'container-user', 'container-tls'] as const),
  ...(['container-passive', 'container-env', 'container-cap'] as const),
  ...OF_EACH,
];

/** Those that are paths here. */
const PATHS: readonly string[] = [
  ...([
    'scripts',
    'requirements',
    'out',
    'junit',
    'json',
    'ledger',
    'password-file',
    'ca',
    'dockerfile',
  ] as const),
] satisfies Name[];

/** What a configuration of `ftpspec run` may say. */
export const VOCABULARY: Vocabulary = { all: settings(OF_ALL), target: settings(OF_ONE) };

/** Its schema, for editors. */
export async function configJsonSchema(): Promise<object> {
  return (await import('../config/schema.ts')).configJsonSchema(VOCABULARY);
}

/** What is said of targets, as the command line would say it. */
export interface Configuration {
  readonly all: GivenRun;
  readonly targets: ReadonlyMap<string, GivenRun>;
}

/** The configuration that is named, or that is there; otherwise one that says nothing. @throws ConfigError, ScriptFileError */
export async function configuration(path: string | undefined): Promise<Configuration> {
  if (path === undefined && !existsSync(CONFIG_FILE)) return { all: {}, targets: new Map() };
  const { readConfig } = await import('../config/config.ts');
  const config = readConfig(path ?? CONFIG_FILE, VOCABULARY);
  const targets = [...config.targets].map(([name, { url, ...values }]) => {
    const given = givenBy(values, config);
    return [name, url === undefined ? given : { ...given, targets: [String(url)] }] as const;
  });
  return { all: givenBy(config.all, config), targets: new Map(targets) };
}

function settings(names: readonly Name[]): Vocabulary['all'] {
  return Object.fromEntries(names.map((name) => [name, RUN_OPTIONS[name]]));
}

function givenBy(values: Values, { folder }: Pick<Config, 'folder'>): GivenRun {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [camelCase(name), asGiven(name, value, folder)]),
  );
}

/** A value as yargs would give it: one of a list is a list, paths start from the configuration. */
function asGiven(name: string, value: Written | undefined, folder: string): Written | undefined {
  const option: Options = RUN_OPTIONS[name as Name];
  const from = relative('', folder);
  const placed = (one: string | number): string | number => {
    if (PATHS.includes(name)) return placedPath(String(one), from);
    return name === 'reporter' ? placedReporter(String(one), from) : one;
  };
  if (typeof value === 'object') return value.map(placed);
  if (value === undefined || typeof value === 'boolean') return value;
  return option.type === 'array' ? [placed(value)] : placed(value);
}

/** `./mine.js=out.txt`, both from a folder. */
function placedReporter(text: string, from: string): string {
  const choice = parseChoice(text);
  const name = isModule(choice) ? resolve(from, choice.name) : choice.name;
  return choice.file === undefined ? name : `${name}=${placedPath(choice.file, from)}`;
}

function placedPath(path: string, from: string): string {
  return isAbsolute(path) ? path : join(from, path);
}
