import type { InspectionRule } from '../fakes/inspection.ts';
import type { Firewall } from '../network.ts';
import { relay } from '../servers/fake.ts';
import { askPeer, peer, PEER_PORT } from '../servers/peer.ts';
import { proftpd, proftpdTls } from '../servers/proftpd.ts';
import { pureftpd } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { vsftpd, vsftpdTls } from '../servers/vsftpd.ts';
import { forms, named, plain, range, secure, stateful, trusted } from '../situation.ts';

// Worlds in which `ftpspec peer` runs on the server's host, and has to say what a client alone cannot.

const HELPED = [21, PEER_PORT];

/** far leads the connections to the server and to the peer through devices of the same kind. */
const inspected: Firewall = {
  dnat: HELPED.map(
    (port) => `iifname "mid" ip daddr 203.0.113.20 tcp dport ${port} redirect to :${2000 + port}`,
  ),
  snat: ['oifname "inside" tcp dport { 21, 2190 } snat ip to 198.51.100.10'],
};

const devices = (rules: readonly InspectionRule[]) =>
  HELPED.map((port) => relay({ port: 2000 + port, server: { host: '203.0.113.20', port }, rules }));

export const bothEnds = [
  ...forms('passive-ports-filtered', {
    'both-ends-router': {
      title: 'The router drops the passive range of vsftpd; the peer sees nothing arrive',
      url: plain,
      args: askPeer,
      network: { firewall: { far: { forward: [`tcp dport ${range} drop`] } } },
      services: [vsftpd(), peer()],
      otherEnd: ['each of the ports', 'no answer, and nothing arrives: it is dropped on the way'],
    },
  }),
  ...forms('passive-ports-refused', {
    'both-ends-router': {
      title: 'The router rejects the passive range of ProFTPD; the peer listens and is not reached',
      url: plain,
      args: askPeer,
      network: {
        firewall: { far: { forward: [`tcp dport ${range} reject with tcp reset`] } },
      },
      services: [proftpd(), peer()],
      otherEnd: ['nothing arrives although somebody listens: it is turned away on the way'],
    },
  }),
  ...forms('passive-address-private', {
    'both-ends-198-18-own': {
      title: 'ProFTPD announces 198.18.0.5, which its host has itself, as the peer there says',
      url: plain,
      args: askPeer,
      network: { private: 'unreachable', aliases: ['198.18.0.5'] },
      services: [proftpd('MasqueradeAddress 198.18.0.5'), peer()],
      otherEnd: ['198.18.0.5, which the server announces, is an address of that host itself'],
    },
    'both-ends-dnat': {
      title: 'vsftpd behind DNAT announces 10.1.2.20, its own address, as the peer there says',
      url: plain,
      args: askPeer,
      network: { server: '10.1.2' },
      services: [vsftpd(), peer()],
      otherEnd: [
        'what goes to 203.0.113.20 arrives at 10.1.2.20',
        '10.1.2.20, which the server announces, is an address of that host itself',
      ],
    },
  }),
  ...forms('passive-address-foreign', {
    'both-ends-198-18': {
      title: 'ProFTPD announces 198.18.0.5, which its host has not, as the peer there says',
      url: plain,
      args: askPeer,
      network: { private: 'unreachable' },
      services: [proftpd('MasqueradeAddress 198.18.0.5'), peer()],
      otherEnd: ['198.18.0.5, which the server announces, is no address of that host'],
    },
  }),
  ...forms('alg-rewrites', {
    'both-ends-227': {
      title: 'A device puts a private address into each 227, those of the peer too',
      url: named,
      args: [...askPeer, ...trusted],
      network: { firewall: { far: inspected } },
      services: [
        vsftpd(vsftpdTls()),
        peer(),
        ...devices([
          { from: 'server', match: '^(227 .*)\\(\\d+,\\d+,\\d+,\\d+,', replace: '$1(10,99,0,1,' },
        ]),
      ],
      check: { part: 'address' },
      otherEnd: ['leaves there and arrives as "227 Entering Passive Mode (10,99,0,1,'],
    },
    'both-ends-port': {
      title: 'A device puts another address into each PORT, those to the peer too',
      url: named,
      args: ['--active', ...askPeer, ...trusted],
      network: { firewall: { far: inspected } },
      services: [
        vsftpd(vsftpdTls()),
        peer(),
        ...devices([
          { from: 'client', match: '^PORT \\d+,\\d+,\\d+,\\d+,', replace: 'PORT 192,0,2,1,' },
        ]),
      ],
      check: { part: 'argument' },
      otherEnd: ['leaves here and arrives as "PORT 192,0,2,1,'],
    },
  }),
  ...forms('alg-blinded-by-tls', {
    'both-ends-router': {
      title: 'TLS alone is tried; the ports that the peer names open, and no others',
      url: secure,
      args: [...askPeer, ...trusted],
      network: {
        firewall: { far: { helper: HELPED, forward: stateful(HELPED.join(', ')) } },
      },
      services: [proftpd(proftpdTls()), peer()],
      otherEnd: ['which 227 or 229 named: opens', 'it is dropped on the way'],
    },
  }),
  ...forms('active-inbound-blocked', {
    'both-ends-one-way': {
      title: 'The client’s router lets nothing in, from the peer neither',
      url: plain,
      args: ['--active', ...askPeer],
      network: { firewall: { near: { forward: ['iifname "mid" ct state new drop'] } } },
      services: [pyftpdlib(), peer()],
      otherEnd: ['back to this client', 'no answer, and nothing arrives: it is dropped on the way'],
    },
  }),
  ...forms('healthy', {
    'both-ends-nat-helper': {
      title: 'A client behind NAT, whose helper rewrites PORT, and does it well',
      url: plain,
      args: ['--active', ...askPeer],
      network: { client: '192.168.1', firewall: { near: { helper: HELPED } } },
      services: [pureftpd(), peer()],
      otherEnd: [
        'arrives there as 192.0.2.1',
        'an FTP helper on the way rewrites it, so that it leads to the right place',
      ],
    },
  }),
];
