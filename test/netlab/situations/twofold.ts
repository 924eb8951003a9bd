import type { Network } from '../network.ts';
import { proftpd, proftpdTls } from '../servers/proftpd.ts';
import { pureftpd, pureftpdTls } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import type { Service } from '../servers/service.ts';
import { vsftpd, vsftpdTls } from '../servers/vsftpd.ts';
import { forms, plain, range, secure, type Situation, trusted } from '../situation.ts';

// Two faults at once, of each pair with each server that can have it.

const SERVERS: Readonly<Record<string, { inClear: () => Service; expired: () => Service }>> = {
  vsftpd: { inClear: () => vsftpd(), expired: () => vsftpd(vsftpdTls('expired')) },
  proftpd: { inClear: () => proftpd(), expired: () => proftpd(proftpdTls('expired')) },
  pureftpd: {
    inClear: () => pureftpd(),
    expired: () => pureftpd(pureftpdTls(1, 'expired')),
  },
  pyftpdlib: { inClear: () => pyftpdlib(), expired: () => pyftpdlib({ tls: 'expired' }) },
};

const dropped: Network = { firewall: { far: { forward: [`tcp dport ${range} drop`] } } };
const refused: Network = {
  firewall: { server: { input: [`tcp dport ${range} reject with tcp reset`] } },
};
const expired = { 'tls-untrusted': { reason: 'expired' } };
const astray = { 'directory-refused': { directory: 'pub/nowhere' } };

/** A pair: the code that stands first, what it is called, and its form with one server. */
type Pair = readonly [
  code: string,
  name: string,
  form: (server: (typeof SERVERS)[string]) => Omit<Situation, 'id' | 'code'>,
];

const PAIRS: readonly Pair[] = [
  [
    'passive-address-private',
    'and-a-range-dropped',
    ({ inClear }) => ({
      title: 'Behind DNAT it announces its private address, and its router drops the range',
      url: plain,
      network: { server: '172.20.5', ...dropped },
      services: [inClear()],
      check: { alone: false },
      and: { 'passive-ports-filtered': { peer: true } },
    }),
  ],
  [
    'passive-address-private',
    'and-an-expired-certificate',
    ({ expired: server }) => ({
      title: 'Behind DNAT it announces its private address, and its certificate has expired',
      url: secure,
      args: [...trusted, '--insecure'],
      network: { server: '192.168.77' },
      services: [server()],
      and: expired,
    }),
  ],
  [
    'passive-ports-refused',
    'and-an-expired-certificate',
    ({ expired: server }) => ({
      title: 'Its host refuses the range, and its certificate has expired',
      url: secure,
      args: [...trusted, '--insecure'],
      network: refused,
      services: [server()],
      and: expired,
    }),
  ],
  [
    'passive-ports-refused',
    'and-a-directory-that-is-not-there',
    ({ inClear }) => ({
      title: 'Its host refuses the range, and the directory of the URL does not exist',
      url: `${plain}pub/nowhere`,
      network: refused,
      services: [inClear()],
      and: astray,
    }),
  ],
  [
    'passive-address-private',
    'and-no-directory-behind-nat',
    ({ inClear }) => ({
      title: 'Both are behind NAT, and the directory of the URL does not exist',
      url: `${plain}pub/nowhere`,
      network: { server: '10.1.2', client: '10.77.0' },
      services: [inClear()],
      and: astray,
    }),
  ],
  [
    'passive-ports-partly-open',
    'and-an-expired-certificate',
    ({ expired: server }) => ({
      title: 'Half of the range is dropped, and its certificate has expired',
      url: secure,
      args: [...trusted, '--insecure'],
      network: { firewall: { far: { forward: ['tcp dport 50051-50100 drop'] } } },
      services: [server()],
      check: { closed: [50_051, 50_100] },
      and: expired,
    }),
  ],
];

/** Of each pair one form with each server. */
export const twofold: readonly Situation[] = PAIRS.flatMap(([code, name, form]) =>
  forms(
    code,
    Object.fromEntries(
      Object.entries(SERVERS).map(([server, made]) => [`${name}-with-${server}`, form(made)]),
    ),
  ),
);
