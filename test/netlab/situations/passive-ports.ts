import { proftpd } from '../servers/proftpd.ts';
import { pureftpd, pureftpdTls } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { scripted } from '../servers/fake.ts';
import { vsftpd, vsftpdDual, vsftpdTls } from '../servers/vsftpd.ts';
import { dual, forms, plain, plain6, range, secure, stateful, trusted } from '../situation.ts';

/** A router that forwards each passive port to another. */
const forwardTo = (other: (port: number) => number): string[] => {
  const ports = Array.from({ length: 101 }, (_, index) => 50_000 + index);
  const map = ports.map((port) => `${port} : ${other(port)}`).join(', ');
  return [
    `ip daddr 203.0.113.20 tcp dport ${range} dnat ip to 203.0.113.20 : tcp dport map { ${map} }`,
  ];
};

export const ports = [
  ...forms('passive-ports-filtered', {
    'dual-range-closed-on-ipv4': {
      title: 'A name with both families; the range is dropped for IPv4 only',
      url: dual,
      network: { firewall: { far: { forward: [`meta nfproto ipv4 tcp dport ${range} drop`] } } },
      check: { ipv4: true },
      services: [proftpd()],
    },
    'dual-range-closed-on-ipv4-tls': {
      title: 'A name with both families, TLS; the client’s router drops the range for IPv4 only',
      url: dual.replace('ftp:', 'ftpes:'),
      args: trusted,
      also: ['alg-blinded-by-tls'],
      network: { firewall: { near: { forward: [`meta nfproto ipv4 tcp dport ${range} drop`] } } },
      check: { ipv4: true },
      services: [pureftpd(pureftpdTls())],
    },
    'server-router-vsftpd': {
      title: "The server's router drops vsftpd's passive range",
      url: plain,
      network: { firewall: { far: { forward: [`tcp dport ${range} drop`] } } },
      services: [vsftpd()],
    },
    'server-host-proftpd': {
      title: "ProFTPD's host lets in port 21 only",
      url: plain,
      network: { firewall: { server: { input: stateful('21') } } },
      services: [proftpd()],
    },
    'not-forwarded-pureftpd': {
      title: 'Pure-FTPd behind a router that forwards 21 and drops the rest',
      url: plain,
      network: {
        server: '10.44.0',
        forwarded: '21',
        firewall: { far: { input: [`iifname "mid" tcp dport ${range} drop`] } },
      },
      services: [pureftpd(['--forcepassiveip=203.0.113.20'])],
    },
    'client-router-pyftpdlib': {
      title: "The client's router lets no high ports out",
      url: plain,
      network: {
        firewall: {
          near: { forward: ['iifname "inside" tcp dport 1024-65535 ct state new drop'] },
        },
      },
      services: [pyftpdlib()],
    },
    'and-client-lets-nothing-in': {
      title: "ProFTPD's range is not open, and the client's own firewall lets nothing in",
      url: plain,
      network: {
        firewall: {
          far: { forward: [`tcp dport ${range} drop`] },
          client: { input: stateful('22') },
        },
      },
      services: [proftpd()],
      check: { active: false },
    },
    'implicit-tls': {
      title: 'A firewall that opens 990 and nothing else; implicit TLS',
      url: 'ftps://tester:secret@ftp.example.net/',
      args: trusted,
      network: { firewall: { far: { forward: stateful('990') } } },
      services: [vsftpd({ ...vsftpdTls(), implicit_ssl: 'YES', listen_port: 990 })],
    },
    'tls-vsftpd': {
      title: 'The range is dropped, and TLS is required',
      url: secure,
      args: trusted,
      network: { firewall: { far: { forward: [`tcp dport ${range} drop`] } } },
      services: [
        vsftpd({ ...vsftpdTls(), force_local_logins_ssl: 'YES', force_local_data_ssl: 'YES' }),
      ],
    },
    'ipv6-pureftpd': {
      title: 'An IPv6 host whose firewall drops the range',
      url: plain6,
      network: { firewall: { server: { input: [`tcp dport ${range} drop`] } } },
      services: [pureftpd()],
    },
  }),
  ...forms('passive-disabled', {
    vsftpd: {
      title: 'vsftpd has passive mode switched off',
      url: plain,
      services: [vsftpd({ pasv_enable: 'NO' })],
    },
    proftpd: {
      title: 'ProFTPD denies PASV and EPSV',
      url: plain,
      services: [proftpd('<Limit PASV EPSV>\n  DenyAll\n</Limit>')],
    },
    'pyftpdlib-unknown': {
      title: 'pyftpdlib knows neither PASV nor EPSV',
      url: plain,
      services: [pyftpdlib({ without: ['PASV', 'EPSV'] })],
    },
    'in-german': {
      title: 'A server refuses both in German',
      url: plain,
      services: [
        scripted({ replies: { PASV: '500 Befehl unbekannt', EPSV: '500 Befehl unbekannt' } }),
      ],
    },
  }),
  ...forms('passive-ports-refused', {
    'dual-range-reset-on-ipv4': {
      title: 'A name with both families; the range is reset for IPv4 only',
      url: dual,
      network: {
        firewall: {
          server: { input: [`meta nfproto ipv4 tcp dport ${range} reject with tcp reset`] },
        },
      },
      check: { ipv4: true },
      services: [vsftpd(vsftpdDual)],
    },
    'forward-off-by-one': {
      title: 'The router forwards each port to the one above it (pyftpdlib)',
      url: plain,
      network: { firewall: { far: { dnat: forwardTo((port) => port + 1) } } },
      services: [pyftpdlib()],
    },
    'forward-off-by-one-proftpd': {
      title: 'The router forwards each port to the one below it (ProFTPD)',
      url: plain,
      network: { firewall: { far: { dnat: forwardTo((port) => port - 1) } } },
      services: [proftpd()],
    },
    'reject-at-router': {
      title: "The server's router rejects vsftpd's passive range",
      url: plain,
      network: { firewall: { far: { forward: [`tcp dport ${range} reject with tcp reset`] } } },
      services: [vsftpd()],
    },
    'not-published': {
      title: 'A container publishes port 21, not the passive range',
      url: plain,
      network: { server: '172.17.0', forwarded: '21' },
      services: [pyftpdlib({ handler: { masquerade_address: '203.0.113.20' } })],
    },
    'reject-at-host': {
      title: "ProFTPD's host rejects the range with ICMP",
      url: plain,
      network: { firewall: { server: { input: [`tcp dport ${range} reject`] } } },
      services: [proftpd()],
    },
    'wrong-ports-published-tls': {
      title: 'Pure-FTPd over TLS: the router forwards another range',
      url: secure,
      args: trusted,
      network: { server: '192.168.50', forwarded: '21, 40000-40100' },
      services: [pureftpd([...pureftpdTls(2), '--forcepassiveip=203.0.113.20'])],
    },
  }),
  ...forms('passive-ports-partly-open', {
    'forward-ends-one-early': {
      title: 'The router forwards all ports of vsftpd’s range of four but the last',
      url: plain,
      network: {
        server: '10.44.0',
        forwarded: '21, 50000-50002',
        firewall: { far: { input: ['iifname "mid" tcp dport 50003 drop'] } },
      },
      services: [
        vsftpd({ pasv_min_port: 50000, pasv_max_port: 50003, pasv_address: '203.0.113.20' }),
      ],
      check: { closed: [50003, 50003] },
    },
    'forward-begins-one-late': {
      title: 'The router refuses the first port of ProFTPD’s range of four',
      url: plain,
      network: { firewall: { far: { forward: ['tcp dport 50000 reject with tcp reset'] } } },
      services: [proftpd('', { range: { from: 50000, to: 50003 } })],
      check: { closed: [50000, 50000] },
    },
    'half-vsftpd': {
      title: "vsftpd's range is twice the firewall's",
      url: plain,
      network: { firewall: { far: { forward: ['tcp dport 50010-50019 drop'] } } },
      services: [vsftpd({ pasv_max_port: 50019 })],
      check: { closed: [50010, 50019] },
    },
    'holes-refused': {
      title: 'Three ports of twenty are refused, here and there',
      url: plain,
      network: {
        firewall: {
          far: { forward: ['tcp dport { 50003, 50009, 50015 } reject with tcp reset'] },
        },
      },
      services: [proftpd('', { range: { from: 50000, to: 50019 } })],
      check: { holes: [50003, 50009, 50015] },
    },
    'third-proftpd': {
      title: 'A third of the range of ProFTPD is not open',
      url: plain,
      network: { firewall: { server: { input: ['tcp dport 50020-50029 drop'] } } },
      services: [proftpd('', { range: { from: 50000, to: 50029 } })],
      check: { closed: [50020, 50029] },
    },
    'not-forwarded-pureftpd': {
      title: 'Half of the range of Pure-FTPd is forwarded, the rest refused',
      url: plain,
      network: { server: '10.0.0', forwarded: '21, 50000-50009' },
      services: [
        pureftpd(['--forcepassiveip=203.0.113.20'], {
          range: { from: 50000, to: 50019 },
        }),
      ],
      check: { closed: [50010, 50019] },
    },
    'two-thirds-pyftpdlib-tls': {
      title: 'pyftpdlib over TLS: two thirds of the range are closed',
      url: secure,
      args: trusted,
      network: { firewall: { near: { forward: ['tcp dport 50010-50029 drop'] } } },
      services: [pyftpdlib({ tls: 'good', range: [50000, 50029] })],
      check: { closed: [50010, 50029] },
    },
  }),
  ...forms('passive-port-hijacked', {
    'sip-dropped-vsftpd': {
      title: 'A SIP gateway on the way swallows port 5060 of a range of four',
      url: plain,
      args: ['--passive-ports', '5059-5062'],
      network: { firewall: { near: { forward: ['tcp dport 5060 drop'] } } },
      services: [vsftpd({ pasv_min_port: 5059, pasv_max_port: 5062 })],
      check: { port: 5060, how: 'timeout' },
    },
    'sip-reset-proftpd': {
      title: 'A router refuses port 5060 of a range of four',
      url: plain,
      args: ['--passive-ports', '5058-5061'],
      network: { firewall: { far: { forward: ['tcp dport 5060 reject with tcp reset'] } } },
      services: [proftpd('', { range: { from: 5058, to: 5061 } })],
      check: { port: 5060, how: 'refused' },
    },
    'proxy-takes-8080': {
      title: 'A proxy at the client takes port 8080 of a range of four',
      url: plain,
      args: ['--passive-ports', '8078-8081'],
      network: { firewall: { near: { forward: ['tcp dport 8080 drop'] } } },
      services: [pyftpdlib({ range: [8078, 8081] })],
      check: { port: 8080, how: 'timeout' },
    },
    'h323-pureftpd': {
      title: 'A gateway for H.323 swallows port 1720 of a range of four',
      url: plain,
      args: ['--passive-ports', '1718-1721'],
      network: { firewall: { far: { forward: ['tcp dport 1720 drop'] } } },
      services: [pureftpd([], { range: { from: 1718, to: 1721 } })],
      check: { port: 1720, how: 'timeout' },
    },
  }),
  ...forms('passive-range-exhausted', {
    'two-ports-vsftpd': {
      title: 'vsftpd has one passive port',
      url: plain,
      services: [vsftpd({ pasv_min_port: 50000, pasv_max_port: 50000 })],
      check: { together: true },
    },
    'outside-proftpd': {
      title:
        'ProFTPD has two passive ports and takes others when they are busy; those are filtered',
      url: plain,
      args: ['--deep'],
      network: { firewall: { far: { forward: stateful('21, 50000-50001') } } },
      services: [proftpd('', { range: { from: 50000, to: 50001 } })],
      check: { together: true, filtered: true },
    },
    'one-port-pureftpd': {
      title: 'Pure-FTPd has one passive port',
      url: plain,
      services: [pureftpd([], { range: { from: 50000, to: 50000 } })],
      check: { together: true },
    },
    'resting-ports': {
      title: 'After six transfers the ports rest for a while, and 425 comes',
      url: plain,
      services: [scripted({ range: [50000, 50005], portsBeforeRest: 6, restSeconds: 15 })],
    },
  }),
];
