import { certificate } from '../certificates.ts';
import { proftpd, proftpdTls } from '../servers/proftpd.ts';
import { pureftpd, pureftpdTls } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { scripted, talker } from '../servers/fake.ts';
import { vsftpd, vsftpdAnonymous, vsftpdDual, vsftpdTls } from '../servers/vsftpd.ts';
import type { Network } from '../network.ts';
import { forms, plain, plain6, range, secure, trusted } from '../situation.ts';

const scriptedTls = { cert: certificate('good').chain, key: certificate('good').key };

/** A name server that never answers (198.18/15 leads nowhere). */
const deafNames = { nameserver: '198.18.0.53\noptions timeout:8 attempts:2' };

/** far bans a client for two minutes that opens more new connections to these ports than this. */
const banning = (ports: string, burst: number): Network => ({
  firewall: {
    far: {
      declare: ['set banned { type ipv4_addr; flags dynamic,timeout; timeout 2m; }'],
      forward: [
        'ip saddr @banned drop',
        `tcp dport ${ports} ct state new limit rate over 1/minute burst ${burst} packets add @banned { ip saddr }`,
      ],
    },
  },
});

export const control = [
  ...forms('client-banned', {
    'too-many-data-connections': {
      title: 'The router bans a client after eight data connections in a minute',
      url: plain,
      network: banning(range, 8),
      services: [vsftpd()],
    },
    'too-many-data-connections-pureftpd': {
      title: 'The same, after five, in front of Pure-FTPd',
      url: plain,
      network: banning(range, 5),
      services: [pureftpd()],
    },
    'too-many-data-connections-proftpd': {
      title: 'The same, after ten, in front of ProFTPD',
      url: plain,
      network: banning(range, 10),
      services: [proftpd()],
    },
    'too-many-data-connections-pyftpdlib': {
      title: 'The same, after six, in front of pyftpdlib',
      url: plain,
      network: banning(range, 6),
      services: [pyftpdlib()],
    },
  }),
  ...forms('greeting-malformed', {
    'a-banner-before': {
      title: 'A banner without a code stands before the 220',
      url: plain,
      services: [scripted({ greeting: 'Welcome to our host.\r\n220 ready' })],
    },
    'an-empty-line-and-more': {
      title: 'Lines of a wrapper stand before the greeting',
      url: plain,
      services: [scripted({ greeting: 'stunnel: connected\r\n***\r\n220-Hello\r\n220 ready' })],
    },
    'a-word-of-inetd': {
      title: 'What starts the server writes a line first',
      url: plain,
      services: [scripted({ greeting: 'warning: cannot open /etc/hosts.allow\r\n220 ready' })],
    },
    'many-lines': {
      title: 'A notice of the lawyers of nine lines stands before the greeting',
      url: plain,
      services: [
        scripted({
          greeting: `${'Unauthorised access is prohibited.\r\n'.repeat(9)}220 ready`,
        }),
      ],
    },
  }),
  ...forms('directory-refused', {
    'not-there': {
      title: 'The directory of the URL does not exist',
      url: `${plain}pub/nowhere`,
      check: { directory: 'pub/nowhere' },
      services: [vsftpd()],
    },
    'not-there-pyftpdlib': {
      title: 'The same with pyftpdlib',
      url: `${plain}nowhere`,
      check: { directory: 'nowhere' },
      services: [pyftpdlib()],
    },
    'a-file-proftpd': {
      title: 'The directory of the URL is a file, as ProFTPD says',
      url: `${plain}readme.txt`,
      check: { directory: 'readme.txt' },
      services: [proftpd()],
    },
    'below-one-that-is-there-pureftpd': {
      title: 'A part of the directory is there at Pure-FTPd',
      url: `${plain}docs/three`,
      check: { directory: 'docs/three' },
      services: [pureftpd()],
    },
    'under-tls': {
      title: 'The directory of the URL does not exist, under TLS',
      url: `${secure}nowhere`,
      args: trusted,
      check: { directory: 'nowhere' },
      services: [vsftpd(vsftpdTls())],
    },
  }),
  ...forms('access-denied', {
    'no-downloads': {
      title: 'ProFTPD: <Limit RETR> DenyAll; the file that --file names is refused',
      url: plain,
      args: ['--file', '/large.bin'],
      check: { command: 'RETR /large.bin' },
      services: [proftpd('<Limit RETR>\nDenyAll\n</Limit>')],
    },
    'no-downloads-tls': {
      title: 'ProFTPD with TLS: <Limit RETR> DenyAll',
      url: secure,
      args: trusted,
      check: { command: 'RETR /large.bin' },
      services: [proftpd(`${proftpdTls()}<Limit RETR>\nDenyAll\n</Limit>`)],
    },
    'no-listings': {
      title: 'pyftpdlib gives the account no right to list',
      url: plain,
      check: { command: 'LIST' },
      services: [pyftpdlib({ permissions: 'e' })],
    },
    'no-listings-scripted': {
      title: 'A server wants another form before it lists',
      url: plain,
      check: { command: 'LIST' },
      services: [
        scripted({
          replies: {
            LIST: '550 data encoding must be set to utf8 for listing.',
            NLST: '550 data encoding must be set to utf8 for listing.',
          },
        }),
      ],
    },
  }),
  ...forms('dns-failure', {
    'unknown-name': {
      title: 'The name server says that there is no such name',
      url: 'ftp://tester:secret@nowhere.example.net/',
      services: [vsftpd(), talker({ port: 53, dns: 3 }, 'near')],
    },
    'server-failure': {
      title: 'The name server fails',
      url: 'ftp://tester:secret@nowhere.example.net/',
      services: [vsftpd(), talker({ port: 53, dns: 2 }, 'near')],
    },
    'no-name-server': {
      title: 'Nothing answers at the name server',
      url: 'ftp://tester:secret@nowhere.example.net/',
      network: deafNames,
      services: [pureftpd()],
    },
    'only-ipv6': {
      title: 'The name has an IPv6 address only, and the client has no IPv6',
      url: 'ftp://tester:secret@ftp6.example.net/',
      network: { ipv6: false },
      services: [vsftpd(vsftpdDual)],
    },
    'no-listener-on-ipv6': {
      title: 'The name has both families, the server listens on IPv4 only',
      url: 'ftp://tester:secret@dual.example.net/',
      services: [proftpd('UseIPv6 off')],
    },
    'stale-aaaa': {
      title: 'The AAAA record names an address that no longer exists; the A record is right',
      url: 'ftp://tester:secret@moved.example.net/',
      network: { names: { 'moved.example.net': ['2001:db8:dead::20', '203.0.113.20'] } },
      services: [pyftpdlib()],
    },
  }),
  ...forms('control-filtered', {
    'server-router': {
      title: "The server's router drops the control port",
      url: plain,
      network: { firewall: { far: { forward: ['tcp dport 21 drop'] } } },
      services: [vsftpd()],
    },
    'server-host': {
      title: "The server's own firewall drops the control port",
      url: plain,
      network: { firewall: { server: { input: ['tcp dport 21 drop'] } } },
      services: [pureftpd()],
    },
    'client-router': {
      title: 'The office lets only the web out',
      url: plain,
      network: {
        client: '192.168.7',
        firewall: { near: { forward: ['iifname "inside" tcp dport != { 80, 443 } drop'] } },
      },
      services: [proftpd()],
    },
    'client-host': {
      title: "The client's own firewall drops what leaves for port 21",
      url: plain,
      network: { firewall: { client: { output: ['tcp dport 21 drop'] } } },
      services: [pyftpdlib()],
    },
    'and-no-way-to-ipv6': {
      title: 'A name with both families: IPv4 is dropped, and to IPv6 the router has no way',
      url: 'ftp://tester:secret@dual.example.net/',
      network: {
        firewall: {
          far: { forward: ['meta nfproto ipv4 tcp dport 21 drop'] },
          near: { forward: ['meta nfproto ipv6 reject with icmpv6 no-route'] },
        },
      },
      services: [vsftpd(vsftpdDual)],
    },
    'ipv6-port-2121': {
      title: 'An IPv6 firewall forgot the port 2121',
      url: 'ftp://tester:secret@[2001:db8:c::20]:2121/',
      network: { firewall: { far: { forward: ['ip6 daddr 2001:db8:c::20 tcp dport 2121 drop'] } } },
      services: [vsftpd({ ...vsftpdDual, listen_port: 2121 })],
    },
  }),
  ...forms('control-refused', {
    'no-listener': { title: 'No server runs', url: plain, services: [] },
    'other-port': {
      title: 'The server listens on 2121 only',
      url: plain,
      services: [pureftpd([], { port: 2121 })],
    },
    'reset-by-router': {
      title: "The server's router answers with a TCP reset",
      url: plain,
      network: { firewall: { far: { forward: ['tcp dport 21 reject with tcp reset'] } } },
      services: [proftpd()],
    },
    'icmp-port-unreachable': {
      title: "The server's firewall answers with ICMP port unreachable",
      url: plain,
      network: { firewall: { server: { input: ['tcp dport 21 reject'] } } },
      services: [vsftpd()],
    },
    'ipv4-only': {
      title: 'The server listens on IPv4 only',
      url: plain6,
      services: [vsftpd()],
    },
  }),
  ...forms('control-unreachable', {
    'host-unreachable': {
      title: "The server's router says that the host is unreachable",
      url: plain,
      network: {
        firewall: { far: { forward: ['tcp dport 21 reject with icmp host-unreachable'] } },
      },
      services: [vsftpd()],
    },
    'no-route': {
      title: 'A router on the way has no route to the server',
      url: plain,
      network: {
        firewall: {
          near: { forward: ['ip daddr 203.0.113.0/24 reject with icmp net-unreachable'] },
        },
      },
      services: [proftpd()],
    },
    'admin-prohibited': {
      title: 'A firewall answers that this is prohibited',
      url: plain,
      network: {
        firewall: { server: { input: ['tcp dport 21 reject with icmp admin-prohibited'] } },
      },
      services: [pureftpd()],
    },
    'ipv6-admin-prohibited': {
      title: 'An IPv6 firewall answers that this is prohibited',
      url: plain6,
      network: {
        firewall: { far: { forward: ['tcp dport 21 reject with icmpv6 admin-prohibited'] } },
      },
      services: [vsftpd(vsftpdDual)],
    },
    'no-such-host': {
      title: 'No host has the address',
      url: 'ftp://tester:secret@203.0.113.99/',
      network: { sysctl: { far: { 'net.ipv4.neigh.inside.retrans_time_ms': 300 } } },
      services: [vsftpd()],
    },
  }),
  ...forms('not-ftp', {
    ssh: {
      title: 'An SSH server listens',
      url: 'ftp://tester:secret@203.0.113.20:22/',
      services: [talker({ port: 22, greeting: 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n' })],
    },
    http: {
      title: 'A web server listens',
      url: 'ftp://tester:secret@203.0.113.20:80/',
      services: [
        { node: 'server', port: 80, argv: ['/usr/bin/python3', '-m', 'http.server', '80'] },
      ],
    },
    'implicit-tls': {
      title: 'The port speaks TLS from the first byte on (vsftpd, implicit)',
      url: 'ftp://tester:secret@203.0.113.20:990/',
      services: [vsftpd({ ...vsftpdTls(), implicit_ssl: 'YES', listen_port: 990 })],
    },
    redis: {
      title: 'Something waits for a command, and says +OK to any',
      url: 'ftp://tester:secret@203.0.113.20:6379/',
      services: [talker({ port: 6379, answer: '+OK\r\n' })],
      check: { answers: '+OK' },
    },
    'smtp-by-no-name': {
      title: 'A mail server whose greeting says nothing of mail',
      url: 'ftp://tester:secret@203.0.113.20:25/',
      services: [
        scripted({
          port: 25,
          greeting: '220 mx.example.net ready',
          replies: { USER: '500 5.5.1 Unrecognized command' },
        }),
      ],
      check: { knowsUser: false },
    },
    smtp: {
      title: 'A mail server listens, whose greeting is 220 as well',
      url: 'ftp://tester:secret@203.0.113.20:25/',
      services: [
        scripted({
          port: 25,
          greeting: '220 mail.example.net ESMTP Postfix (Debian/GNU)',
          replies: Object.fromEntries(
            ['USER', 'PASS', 'SYST', 'FEAT', 'AUTH', 'PASV', 'EPSV', 'TYPE', 'PWD'].map((verb) => [
              verb,
              '502 5.5.2 Error: command not recognized',
            ]),
          ),
        }),
      ],
    },
  }),
  ...forms('greeting-stalled', {
    'implicit-tls-reverse-lookup': {
      title: 'ProFTPD with implicit TLS looks the client up before the handshake',
      url: 'ftps://tester:secret@ftp.example.net/',
      args: trusted,
      network: { nameserver: '198.18.0.53\noptions timeout:4 attempts:1' },
      check: { least: 3 },
      services: [
        proftpd(
          `${proftpdTls()}UseReverseDNS on\nTLSOptions NoSessionReuseRequired UseImplicitSSL`,
          { port: 990 },
        ),
      ],
    },
    'implicit-tls': {
      title: 'Implicit TLS; the greeting comes 6 s after the handshake',
      url: 'ftps://tester:secret@ftp.example.net/',
      args: trusted,
      check: { least: 5 },
      services: [scripted({ port: 990, implicitTls: true, tls: scriptedTls, greetingAfter: 6 })],
    },
    'says-nothing': {
      title: 'The server accepts and says nothing',
      url: plain,
      services: [talker({ port: 21 })],
    },
    'reverse-lookup': {
      title: "ProFTPD looks up the client's name at a name server that does not answer",
      url: plain,
      network: deafNames,
      services: [proftpd('UseReverseDNS on')],
    },
    ident: {
      title: "ProFTPD asks the client's ident port, which is filtered",
      url: plain,
      network: { firewall: { client: { input: ['tcp dport 113 drop'] } } },
      services: [proftpd('LoadModule mod_ident.c\nIdentLookups on')],
      check: { least: 4 },
    },
    overload: {
      title: 'The server is overloaded and greets after 25 s',
      url: plain,
      services: [scripted({ greetingAfter: 25 })],
    },
  }),
  ...forms('connection-limit', {
    'firewall-counts-data': {
      title: 'A firewall lets six data connections begin at once, then one in ten seconds',
      url: plain,
      also: ['passive-range-exhausted'],
      network: {
        firewall: {
          far: {
            forward: [
              `iifname "mid" tcp dport ${range} ct state new limit rate over 6/minute burst 6 packets drop`,
            ],
          },
        },
      },
      check: { data: true },
      services: [pureftpd()],
    },
    'vsftpd-per-address': {
      title: 'vsftpd allows one session an address',
      url: plain,
      services: [vsftpd({ max_per_ip: 1 })],
    },
    'pureftpd-per-address': {
      title: 'Pure-FTPd allows one session an address',
      url: plain,
      services: [pureftpd(['--maxclientsperip=1'])],
    },
    'pyftpdlib-per-address': {
      title: 'pyftpdlib allows one session an address',
      url: plain,
      services: [pyftpdlib({ server: { max_cons_per_ip: 1 } })],
    },
    'firewall-resets-second': {
      title: 'A firewall resets a second connection of an address to port 21 (pyftpdlib)',
      url: plain,
      network: {
        firewall: {
          server: {
            declare: ['set many { type ipv4_addr; size 100; flags dynamic; }'],
            input: [
              'tcp dport 21 ct state new add @many { ip saddr ct count over 1 } reject with tcp reset',
            ],
          },
        },
      },
      services: [pyftpdlib()],
      check: { how: 'refused' },
    },
    'firewall-counts-connections': {
      title: 'A firewall lets a dozen connections begin at once, then one in six seconds',
      url: plain,
      network: {
        firewall: {
          far: {
            forward: ['iifname "mid" ct state new limit rate over 10/minute burst 12 packets drop'],
          },
        },
      },
      services: [vsftpd()],
      check: { how: 'timeout' },
    },
    'total-taken': {
      title: 'The server is full of other clients: 421 on the first connection',
      url: plain,
      services: [
        scripted({ greeting: '421 There are too many connected users, please try later.' }),
      ],
      check: { first: true },
    },
  }),
  ...forms('login-refused', {
    'writable-root': {
      title: 'vsftpd does not lock users into a home that they may write',
      url: plain,
      services: [vsftpd({ allow_writeable_chroot: 'NO' })],
    },
    'wrong-password': {
      title: 'vsftpd: the password is wrong',
      url: 'ftp://tester:wrong@203.0.113.20/',
      services: [vsftpd()],
    },
    'unknown-user': {
      title: 'Pure-FTPd: no such user',
      url: 'ftp://nobodyhere:secret@203.0.113.20/',
      services: [pureftpd()],
    },
    'no-anonymous': {
      title: 'ProFTPD: anonymous is not allowed',
      url: 'ftp://203.0.113.20/',
      services: [proftpd()],
    },
    'denied-user': {
      title: 'vsftpd refuses at USER what is not in its list',
      url: plain,
      services: [
        vsftpd({ userlist_enable: 'YES', userlist_deny: 'NO', userlist_file: '/dev/null' }),
      ],
    },
    'only-anonymous': {
      title: 'vsftpd lets in anonymous users only',
      url: plain,
      services: [vsftpd({ ...vsftpdAnonymous, local_enable: 'NO' })],
    },
    'wrong-password-tls': {
      title: 'Pure-FTPd: the password is wrong, over TLS',
      url: 'ftpes://tester:wrong@ftp.example.net/',
      args: trusted,
      services: [pureftpd(pureftpdTls())],
    },
  }),
];
