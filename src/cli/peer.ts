import type { CommandModule } from 'yargs';
import { fromVariable } from './credentials.ts';
import { PEER_TOKEN } from './diagnose-options.ts';
import { command, EXIT, interruption, UsageError } from './exit.ts';
import { NUMBER, TEXT } from './options/kinds.ts';
import { formatPorts, parsePorts } from '../wire/ports.ts';
import { ipAddress, wholeNumber } from './parse-values.ts';

interface Arguments {
  readonly ports?: string | undefined;
  readonly host?: string | undefined;
  readonly port: number;
  readonly tokenEnv?: string | undefined;
  readonly minutes: number;
}

/** `ftpspec peer` */
export const peer: CommandModule<object, Arguments> = {
  command: 'peer',
  describe: 'On the host of an FTP server: answer one `diagnose --peer`, to see both ends',
  builder: (yargs) =>
    yargs.options({
      ports: {
        ...TEXT,
        describe: 'Ports that may be listened on, such as the passive range: A-B, or a few, A,B-C',
      },
      host: { ...TEXT, describe: 'Address to listen on [all of this host]' },
      port: { ...NUMBER, default: 2190, describe: 'Where to wait; 0 takes a free one' },
      'token-env': {
        ...TEXT,
        describe: 'Environment variable that holds the token [a new one, which is shown]',
      },
      minutes: { ...NUMBER, default: 15, describe: 'How long to wait for the client' },
    }),
  handler: (args) => command(() => serve(args)),
};

/** @throws UsageError, PeerError */
async function serve(args: Arguments): Promise<void> {
  const { servePeer, SHORTEST_TOKEN, unguessable } = await import('../peer/index.ts');
  const { tokenEnv, minutes } = args;
  if (args.ports === undefined)
    throw new UsageError('--ports names what may be listened on, such as 50000-50009');
  const ports = parsePorts(args.ports);
  if (!ports) throw new UsageError('--ports takes ports as A-B or A,B-C, such as 21,50000-50009');
  ipAddress('host', args.host);
  wholeNumber('port', args.port, 0, 65535);
  wholeNumber('minutes', minutes, 1, 1440);
  const token = tokenEnv === undefined ? unguessable() : fromVariable(tokenEnv, 'token-env');
  if (token.length < SHORTEST_TOKEN)
    throw new UsageError(`the token in ${tokenEnv ?? ''} is shorter than ${SHORTEST_TOKEN}`);
  const signal = interruption();
  const end = await servePeer({
    hosts: args.host === undefined ? ['::', '0.0.0.0'] : [args.host],
    port: args.port,
    ports,
    token,
    forMs: minutes * 60_000,
    signal,
    onListening: ({ port }) => {
      console.log(
        `Waiting at port ${port} for one diagnosis, up to ${minutes} min, with the ports ${formatPorts(ports)}. Ctrl-C ends it. On the client:`,
      );
      const set = tokenEnv === undefined ? `${PEER_TOKEN}=${token} ` : '';
      console.log(
        `  ${set}ftpspec diagnose ftp://… --peer ${port} --peer-token-env ${tokenEnv ?? PEER_TOKEN}`,
      );
    },
    onEvent: (sentence) => console.log(sentence),
  });
  console.log(ENDS[end]);
  process.exitCode = STATUS[end];
}

const ENDS = {
  served: 'done',
  nobody: 'nobody came with the token',
  stopped: 'stopped',
} as const;

const STATUS = { served: EXIT.ok, nobody: EXIT.unjudged, stopped: EXIT.interrupted } as const;
