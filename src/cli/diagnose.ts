import type { Argv, CommandModule } from 'yargs';
import { passwordOptions, type PasswordSources } from './credentials.ts';
import { command, UsageError } from './exit.ts';
import { ipAddress, portRange, wholeNumber } from './parse-values.ts';

/** The command line of `ftpspec diagnose`. */
export interface DiagnoseArguments extends PasswordSources {
  readonly urls?: readonly string[];
  readonly targets?: string | undefined;
  readonly jobs: number;
  readonly timeout?: number | undefined;
  readonly active: boolean;
  readonly activeAddress?: string | undefined;
  readonly activePorts?: string | undefined;
  readonly passivePorts?: string | undefined;
  readonly deep: boolean;
  readonly upload: boolean;
  readonly allowPlain: boolean;
  readonly ca?: string | undefined;
  readonly file?: string | undefined;
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly noColor: boolean;
}

/** `ftpspec diagnose TARGET...` */
export const diagnose: CommandModule<object, DiagnoseArguments> = {
  command: 'diagnose [urls..]',
  describe: 'Find out why FTP does not get through, and what mends it',
  builder: (yargs) => checks(options(passwordOptions(yargs))) as unknown as Argv<DiagnoseArguments>,
  handler: (args) =>
    command(async () => await (await import('./diagnose-targets.ts')).diagnoseTargets(args)),
};

function options<T>(yargs: Argv<T>) {
  const text = { type: 'string', requiresArg: true } as const;
  const flag = { type: 'boolean', default: false } as const;
  return yargs
    .positional('urls', {
      type: 'string',
      array: true,
      describe:
        'ftp://user:password@host:port/directory, ftpes:// (AUTH TLS) or ftps:// (TLS at once)',
    })
    .option('targets', { ...text, describe: 'File with one URL a line' })
    .option('jobs', {
      type: 'number',
      requiresArg: true,
      default: 8,
      describe: 'Hosts at the same time',
    })
    .option('timeout', {
      type: 'number',
      requiresArg: true,
      describe: 'Seconds for a connection, a reply, a gap in the data [what fits each]',
    })
    .option('active', { ...flag, group: 'Network:', describe: 'Active mode matters here' })
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
    .option('passive-ports', {
      ...text,
      group: 'Network:',
      describe: 'The passive range that the server should have, A-B',
    })
    .option('ca', {
      ...text,
      group: 'TLS:',
      describe: 'PEM file of certificates to trust besides the usual',
    })
    .option('allow-plain', {
      ...flag,
      group: 'TLS:',
      describe: 'The password of a TLS URL may go out in clear, to compare',
    })
    .option('file', { ...text, describe: 'File on the server to fetch as the large transfer' })
    .option('deep', {
      ...flag,
      describe: 'Look at what takes minutes, too: idle times, many transfers',
    })
    .option('upload', { ...flag, describe: 'Write a file, in a scratch directory that is removed' })
    .option('json', { ...text, group: 'Reports:', describe: 'Write a JSON file' })
    .option('junit', { ...text, group: 'Reports:', describe: 'Write a JUnit file' })
    .option('no-color', { type: 'boolean', default: false, describe: 'No colours on a terminal' });
}

/** What yargs itself cannot check. */
function checks<T>(yargs: Argv<T>): Argv<T> {
  return yargs.check((raw) => {
    const args = raw as unknown as DiagnoseArguments;
    if ((args.urls ?? []).length === 0 && args.targets === undefined)
      throw new UsageError(
        'name a target, such as ftp://ftp.example.com, or a file with --targets',
      );
    if (args.timeout !== undefined && !(args.timeout > 0 && args.timeout <= 3600))
      throw new UsageError('--timeout takes seconds, up to 3600');
    wholeNumber('jobs', args.jobs, 1, 64);
    ipAddress('active-address', args.activeAddress);
    if (args.activePorts !== undefined) portRange(args.activePorts, 'active-ports');
    if (args.passivePorts !== undefined) portRange(args.passivePorts, 'passive-ports');
    if (args.junit !== undefined && args.junit === args.json)
      throw new UsageError('--junit and --json name the same file');
    if (/[\r\n]/.test(args.file ?? ''))
      throw new UsageError('--file takes a path without line breaks');
    return true;
  });
}
