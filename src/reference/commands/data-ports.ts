import {
  canonicalAddress,
  familyOf,
  formatHostPort,
  parseExtendedPort,
  parseHostPort,
  type Endpoint,
} from '../../wire/endpoint.ts';
import { WireError } from '../../wire/errors.ts';
import { ActivePort, PassivePort } from '../data.ts';
import { Refusal } from '../errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Session } from '../session.ts';
import type { CommandTable } from './command.ts';

/** PORT and PASV (RFC 959 section 4.1.2), EPRT and EPSV (RFC 2428). */
export const dataPortCommands: CommandTable = {
  PORT: {
    syntax: '<SP> h1,h2,h3,h4,p1,p2',
    argument: 'required',
    refusal: 504,
    keepsRestart: true,
    run: (exchange) => {
      onlyBeforeEpsvAll(exchange);
      goActive(
        exchange,
        read(() => parseHostPort(exchange.argument)),
      );
    },
  },
  EPRT: {
    syntax: '<SP> |family|address|port|',
    argument: 'required',
    refusal: 504,
    keepsRestart: true,
    run: (exchange) => {
      onlyBeforeEpsvAll(exchange);
      const target = read(() => parseExtendedPort(exchange.argument));
      mustBeOurFamily(exchange.session, target.family);
      goActive(exchange, target);
    },
  },
  PASV: {
    syntax: '',
    argument: 'none',
    refusal: 425,
    keepsRestart: true,
    run: async (exchange) => {
      const { session } = exchange;
      onlyBeforeEpsvAll(exchange);
      if (ownFamily(session) !== 1)
        throw new Refusal('A 227 reply has no room for an IPv6 address; use EPSV.', 501);
      const { port } = await listen(session);
      const { passiveHost = session.local.host, announcedHost = passiveHost } = session.settings;
      const numbers = formatHostPort({ host: announcedHost, port });
      exchange.reply(227, `Entering Passive Mode (${numbers}).`);
    },
  },
  EPSV: {
    syntax: '[<SP> family | ALL]',
    argument: 'optional',
    refusal: 425,
    keepsRestart: true,
    run: async (exchange) => {
      const { session, argument } = exchange;
      if (argument.toUpperCase() === 'ALL') {
        session.epsvAll = true;
        exchange.reply(200, 'From now on EPSV alone sets up data connections.');
        return;
      }
      if (!/^\d*$/.test(argument)) throw new Refusal('EPSV takes a family number or ALL.', 501);
      if (argument !== '') mustBeOurFamily(session, Number(argument));
      const { port } = await listen(session);
      exchange.reply(229, `Entering Extended Passive Mode (|||${port}|)`);
    },
  },
  ...Object.fromEntries(
    ['LPRT', 'LPSV'].map((verb) => [
      verb,
      {
        syntax: '(obsolete)',
        argument: 'ignored',
        run: (exchange: Exchange) => exchange.reply(502, 'That is obsolete (RFC 5797); use EPSV.'),
      } as const,
    ]),
  ),
};

/** 1 is IPv4, 2 is IPv6 (RFC 2428 section 2). */
function ownFamily(session: Session): number {
  return familyOf(session.local.host) === 4 ? 1 : 2;
}

/** Data goes to and from the control connection's addresses, so its family alone will do. */
function mustBeOurFamily(session: Session, family: number): void {
  const ours = ownFamily(session);
  if (family !== ours)
    throw new Refusal(`That network protocol is not supported here, use (${ours})`, 522);
}

function onlyBeforeEpsvAll({ session }: Exchange): void {
  if (session.epsvAll) throw new Refusal('EPSV ALL was agreed on.', 501);
}

function read<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    if (error instanceof WireError) throw new Refusal(`${error.message}.`, 501);
    throw error;
  }
}

/** Only the client's own address and no port of a well-known service (RFC 2577 section 3). */
function goActive(exchange: Exchange, target: Endpoint): void {
  const { session } = exchange;
  if (target.port === 0) throw new Refusal('0 is no TCP port.', 501);
  if (
    canonicalAddress(target.host) !== session.peer.host &&
    !session.quirk('acceptsForeignAddress')
  )
    throw new Refusal('Data goes to your own address only.');
  if (target.port < 1024 && !session.quirk('acceptsLowPort'))
    throw new Refusal('Data goes to ports from 1024 on only.');
  const elsewhere = session.quirk('otherSourceAddress') && familyOf(target.host) === 4;
  const host = elsewhere ? '127.0.0.2' : session.local.host;
  const from = { host, port: session.dataSourcePort };
  session.dataPort = new ActivePort(target, from, session.own);
  exchange.reply(200, 'The data port is set.');
}

function candidates({ passivePorts, quirk, listeningPort }: Session): Iterable<number> {
  if (quirk('countsPorts') && listeningPort !== undefined)
    return Array.from({ length: 20 }, (_, i) => listeningPort + 1 + i);
  return passivePorts.candidates();
}

async function listen(session: Session): Promise<PassivePort> {
  const { quirk, settings, listener } = session;
  if (settings.oneListener && listener) {
    listener.renew();
    return listener;
  }
  const isIPv4 = familyOf(session.local.host) === 4;
  const port = new PassivePort({
    address: (isIPv4 ? settings.passiveHost : undefined) ?? session.local.host,
    peer: quirk('servesAnyPeer') ? undefined : session.peer.host,
    ports: candidates(session),
    exceptPort: session.settings.dataPort ?? session.local.port - 1,
    acceptTimeoutMs: quirk('waitsForEver') ? undefined : settings.acceptTimeoutMs,
    greedy: quirk('lastDialWins'),
    reusable: quirk('keepsUsedListener') || settings.oneListener,
    own: session.own,
  });
  try {
    await port.listen();
  } catch {
    throw new Refusal('No passive port is free.');
  }
  session.passivePorts.used(port.port);
  session.dataPort = port;
  return port;
}
