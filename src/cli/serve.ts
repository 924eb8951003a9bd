import type { Argv, CommandModule } from 'yargs';
import { command, EXIT, interruption } from './exit.ts';
import { ipAddress, portRange, wholeNumber } from './parse-values.ts';

interface Arguments {
  readonly host?: string[] | undefined;
  readonly port: number;
  readonly implicit: boolean;
  readonly requireReuse: boolean;
  readonly dataPort?: number | undefined;
  readonly passivePorts?: string | undefined;
  readonly fault: string[];
  readonly faultFile: string[];
  readonly listFaults: boolean;
}

/** `ftpspec serve` */
export const serve: CommandModule<object, Arguments> = {
  command: 'serve',
  describe: 'Run the embedded server, with faults if you like',
  builder: (yargs) =>
    yargs
      .option('host', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: 'Addresses to listen on [loopback]',
      })
      .option('port', {
        type: 'number',
        default: 2121,
        requiresArg: true,
        describe: 'Control port; 0 takes a free one',
      })
      .option('implicit', { type: 'boolean', default: false, describe: 'TLS from the first byte' })
      .option('require-reuse', {
        type: 'boolean',
        default: false,
        describe: 'Data connections must resume the TLS session',
      })
      .option('data-port', {
        type: 'number',
        requiresArg: true,
        describe: 'Source port of active connections [port - 1]',
      })
      .option('passive-ports', {
        type: 'string',
        requiresArg: true,
        describe: 'Ports of passive listeners, A-B',
      })
      .option('fault', {
        type: 'string',
        array: true,
        requiresArg: true,
        default: [],
        describe: 'Seed this fault',
      })
      .option('fault-file', {
        type: 'string',
        array: true,
        requiresArg: true,
        default: [],
        describe: 'More faults: a YAML file, or a folder of them',
      })
      .option('list-faults', {
        type: 'boolean',
        default: false,
        describe: 'Show the faults and end',
      }) as unknown as Argv<Arguments>,
  handler: (args) =>
    command(async () => {
      const { allFaults, pickFaults, startReference } = await import('../reference/index.ts');
      const known = allFaults(args.faultFile);
      if (args.listFaults) {
        const { table } = await import('../report/shared/table.ts');
        const rows = known.map(({ id, title, breaks }) => [id, `${title}  [${breaks.join(', ')}]`]);
        for (const line of table(rows, [{}, {}])) console.log(line);
        console.log(`\n${known.length} faults`);
        return;
      }
      wholeNumber('port', args.port, 0, 65535);
      wholeNumber('data-port', args.dataPort, 1, 65535);
      for (const host of args.host ?? []) ipAddress('host', host);
      const server = await startReference({
        ...(args.host && { host: args.host }),
        port: args.port,
        implicit: args.implicit,
        requireReuse: args.requireReuse,
        faults: pickFaults(args.fault, known),
        ...(args.dataPort !== undefined && { dataPort: args.dataPort }),
        ...(args.passivePorts !== undefined && {
          passivePorts: portRange(args.passivePorts, 'passive-ports'),
        }),
      });
      const signal = interruption();
      const faults = args.fault.length > 0 ? ` with ${args.fault.join(', ')}` : '';
      console.log(`Serving FTP on ${server.hosts.join(' and ')}, port ${server.port}${faults}`);
      console.log(
        `Log in as ${server.user} with the password "${server.password}", or as anonymous. Ctrl-C ends it.`,
      );
      if (!signal.aborted)
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await server.close();
      process.exitCode = EXIT.interrupted;
    }),
};
