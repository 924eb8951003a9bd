import type { Argv, CommandModule } from 'yargs';
import { REPORTERS, type ReporterName } from '../report/index.ts';
import type { Risk } from '../scenario/risks.ts';
import { checkContainer, type ContainerArguments, containerOptions } from './container-options.ts';
import { passwordOptions, type PasswordSources } from './credentials.ts';
import { command, UsageError } from './exit.ts';
import { selectionOptions, splitCommas, type SelectionArguments } from './selection.ts';
import { ipAddress, portRange, wholeNumber } from './parse-values.ts';

/** The command line of `ftpspec run`. */
export interface RunArguments extends SelectionArguments, PasswordSources, ContainerArguments {
  readonly targets?: readonly string[];
  readonly allow: readonly Risk[];
  readonly secondUser?: string | undefined;
  readonly family?: 4 | 6 | undefined;
  readonly ca?: string | undefined;
  readonly insecure: boolean;
  readonly file?: string | undefined;
  readonly largeFile?: string | undefined;
  readonly activeAddress?: string | undefined;
  readonly activePorts?: string | undefined;
  readonly dataPort?: number | undefined;
  readonly jobs?: number | undefined;
  readonly timeout: number;
  readonly patience: number;
  readonly strict: boolean;
  readonly seed?: string | undefined;
  readonly out: string;
  readonly junit?: string | undefined;
  readonly json?: string | undefined;
  readonly reporter: ReporterName;
  readonly noColor: boolean;
}

/** Seconds that a reply may take. */
export const DEFAULT_TIMEOUT = 10;
/** Seconds that a target may serve nobody in the middle of a run. */
export const DEFAULT_PATIENCE = 15;

/** `ftpspec run [target...]` */
export const run: CommandModule<object, RunArguments> = {
  command: 'run [targets..]',
  describe: 'Play scenarios against servers, or the embedded one, and write JUnit',
  builder: (yargs) =>
    checks(
      connectionOptions(containerOptions(passwordOptions(selectionOptions(yargs)))),
    ) as unknown as Argv<RunArguments>,
  handler: (args) => command(async () => await (await import('./run-targets.ts')).runTargets(args)),
};

function connectionOptions<T>(yargs: Argv<T>) {
  const text = { type: 'string', requiresArg: true } as const;
  const number = { type: 'number', requiresArg: true } as const;
  const reporters = Object.entries(REPORTERS).map(([name, { about }]) => `${name}: ${about}`);
  return yargs
    .positional('targets', {
      type: 'string',
      array: true,
      describe:
        'ftp://user:password@host:port/directory, ftpes:// (AUTH TLS) or ftps:// (TLS at once)',
    })
    .option('second-user', {
      ...text,
      group: 'Login:',
      describe: 'user:password of another account',
    })
    .option('ca', {
      ...text,
      group: 'TLS:',
      describe: 'PEM file of certificates to trust besides the usual',
    })
    .option('insecure', {
      type: 'boolean',
      default: false,
      group: 'TLS:',
      describe: 'Take any certificate',
    })
    .option('allow', {
      type: 'array',
      string: true,
      choices: ['writes', 'intrusive'],
      default: [],
      coerce: splitCommas,
      requiresArg: true,
      describe: 'What a host that is not yours may suffer: writes, intrusive',
    })
    .option('family', {
      ...number,
      choices: [4, 6],
      group: 'Network:',
      describe: 'Connect over IPv4 or IPv6',
    })
    .option('active-address', {
      ...text,
      group: 'Network:',
      describe: 'Address to announce in PORT and EPRT',
    })
    .option('active-ports', {
      ...text,
      group: 'Network:',
      describe: 'Ports to listen on in active mode, A-B',
    })
    .option('data-port', {
      ...number,
      group: 'Network:',
      describe: 'Where active connections should come from [control port - 1]',
    })
    .option('file', { ...text, describe: 'A readable file on the server' })
    .option('large-file', { ...text, describe: 'A readable file of 8 MiB or more on the server' })
    .option('jobs', { ...number, describe: 'Scenarios side by side [what the server allows]' })
    .option('timeout', {
      ...number,
      default: DEFAULT_TIMEOUT,
      describe: 'Seconds that a reply may take',
    })
    .option('patience', {
      ...number,
      default: DEFAULT_PATIENCE,
      describe: 'Seconds to wait for a server that stops serving, until the run ends',
    })
    .option('strict', { type: 'boolean', default: false, describe: 'Warnings are failures' })
    .option('seed', { ...text, describe: 'Makes names and contents the same again' })
    .option('out', {
      ...text,
      default: 'reports',
      group: 'Reports:',
      describe: 'Folder for junit.xml and results.json',
    })
    .option('junit', { ...text, group: 'Reports:', describe: 'JUnit file [OUT/junit.xml]' })
    .option('json', { ...text, group: 'Reports:', describe: 'JSON file [OUT/results.json]' })
    .option('reporter', {
      choices: Object.keys(REPORTERS),
      default: 'pretty',
      group: 'Reports:',
      describe: `What to print. ${reporters.join('; ')}`,
    })
    .option('no-color', { type: 'boolean', default: false, describe: 'No colours on a terminal' });
}

/** What yargs itself cannot check. */
function checks<T>(yargs: Argv<T>): Argv<T> {
  return yargs.check((raw) => {
    const args = raw as unknown as RunArguments;
    wholeNumber('timeout', args.timeout, 1, 3600);
    wholeNumber('patience', args.patience, 0, 86_400);
    wholeNumber('jobs', args.jobs, 1, 64);
    wholeNumber('data-port', args.dataPort, 1, 65535);
    checkContainer(args);
    if (args.activePorts !== undefined) portRange(args.activePorts, 'active-ports');
    ipAddress('active-address', args.activeAddress);
    if (args.junit !== undefined && args.junit === args.json)
      throw new UsageError('--junit and --json name the same file');
    return true;
  });
}
