import type { PeerDial, PeerTalk } from '../../probe/observations.ts';
import type { View } from '../evidence/view.ts';
import type { Symptom } from './symptom.ts';

// What `ftpspec peer` saw at the server's side.

function dials(
  { peerDials }: View,
  direction: PeerDial['direction'],
  named: boolean,
): readonly PeerDial[] {
  return peerDials.filter((one) => one.direction === direction && one.named === named);
}

function opens({ outcome, arrived }: PeerDial): boolean {
  return outcome === 'connected' && arrived !== undefined;
}

/** Dials that all went the same way; none where one did not. */
function allOf(all: readonly PeerDial[], is: (one: PeerDial) => boolean): readonly PeerDial[] {
  return all.every(is) ? all : [];
}

/** A talk in which this client’s address arrived as it is, or did not. */
export function seenAs(view: View, same: boolean): readonly PeerTalk[] {
  const { peer } = view;
  if (!peer?.places) return [];
  const { client, clientSeen } = peer.places;
  return (client.host === clientSeen.host) === same ? [peer] : [];
}

export const peerSymptoms = {
  'announced address is the server’s own': {
    description: 'the host has the address that PASV names, as the peer there says',
    evidence: ({ peerAddresses }) => peerAddresses.filter(({ own }) => own),
  },
  'announced address is nobody’s there': {
    description: 'the host has not the address that PASV names, as the peer there says',
    evidence: ({ peerAddresses }) => peerAddresses.filter(({ own }) => !own),
  },
  'peer’s 227 is rewritten wrongly': {
    description: 'a 227 of the peer arrives with another endpoint, which leads nowhere',
    evidence: ({ peerLines }) =>
      peerLines.filter(
        ({ direction, sent, arrived, leads }) =>
          direction === 'to the client' && sent !== arrived && !leads,
      ),
  },
  'PORT is rewritten wrongly': {
    description: 'PORT arrives at the peer with another endpoint, which is not this client’s',
    evidence: ({ peerLines }) =>
      peerLines.filter(
        ({ direction, sent, arrived, leads }) =>
          direction === 'to the server' && sent !== arrived && !leads,
      ),
  },
  'peer’s ports are dropped': {
    description: 'no dial to a port that the peer listens on is answered, and none arrives there',
    evidence: (view) =>
      allOf(
        dials(view, 'to the server', false),
        (one) => !opens(one) && one.outcome === 'filtered',
      ),
  },
  'peer’s ports are turned away': {
    description: 'every dial to a port that the peer listens on is refused, and none arrives there',
    evidence: (view) =>
      allOf(
        dials(view, 'to the server', false),
        ({ outcome }) => outcome === 'refused' || outcome === 'unreachable',
      ),
  },
  'peer opens at ports that failed': {
    description: 'a port at which the server did not answer opens where the peer listens on it',
    evidence: (view) =>
      dials(view, 'to the server', false).filter(
        (one) =>
          opens(one) &&
          view.passive.some(
            ({ endpoint, stopped }) => endpoint?.port === one.port && stopped === 'dial',
          ),
      ),
  },
  'only named ports of the peer open': {
    description: 'a port opens once a 227 of the peer has named it, and others stay shut',
    evidence: (view) => {
      const others = dials(view, 'to the server', false);
      if (others.length === 0 || others.some(opens)) return [];
      return dials(view, 'to the server', true).filter(opens);
    },
  },
  'peer reaches this client': {
    description: 'a connection of the peer to the port that PORT named arrives at this client',
    evidence: (view) => dials(view, 'to the client', true).filter(opens),
  },
  'peer does not reach this client': {
    description: 'a connection of the peer to the port that PORT named does not arrive',
    evidence: (view) => allOf(dials(view, 'to the client', true), (one) => !opens(one)),
  },
} satisfies Readonly<Record<string, Symptom>>;
