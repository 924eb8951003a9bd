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
  readonly variation: string[];
  readonly listVariations: boolean;
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
      })
      .option('variation', {
        type: 'string',
        array: true,
        requiresArg: true,
        default: [],
        describe: 'Differ in this lawful way',
      })
      .option('list-variations', {
        type: 'boolean',
        default: false,
        describe: 'Show the lawful variations and end',
      }) as unknown as Argv<Arguments>,
  handler: (args) =>
    command(async () => {
      const { allFaults, builtinVariations, pickFaults, startReference } =
        await import('../reference/index.ts');
      const known = await allFaults(args.faultFile);
      const variations = builtinVariations();
      if (args.listFaults) {
        await show(known.map(({ id, title, breaks }) => [id, title, breaks]));
        console.log(`\n${known.length} faults`);
      }
      if (args.listVariations) {
        await show(variations.map(({ id, title, allowedBy }) => [id, title, allowedBy]));
        console.log(`\n${variations.length} variations`);
      }
      if (args.listFaults || args.listVariations) return;
      wholeNumber('port', args.port, 0, 65535);
      wholeNumber('data-port', args.dataPort, 1, 65535);
      for (const host of args.host ?? []) ipAddress('host', host);
      const server = await startReference({
        ...(args.host && { host: args.host }),
        port: args.port,
        implicit: args.implicit,
        requireReuse: args.requireReuse,
        faults: pickFaults(args.fault, known),
        variations: args.variation,
        ...(args.dataPort !== undefined && { dataPort: args.dataPort }),
        ...(args.passivePorts !== undefined && {
          passivePorts: portRange(args.passivePorts, 'passive-ports'),
        }),
      });
      const signal = interruption();
      const seeded = [...args.variation, ...args.fault];
      const differing = seeded.length > 0 ? ` with ${seeded.join(', ')}` : '';
      console.log(`Serving FTP on ${server.hosts.join(' and ')}, port ${server.port}${differing}`);
      console.log(
        `Log in as ${server.user} with the password "${server.password}", or as anonymous. Ctrl-C ends it.`,
      );
      if (!signal.aborted)
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await server.close();
      process.exitCode = EXIT.interrupted;
    }),
};

/** Prints ids, titles, and what they refer to. */
async function show(
  rows: readonly (readonly [id: string, title: string, refersTo: readonly string[]])[],
): Promise<void> {
  const { table } = await import('../report/common/table.ts');
  const cells = rows.map(([id, title, refersTo]) => [id, `${title}  [${refersTo.join(', ')}]`]);
  for (const line of table(cells, [{}, {}])) console.log(line);
}
