import { certificate } from '../certificates.ts';
import { scripted } from '../servers/fake.ts';
import { proftpd, proftpdTls } from '../servers/proftpd.ts';
import { pureftpd } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { vsftpd, vsftpdTls } from '../servers/vsftpd.ts';
import { forms, plain, range, secure, trusted } from '../situation.ts';

const scriptedTls = { cert: certificate('good').chain, key: certificate('good').key };

const closedRange = { firewall: { far: { forward: [`tcp dport ${range} drop`] } } };

/** Two faults at once: what mends one of them shows the other. */
export const pairs = [
  ...forms('passive-ports-filtered', {
    'and-a-banner-before-the-greeting': {
      title: 'Words stand before the 220, and the range is not open',
      url: plain,
      network: closedRange,
      services: [scripted({ greeting: 'Welcome to our host.\r\n220 ready' })],
      and: { 'greeting-malformed': {} },
    },
    'and-a-directory-that-is-not-there': {
      title: 'The range is not open, and the directory of the URL does not exist',
      url: `${plain}pub/nowhere`,
      network: closedRange,
      services: [proftpd()],
      and: { 'directory-refused': { directory: 'pub/nowhere' } },
    },
    'and-a-certificate-nobody-knows': {
      title: 'The range is not open, and the certificate is self-signed; --insecure goes on',
      url: secure,
      args: ['--insecure'],
      network: closedRange,
      services: [vsftpd(vsftpdTls('self-signed'))],
      and: { 'tls-untrusted': { reason: 'self-signed' } },
    },
  }),
  ...forms('passive-address-private', {
    'and-a-closed-range-vsftpd': {
      title: 'vsftpd announces its private address, and the router forwards 21 only',
      url: plain,
      network: {
        server: '10.1.2',
        forwarded: '21',
        firewall: { far: { input: [`iifname "mid" tcp dport ${range} drop`] } },
      },
      services: [vsftpd()],
      check: { alone: false },
      and: { 'passive-ports-filtered': { peer: true } },
    },
    'and-a-closed-range-pureftpd': {
      title: 'Pure-FTPd announces its private address, and its router drops the range',
      url: plain,
      network: { server: '192.168.77', ...closedRange },
      services: [pureftpd()],
      check: { alone: false },
      and: { 'passive-ports-filtered': { peer: true } },
    },
    'and-half-of-the-range-pyftpdlib': {
      title: 'pyftpdlib announces its private address, and the router drops half of the range',
      url: plain,
      network: {
        server: '10.1.2',
        client: '192.168.1',
        firewall: { far: { forward: ['tcp dport 50051-50100 drop'] } },
      },
      services: [pyftpdlib()],
      check: { alone: false },
      and: { 'passive-ports-partly-open': { closed: [50051, 50100], peer: true } },
    },
    'and-a-directory-that-is-not-there': {
      title: 'ProFTPD behind DNAT, and the directory of the URL does not exist',
      url: `${plain}pub/nowhere`,
      network: { server: '172.20.5' },
      services: [proftpd()],
      and: { 'directory-refused': { directory: 'pub/nowhere' } },
    },
    'and-a-certificate-nobody-knows': {
      title: 'ProFTPD behind DNAT with a certificate that has expired; --insecure goes on',
      url: secure,
      args: [...trusted, '--insecure'],
      network: { server: '10.8.0' },
      services: [proftpd(proftpdTls('expired'))],
      and: { 'tls-untrusted': { reason: 'expired' } },
    },
    'and-resumption-that-is-impossible': {
      title: 'A server behind NAT demands resumption and gives nothing to resume',
      url: secure,
      args: trusted,
      also: ['tls-session-reuse-required'],
      network: { server: '10.8.0' },
      services: [scripted({ tls: { ...scriptedTls, tickets: false }, requireReuse: true })],
      check: { alone: false },
      and: { 'tls-session-reuse-required': { possible: false, peer: true } },
    },
  }),
  ...forms('greeting-stalled', {
    'and-a-dead-ipv6-address': {
      title: 'The IPv6 address of the name leads nowhere, and the greeting comes after 12 s',
      url: 'ftp://tester:secret@moved.example.net/',
      also: ['dns-failure'],
      network: { names: { 'moved.example.net': ['2001:db8:dead::20', '203.0.113.20'] } },
      services: [scripted({ greetingAfter: 12 })],
      and: { 'dns-failure': {} },
    },
  }),
];
