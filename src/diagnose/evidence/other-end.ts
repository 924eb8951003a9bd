import { formatEndpoint } from '../../wire/endpoint.ts';
import type {
  PeerAddress,
  PeerDial,
  PeerLine,
  PeerPlaces,
  PeerTalk,
} from '../../probe/observations.ts';
import { formatPortSpan } from './ports.ts';
import type { View } from './view.ts';

// What `ftpspec peer` told of the other end, in sentences: who changed what on the way.

/** All of it, in the order of what it explains; undefined where no peer was asked. */
export function otherEndOf({
  peer,
  peerLines,
  peerDials,
  peerAddresses,
}: View): string[] | undefined {
  if (!peer) return undefined;
  const to = (direction: PeerDial['direction'], named: boolean): PeerDial[] =>
    peerDials.filter((one) => one.direction === direction && one.named === named);
  return [
    ...(peer.places ? describePlaces(peer.places) : []),
    ...peerLines.map(describeLine),
    ...to('to the client', true).map(describeDial),
    ...to('to the server', true).map(describeDial),
    ...describeHeld(to('to the server', false)),
    ...peerAddresses.map(describeAddress),
    ...(peer.failed === undefined ? [] : [peer.failed]),
  ];
}

export function describeTalk({ to, failed, places }: PeerTalk): string {
  if (failed !== undefined) return failed;
  const seen = places ? `, which sees this client as ${places.clientSeen.host}` : '';
  return `the peer at ${formatEndpoint(to)} answers${seen}`;
}

function describePlaces({ client, clientSeen, server, serverSeen }: PeerPlaces): string[] {
  return [
    client.host === clientSeen.host
      ? `this client arrives there as ${clientSeen.host}, which is its own address`
      : `this client is ${client.host} and arrives there as ${clientSeen.host}: address translation (NAT) stands between, on its side`,
    ...(server.host === serverSeen.host
      ? []
      : [
          `what goes to ${serverSeen.host} arrives at ${server.host}: address translation (NAT) stands between, on the server’s side`,
        ]),
  ];
}

export function describeLine({ direction, sent, arrived, leads }: PeerLine): string {
  const from = direction === 'to the server' ? 'here' : 'there';
  if (sent === arrived)
    return leads
      ? `"${sent}" arrives as it left ${from}`
      : `"${sent}" arrives as it left ${from}: nothing on the way translates its address, which does not lead there`;
  const how = leads ? 'so that it leads to the right place' : 'and what it names leads nowhere';
  return `"${sent}" leaves ${from} and arrives as "${arrived}": an FTP helper on the way rewrites it, ${how}`;
}

export function describeDial({ direction, port, named, outcome, arrived }: PeerDial): string {
  const [from, by] =
    direction === 'to the server' ? ['', '227 or 229'] : ['back to this client, ', 'PORT or EPRT'];
  return `${from}port ${port}${named ? `, which ${by} named` : ''}${wayOf({ outcome, arrived })}`;
}

/** What became of a connection, as both ends saw it. */
function wayOf({ outcome, arrived }: Pick<PeerDial, 'outcome' | 'arrived'>): string {
  if (outcome === 'connected')
    return arrived
      ? `: opens, and arrives from ${arrived.host}`
      : ': seems to open, but nothing arrives: something on the way answers instead';
  if (arrived) return `: arrives from ${arrived.host}, but the answer does not come back`;
  return outcome === 'filtered'
    ? ': no answer, and nothing arrives: it is dropped on the way'
    : `: ${outcome}, and nothing arrives although somebody listens: it is turned away on the way`;
}

export function describeAddress({ address, own }: PeerAddress): string {
  return own
    ? `${address}, which the server announces, is an address of that host itself`
    : `${address}, which the server announces, is no address of that host`;
}

/** Ports that went the same way are one sentence. */
function describeHeld(dials: readonly PeerDial[]): string[] {
  const ways = [...new Set(dials.map(wayOf))];
  return ways.map((way) => {
    const alike = dials.filter((one) => wayOf(one) === way);
    const ports = formatPortSpan(alike.map(({ port }) => port));
    return `${alike.length > 1 ? 'each of the ports' : 'port'} ${ports}${way}`;
  });
}
