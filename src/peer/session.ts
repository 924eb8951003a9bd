import { networkInterfaces } from 'node:os';
import type { Channel } from '../client/channel.ts';
import { dial } from '../client/dial.ts';
import { errorCode, Timeout } from '../client/failures.ts';
import { Listener } from '../client/listener.ts';
import {
  canonicalAddress,
  type Endpoint,
  formatExtendedPort,
  formatHostPort,
  parseExtendedPort,
  parseHostPort,
} from '../wire/endpoint.ts';
import { WireError } from '../wire/errors.ts';
import type { Lines } from './lines.ts';
import { MOST_COMMANDS, toHex } from './protocol.ts';

/** Silence of the client that ends a session: it may be dialling meanwhile. */
const QUIET_MS = 60_000;
const DIAL_MS = 5000;
/** A connection that the client sees open is here by then. */
const ARRIVAL_MS = 1000;
/** Connections back to the client in one session. */
const MOST_DIALS = 4;
/** Ports below belong to services that somebody may run. */
const LOWEST_PORT = 1024;

/** What one session keeps. */
interface State {
  readonly channel: Channel;
  /** those that may be listened on */
  readonly ports: readonly number[];
  readonly signal: AbortSignal;
  listener: Listener | undefined;
  /** a PORT or EPRT as it arrived */
  named: Endpoint | undefined;
  /** the reply to PASV or EPSV as it left */
  sent: string | undefined;
  dials: number;
}

/** Answers a client that has proved that it has the token, to its QUIT or its end. */
export async function serveSession(
  lines: Lines,
  ports: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  const { channel } = lines;
  const state: State = {
    ...{ channel, ports, signal },
    ...{ listener: undefined, named: undefined, sent: undefined, dials: 0 },
  };
  try {
    for (let count = 0; count < MOST_COMMANDS; count++) {
      const line = await lines.next(QUIET_MS);
      const [verb = '', argument = ''] = line.split(/ (.*)/s, 2);
      if (verb === 'QUIT') {
        await lines.say('221 bye');
        return;
      }
      const command = Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined;
      await lines.say((await command?.(state, argument, line)) ?? '502 no such command');
    }
    await lines.say('421 that is more than a diagnosis asks');
  } finally {
    await letGo(state);
  }
}

/** What each command draws. */
const COMMANDS: Readonly<
  Record<string, (state: State, argument: string, line: string) => string | Promise<string>>
> = {
  NOOP: () => '200 still here',
  STAT: ({ channel: { peer, local } }) =>
    `211 ${peer.host} ${peer.port} ${local.host} ${local.port}`,
  OWNS: (_, address) => `200 ${ownAddresses().includes(canonicalAddress(address)) ? 'yes' : 'no'}`,
  PORT: (state, argument, line) => named(state, line, () => parseHostPort(argument)),
  EPRT: (state, argument, line) => named(state, line, () => parseExtendedPort(argument)),
  DIAL: dialBack,
  PASV: (state) => announce(state, 'PASV'),
  EPSV: (state) => announce(state, 'EPSV'),
  SENT: ({ sent }) => (sent === undefined ? '503 nothing was sent' : `200 ${toHex(sent)}`),
  HOLD: hold,
  CAME: came,
};

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => canonicalAddress(address)),
  );
}

function named(state: State, line: string, parse: () => Endpoint): string {
  try {
    state.named = parse();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    state.named = undefined;
  }
  return `200 ${toHex(line)}`;
}

/** Dials the port that the client named, at the address that it comes from, whatever address it named. */
async function dialBack(state: State): Promise<string> {
  const { channel, named: to, signal } = state;
  if (!to) return '503 no port was named';
  if (to.port < LOWEST_PORT) return `501 no port below ${LOWEST_PORT}`;
  if (++state.dials > MOST_DIALS) return `552 not more than ${MOST_DIALS} times`;
  const dialled = await dial(
    { host: channel.peer.host, port: to.port },
    { timeoutMs: DIAL_MS, localAddress: channel.local.host, signal },
  );
  if (dialled.outcome === 'connected') dialled.channel.destroy();
  return `200 ${dialled.outcome}`;
}

async function announce(state: State, verb: 'PASV' | 'EPSV'): Promise<string> {
  const endpoint = await listen(state, state.ports);
  if (typeof endpoint === 'string') return endpoint;
  if (verb === 'PASV' && endpoint.host.includes(':')) return '522 use EPSV';
  state.sent =
    verb === 'PASV'
      ? `227 Entering Passive Mode (${formatHostPort(endpoint)}).`
      : `229 Entering Extended Passive Mode (${formatExtendedPort({ ...endpoint }).replace(/^\|\d\|[^|]*/, '||')})`;
  return state.sent;
}

async function hold(state: State, argument: string): Promise<string> {
  const port = Number(argument);
  if (!state.ports.includes(port)) return '501 not one of the ports named here';
  const endpoint = await listen(state, [port]);
  return typeof endpoint === 'string' ? endpoint : '200 listening';
}

/** Listens at the address at which the client arrived; what was listened on before is not any more. */
async function listen(state: State, ports: readonly number[]): Promise<Endpoint | string> {
  await letGo(state);
  try {
    state.listener = await Listener.open(state.channel.local.host, ports);
    return state.listener.endpoint;
  } catch (error) {
    return `450 ${errorCode(error)}`;
  }
}

async function came(state: State): Promise<string> {
  if (!state.listener) return '503 nothing is listened on';
  try {
    const arrived = await state.listener.accept(ARRIVAL_MS);
    const { host, port } = arrived.peer;
    arrived.destroy();
    return `200 ${host} ${port}`;
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
    return '450 nothing came';
  } finally {
    await letGo(state);
  }
}

async function letGo(state: State): Promise<void> {
  const { listener } = state;
  state.listener = undefined;
  await listener?.close();
}
