import { isIP, isIPv6 } from 'node:net';
import {
  activeCommand,
  activeVerb,
  announcedEndpoint,
  atPeer,
  listenForServer,
  type PassiveVerb,
} from '../../client/data-set-up.ts';
import { dial, DIAL_OUTCOMES, type DialOutcome } from '../../client/dial.ts';
import { fromHex } from '../../peer/protocol.ts';
import { resolveAddresses } from '../../targets/addresses.ts';
import { type Endpoint, parseExtendedPort, parseHostPort } from '../../wire/endpoint.ts';
import { WireError } from '../../wire/errors.ts';
import { parsePorts } from '../../wire/ports.ts';
import type { PeerOption, ProbeContext } from '../context.ts';
import type { PeerPlaces } from '../observations.ts';
import { PeerFailure, PeerSession } from '../peer-session.ts';

/** Ports that no line names: so many are tried, until so many stay silent. */
const MOST_HELD = 4;
const MOST_SILENT = 2;
/** Addresses that 227 named and the control connection does not lead to. */
const MOST_ADDRESSES = 4;

/**
 * Proves to the peer that this client has its token, which comes first: whoever has the wrong one hears so at once.
 * @throws PeerFailure
 */
export async function openPeer(context: ProbeContext, option: PeerOption): Promise<PeerSession> {
  return await PeerSession.open(context, await whereIs(context, option), option.token);
}

/** Asks the peer at the server's side what arrives there; at most six connections. */
export async function askPeer(context: ProbeContext, session: PeerSession): Promise<void> {
  const start = performance.now();
  const to = session.peer;
  const told = (failed: string | undefined, places?: PeerPlaces): void =>
    context.see({ kind: 'peer', to, failed, places, ms: performance.now() - start });
  let places: PeerPlaces | undefined;
  try {
    places = await session.places();
    await askAddresses(context, session);
    await tryActive(context, session, places);
    const named = await tryNamed(context, session);
    await tryHeld(context, session, named);
    await session.leave();
    told(undefined, places);
  } catch (error) {
    if (!(error instanceof PeerFailure)) throw error;
    told(error.message, places);
  } finally {
    session.destroy();
  }
}

/** The server's own address where none is given. */
async function whereIs(
  { seen, target }: ProbeContext,
  { host, port }: PeerOption,
): Promise<Endpoint> {
  const dials = seen.filter((one) => one.kind === 'control dial');
  const dialled = dials.find(({ outcome }) => outcome === 'connected') ?? dials[0];
  if (host === undefined) return { host: dialled?.to.host ?? target.host, port };
  if (isIP(host) !== 0) return { host, port };
  const addresses = await resolveAddresses(host).catch(() => []);
  // The family of the connection that is asked about.
  const same = addresses.find(({ family }) => family === dialled?.family);
  return { host: (same ?? addresses[0])?.host ?? host, port };
}

/** Whether the addresses that the server announced are its own. */
async function askAddresses(context: ProbeContext, session: PeerSession): Promise<void> {
  const announced = context.seen.flatMap((one) =>
    one.kind === 'transfer' && one.mode === 'passive' && one.endpoint?.host !== one.at.peer.host
      ? (one.endpoint?.host ?? [])
      : [],
  );
  for (const address of [...new Set(announced)].slice(0, MOST_ADDRESSES)) {
    const start = performance.now();
    const answer = await session.ask(`OWNS ${address}`);
    if (answer.code !== 200) continue;
    const own = answer.text === 'yes';
    context.see({ kind: 'peer address', address, own, ms: performance.now() - start });
  }
}

/** PORT (or EPRT) to the peer, and its connection back. */
async function tryActive(
  context: ProbeContext,
  session: PeerSession,
  places: PeerPlaces,
): Promise<void> {
  const { activePorts, activeAddress } = context.options;
  const { host } = places.client;
  const active = await listenForServer(host, activePorts, activeAddress).catch(() => undefined);
  if (!active) return;
  try {
    const verb = activeVerb(host);
    const sent = activeCommand(verb, active.announced);
    const start = performance.now();
    const answer = await session.ask(sent);
    if (answer.code !== 200) return;
    const arrived = fromHex(answer.text);
    const named = readPort(verb, arrived);
    context.see({
      kind: 'peer line',
      direction: 'to the server',
      sent,
      arrived,
      leads: named?.host === places.clientSeen.host,
      ms: performance.now() - start,
    });
    const dialling = performance.now();
    const dialled = await session.ask('DIAL', 2 * context.limits.dialMs);
    const outcome = DIAL_OUTCOMES.find((one) => one === dialled.text);
    if (dialled.code !== 200 || !outcome) return;
    const channel = await active.listener
      .accept(outcome === 'connected' ? 1000 : 1)
      .catch(() => undefined);
    channel?.destroy();
    context.see({
      kind: 'peer dial',
      direction: 'to the client',
      port: named?.port ?? active.announced.port,
      named: true,
      outcome,
      arrived: channel?.peer,
      ms: performance.now() - dialling,
    });
  } finally {
    await active.listener.close();
  }
}

function readPort(verb: string, line: string): Endpoint | undefined {
  const [, argument = ''] = line.split(/ (.*)/s, 2);
  return readOr(() => (verb === 'PORT' ? parseHostPort(argument) : parseExtendedPort(argument)));
}

/** What a parser makes of a text; undefined where that has another form. */
function readOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return undefined;
  }
}

/** A port that 227 (or 229) names; @returns the one that was listened on */
async function tryNamed(context: ProbeContext, session: PeerSession): Promise<number | undefined> {
  const verb: PassiveVerb = isIPv6(session.peer.host) ? 'EPSV' : 'PASV';
  const start = performance.now();
  const answer = await session.ask(verb);
  if (answer.code !== 227 && answer.code !== 229) return undefined;
  const told = await session.ask('SENT');
  if (told.code !== 200) return undefined;
  const sent = fromHex(told.text);
  const read = (line: string): Endpoint | undefined =>
    readOr(() => announcedEndpoint(verb, line.slice(4), session.peer));
  const [left, arrived] = [read(sent), read(answer.line)];
  const port = arrived?.port ?? left?.port;
  if (port === undefined) return undefined;
  const dialled = await dialHeld(context, session, port);
  context.see({ kind: 'peer dial', port, named: true, ...dialled });
  context.see({
    kind: 'peer line',
    direction: 'to the client',
    sent,
    arrived: answer.line,
    // Where nothing opens at the server's address, the port must at least be the one that is listened on.
    leads:
      arrived?.host === session.peer.host &&
      (dialled.outcome === 'connected' || arrived.port === left?.port),
    ms: performance.now() - start,
  });
  return left?.port;
}

/** Ports of which no line speaks: those that the server announced, and failed, first. */
async function tryHeld(
  context: ProbeContext,
  session: PeerSession,
  named: number | undefined,
): Promise<void> {
  const ports = parsePorts(session.ports) ?? [];
  let silent = 0;
  for (const port of worthTrying(context, ports, named)) {
    const held = await session.ask(`HOLD ${port}`);
    if (held.code !== 200) continue;
    const dialled = await dialHeld(context, session, port);
    context.see({ kind: 'peer dial', port, named: false, ...dialled });
    silent += dialled.outcome === 'filtered' ? 1 : 0;
    if (silent >= MOST_SILENT) return;
  }
}

function worthTrying(
  { seen }: ProbeContext,
  ports: readonly number[],
  named: number | undefined,
): number[] {
  const portsOf = (isFailed: boolean): number[] =>
    seen.flatMap((one) =>
      one.kind === 'transfer' && one.mode === 'passive' && (one.stopped === 'dial') === isFailed
        ? (one.endpoint?.port ?? [])
        : [],
    );
  return [...new Set([...portsOf(true), ...portsOf(false), ...ports])]
    .filter((port) => ports.includes(port) && port !== named)
    .slice(0, MOST_HELD);
}

/** Dials a port of the peer, and asks it who came. */
async function dialHeld(
  { limits, signal }: ProbeContext,
  session: PeerSession,
  port: number,
): Promise<{
  direction: 'to the server';
  outcome: DialOutcome;
  arrived: Endpoint | undefined;
  ms: number;
}> {
  const dialled = await dial(atPeer(session.peer, port), { timeoutMs: limits.dialMs, signal });
  const { outcome, ms } = dialled;
  try {
    const arrived = await session.arrival();
    return { direction: 'to the server', outcome, arrived, ms };
  } finally {
    if (dialled.outcome === 'connected') dialled.channel.destroy();
  }
}
