import { aioftp } from '../servers/aioftp.ts';
import { inetutils } from '../servers/inetutils.ts';
import { proftpd, proftpdAnonymous, proftpdTls } from '../servers/proftpd.ts';
import { pureftpd, pureftpdTls } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { relay, scripted, talker } from '../servers/fake.ts';
import { vsftpd, vsftpdAnonymous, vsftpdDual, vsftpdTls } from '../servers/vsftpd.ts';
import {
  forms,
  losing,
  named,
  plain,
  plain6,
  range,
  secure,
  secure6,
  stateful,
  trusted,
} from '../situation.ts';

export const healthy = forms('healthy', {
  vsftpd: { title: 'vsftpd', url: plain, services: [vsftpd()] },
  proftpd: { title: 'ProFTPD', url: plain, services: [proftpd()] },
  pureftpd: { title: 'Pure-FTPd', url: named, services: [pureftpd()] },
  pyftpdlib: { title: 'pyftpdlib', url: plain, services: [pyftpdlib()] },
  'active-vsftpd': {
    title: 'vsftpd, active',
    url: plain,
    args: ['--active'],
    services: [vsftpd()],
  },
  'active-proftpd': {
    title: 'ProFTPD, active, IPv6',
    url: plain6,
    args: ['--active'],
    services: [proftpd()],
  },
  'tls-vsftpd-reuse': {
    title: 'vsftpd with TLS, resumption required',
    url: secure,
    args: trusted,
    services: [vsftpd({ ...vsftpdTls(), require_ssl_reuse: 'YES' })],
  },
  'tls-vsftpd': {
    title: 'vsftpd with TLS, resumption not required',
    url: secure,
    args: trusted,
    services: [vsftpd(vsftpdTls())],
  },
  'tls-proftpd': {
    title: 'ProFTPD with TLS, resumption not required',
    url: secure,
    args: trusted,
    services: [proftpd(proftpdTls())],
  },
  'tls-pureftpd': {
    title: 'Pure-FTPd with TLS for login and data',
    url: secure,
    args: trusted,
    services: [pureftpd(pureftpdTls(3))],
  },
  'tls-pyftpdlib': {
    title: 'pyftpdlib with TLS',
    url: secure,
    args: trusted,
    services: [pyftpdlib({ tls: 'good' })],
  },
  'tls-implicit': {
    title: 'vsftpd with implicit TLS',
    url: 'ftps://tester:secret@ftp.example.net/',
    args: trusted,
    services: [vsftpd({ ...vsftpdTls(), implicit_ssl: 'YES', listen_port: 990 })],
  },
  'tls-ipv6': {
    title: 'Pure-FTPd with TLS over IPv6',
    url: secure6,
    args: trusted,
    services: [pureftpd(pureftpdTls())],
  },
  ipv6: { title: 'vsftpd over IPv6', url: plain6, services: [vsftpd(vsftpdDual)] },
  'dual-stack': {
    title: 'ProFTPD by a name with both families',
    url: 'ftp://tester:secret@dual.example.net/',
    services: [proftpd()],
  },
  'client-nat-helper': {
    title: "The client's NAT has a working helper, active too",
    url: plain,
    args: ['--active'],
    network: { client: '192.168.1', firewall: { near: { helper: [21] } } },
    services: [vsftpd()],
  },
  'client-nat': {
    title: "The client's NAT has no helper; passive needs none",
    url: plain,
    network: { client: '10.20.30' },
    services: [pureftpd()],
  },
  'server-nat-helper': {
    title: "The server's NAT has a working helper",
    url: plain,
    network: {
      server: '10.1.1',
      forwarded: '21',
      firewall: { far: { helper: [21], input: ['iifname "mid" tcp dport 1-65535 drop'] } },
    },
    services: [vsftpd()],
  },
  'server-nat-configured': {
    title: "The server's NAT forwards the range, and ProFTPD announces the public address",
    url: plain,
    network: { server: '172.16.3', forwarded: `21, ${range}` },
    services: [proftpd('MasqueradeAddress 203.0.113.20')],
  },
  'both-nat': {
    title: 'NAT at either side, Pure-FTPd announces the public address, TLS',
    url: secure,
    args: trusted,
    network: { client: '192.168.5', server: '192.168.6', forwarded: `21, ${range}` },
    services: [pureftpd([...pureftpdTls(), '--forcepassiveip=203.0.113.20'])],
  },
  'firewall-with-helper': {
    title: 'A stateful firewall with a working helper',
    url: plain,
    network: { firewall: { far: { helper: [21], forward: stateful('21') } } },
    services: [proftpd()],
  },
  'firewall-with-range': {
    title: 'A stateful firewall that opens 21 and the range, IPv6 and TLS',
    url: secure6,
    args: trusted,
    network: { firewall: { far: { forward: stateful(`21, ${range}`) } } },
    services: [vsftpd({ ...vsftpdTls(), ...vsftpdDual })],
  },
  'port-2121': {
    title: 'pyftpdlib on port 2121',
    url: 'ftp://tester:secret@203.0.113.20:2121/',
    services: [pyftpdlib({ port: 2121 })],
  },
  'odd-password': {
    title: 'A password with @ and :',
    url: 'ftp://ann:p%40ss%3Aword@203.0.113.20/',
    services: [vsftpd()],
  },
  'read-only-empty': {
    title: 'An empty, read-only account',
    url: 'ftp://empty:secret@203.0.113.20/',
    services: [vsftpd({ write_enable: 'NO' })],
    check: { empty: true },
  },
  anonymous: {
    title: 'vsftpd, anonymous',
    url: 'ftp://203.0.113.20/',
    services: [vsftpd({ ...vsftpdAnonymous, local_enable: 'NO' })],
  },
  'anonymous-proftpd': {
    title: 'ProFTPD, anonymous, IPv6',
    url: 'ftp://[2001:db8:c::20]/',
    services: [proftpd(proftpdAnonymous)],
  },
  'slow-link': {
    title: 'A line of 2 Mbit/s',
    url: plain,
    network: { rate: '2mbit' },
    services: [vsftpd()],
    check: { large: false },
  },
  'long-way': {
    title: 'Each line of the control connection takes 0.3 s',
    url: plain,
    network: {
      firewall: {
        far: {
          dnat: ['iifname "mid" tcp dport 21 redirect to :2021'],
          snat: ['oifname "inside" tcp dport 21 snat ip to 198.51.100.10'],
        },
      },
    },
    services: [
      pureftpd(),
      relay({ port: 2021, server: { host: '203.0.113.20', port: 21 }, rules: [], delay: 0.3 }),
    ],
  },
  'small-mtu': {
    title: 'A tunnel of 1400 bytes whose routers say so',
    url: plain,
    args: ['--file', '/large.bin'],
    network: { mtu: 1400 },
    services: [vsftpd()],
  },
  'clamped-mss': {
    title: 'A tunnel whose ICMP is lost and whose router clamps the MSS',
    url: plain,
    args: ['--file', '/large.bin'],
    network: {
      mtu: 1400,
      firewall: {
        far: {
          output: ['icmp type destination-unreachable icmp code frag-needed drop'],
          forward: ['tcp flags syn tcp option maxseg size set 1300'],
        },
      },
    },
    services: [proftpd()],
  },
  'data-from-another-address': {
    title: "The client's data leaves from another address than its control; ProFTPD does not mind",
    url: plain,
    network: {
      firewall: { near: { snat: ['oifname "mid" tcp dport 1024-65535 snat ip to 192.0.2.1'] } },
    },
    services: [proftpd()],
  },
  'small-range': {
    title: 'Pure-FTPd with twenty passive ports, all open',
    url: plain,
    network: { firewall: { far: { forward: stateful('21, 50000-50019') } } },
    services: [pureftpd([], { range: { from: 50000, to: 50019 } })],
  },
  inetutils: {
    title: 'GNU inetutils, which looks the client up at a name server that knows no names',
    url: plain,
    services: [inetutils(), talker({ port: 53, dns: 3 }, 'near')],
    check: { large: false },
  },
  aioftp: {
    title: 'aioftp: 227 over several lines, no SIZE, no active mode',
    url: plain,
    services: [aioftp()],
    check: { large: false },
  },
  'tls-proftpd-reuse': {
    title: 'ProFTPD with TLS 1.2 only, resumption required',
    url: secure,
    args: trusted,
    services: [
      proftpd(`${proftpdTls()}TLSProtocol TLSv1.2\nTLSOptions AllowClientRenegotiations\n`),
    ],
  },
  hairpin: {
    title: 'Client and server are private; 227 names the public address, which leads back',
    url: 'ftp://tester:secret@10.2.0.20/',
    network: { client: '10.1.0', server: '10.2.0', private: 'route' },
    services: [proftpd('MasqueradeAddress 203.0.113.20')],
  },
  'private-but-reachable': {
    title: '227 names the private address of the server, which a VPN reaches',
    url: plain,
    network: { client: '172.16.9', server: '10.8.0', private: 'route' },
    services: [vsftpd({ pasv_promiscuous: 'YES' })],
  },
  'two-public-addresses': {
    title: '227 names another public address, which leads to the server as well',
    url: plain,
    network: { firewall: { far: { dnat: ['ip daddr 203.0.113.99 dnat ip to 203.0.113.20'] } } },
    services: [pureftpd(['--forcepassiveip=203.0.113.99'])],
  },
  'port-2121-forwarded-to-21': {
    title: "The server's router forwards 2121 to port 21 of pyftpdlib",
    url: 'ftp://tester:secret@203.0.113.20:2121/',
    network: {
      server: '10.4.4',
      forwarded: range,
      firewall: {
        far: { dnat: ['ip daddr 203.0.113.20 tcp dport 2121 dnat ip to 10.4.4.20:21'] },
      },
    },
    services: [pyftpdlib({ handler: { masquerade_address: '203.0.113.20' } })],
  },
  'helper-at-2121': {
    title: "The server's NAT has its helper bound to 2121, where the server is",
    url: 'ftp://tester:secret@203.0.113.20:2121/',
    network: {
      server: '10.9.9',
      forwarded: '2121',
      firewall: { far: { helper: [2121], input: ['iifname "mid" tcp dport 1-65535 drop'] } },
    },
    services: [proftpd('', { port: 2121 })],
  },
  'slow-listing': {
    title: 'A server that begins its listings after 2.3 s',
    url: plain,
    services: [pyftpdlib({ listAfter: 2.3 })],
  },
  'plain-and-simple': {
    title: 'A server that knows little beyond RFC 959',
    url: plain,
    services: [
      scripted({
        greeting: '220 ready',
        replies: { FEAT: '500 Unknown command', MLSD: '500 Unknown command' },
      }),
    ],
  },
  ...Object.fromEntries(
    (
      [
        ['vsftpd', vsftpd(), 2],
        ['proftpd', proftpd(), 3],
        ['pureftpd', pureftpd(), 3],
        ['pyftpdlib', pyftpdlib(), 1],
      ] as const
    ).map(([name, server, percent]) => [
      `loss-${percent}-percent-${name}`,
      {
        title: `Packets get lost in each direction: ${percent} in a hundred`,
        url: plain,
        network: { firewall: { far: { forward: losing(percent) } } },
        services: [server],
      },
    ]),
  ),
  'loss-and-tls': {
    title: 'Three packets in a hundred get lost, under TLS',
    url: secure,
    args: trusted,
    network: { firewall: { far: { forward: losing(3) } } },
    services: [vsftpd(vsftpdTls())],
  },
  'slow-line-and-loss': {
    title: 'A line of 2 Mbit/s with a packet lost in fifty',
    url: plain,
    network: { rate: '2mbit', firewall: { far: { forward: losing(2) } } },
    services: [proftpd()],
  },
});
