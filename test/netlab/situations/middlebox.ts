import type { Firewall } from '../network.ts';
import { proftpd, proftpdTls } from '../servers/proftpd.ts';
import { pureftpd, pureftpdTls } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { relay, scripted } from '../servers/fake.ts';
import { vsftpd, vsftpdAnonymous, vsftpdDual, vsftpdTls } from '../servers/vsftpd.ts';
import type { InspectionRule } from '../fakes/inspection.ts';
import { forms, named, plain, plain6, secure, stateful, trusted } from '../situation.ts';

/** far leads the control connection through a device; the server still sees the client's address. */
const inspected: Firewall = {
  dnat: ['iifname "mid" ip daddr 203.0.113.20 tcp dport 21 redirect to :2021'],
  snat: ['oifname "inside" tcp dport 21 snat ip to 198.51.100.10'],
};

const device = (rules: readonly InspectionRule[]) =>
  relay({ port: 2021, server: { host: '203.0.113.20', port: 21 }, rules });

/** Nothing new but port 21, in either direction. */
const closed = stateful('21');

const twice = (settings: Record<string, string | number> = {}) => [
  vsftpd({ ...settings }),
  vsftpd({ ...settings, listen_port: 2121 }),
];

const at2121 = 'ftp://tester:secret@203.0.113.20:2121/';

const starred = {
  from: 'server',
  match: '^220[ -].*',
  replace: `220 ${'*'.repeat(40)}\r`,
} as const;
const crossed = (verbs: string): InspectionRule => ({
  from: 'client',
  match: `^(${verbs})\\b.*`,
  replace: 'XXXX\r',
});

export const middlebox = [
  ...forms('alg-rewrites', {
    'address-of-227': {
      title: 'A device puts a private address into 227; TLS is offered',
      url: named,
      args: trusted,
      network: { firewall: { far: inspected } },
      services: [
        vsftpd(vsftpdTls()),
        device([
          { from: 'server', match: '^(227 .*)\\(\\d+,\\d+,\\d+,\\d+,', replace: '$1(10,99,0,1,' },
        ]),
      ],
      check: { part: 'address' },
    },
    'port-of-227': {
      title: 'A device puts another port into 227 and forgets to forward it; TLS is offered',
      url: named,
      args: trusted,
      network: { firewall: { far: inspected } },
      services: [
        proftpd(proftpdTls()),
        device([{ from: 'server', match: '^(227 .*),\\d+,\\d+\\)', replace: '$1,39,17)' }]),
      ],
      check: { part: 'port' },
    },
    'public-address-of-227': {
      title: 'A device puts its own public address into 227; TLS is offered by Pure-FTPd',
      url: named,
      args: trusted,
      network: { firewall: { far: inspected } },
      services: [
        pureftpd(pureftpdTls()),
        device([
          { from: 'server', match: '^(227 .*)\\(\\d+,\\d+,\\d+,\\d+,', replace: '$1(192,0,2,2,' },
        ]),
      ],
      check: { part: 'address' },
    },
    'argument-of-port': {
      title: 'A device puts another address into PORT; TLS is offered',
      url: named,
      args: ['--active', ...trusted],
      network: { firewall: { far: inspected } },
      services: [
        vsftpd(vsftpdTls()),
        device([
          { from: 'client', match: '^PORT \\d+,\\d+,\\d+,\\d+,', replace: 'PORT 192,0,2,1,' },
        ]),
      ],
      check: { part: 'argument' },
    },
  }),
  ...forms('alg-blinded-by-tls', {
    'server-router-vsftpd': {
      title: "The server's router opens what its helper reads; TLS hides it",
      url: secure,
      args: ['--allow-plain', ...trusted],
      network: { firewall: { far: { helper: [21], forward: closed } } },
      services: [vsftpd(vsftpdTls())],
    },
    'client-router-proftpd': {
      title: "The client's office lets out 21 and what its helper reads; ProFTPD offers TLS",
      url: secure,
      args: ['--allow-plain', ...trusted],
      network: { firewall: { near: { helper: [21], forward: closed } } },
      services: [proftpd(proftpdTls())],
    },
    'nat-pureftpd': {
      title: 'Pure-FTPd behind NAT: the helper translates 227 and 229 in plain only',
      url: secure,
      args: ['--allow-plain', ...trusted],
      network: {
        server: '10.33.0',
        forwarded: '21',
        firewall: { far: { helper: [21], input: ['iifname "mid" tcp dport 1-65535 drop'] } },
      },
      services: [pureftpd(pureftpdTls())],
    },
    'server-host-pyftpdlib': {
      title: "pyftpdlib's host firewall with a helper; TLS",
      url: secure,
      args: ['--allow-plain', ...trusted],
      network: { firewall: { server: { helper: [21], input: closed } } },
      services: [pyftpdlib({ tls: 'good' })],
    },
    anonymous: {
      title: 'Anonymous over TLS, where no password needs hiding',
      url: 'ftpes://ftp.example.net/',
      args: trusted,
      network: { firewall: { far: { helper: [21], forward: closed } } },
      services: [vsftpd({ ...vsftpdTls(), ...vsftpdAnonymous })],
    },
    ipv6: {
      title: 'IPv6 firewall with a helper; TLS hides 229',
      url: 'ftpes://tester:secret@ftp6.example.net/',
      args: ['--allow-plain', ...trusted],
      network: { firewall: { far: { helper: [21], forward: closed } } },
      services: [vsftpd({ ...vsftpdTls(), ...vsftpdDual })],
    },
  }),
  ...forms('alg-drops-reply', {
    'helper-and-odd-227': {
      title: "The kernel's helper drops a 227 that it cannot parse",
      url: plain,
      network: { firewall: { far: { helper: [21] } } },
      services: [scripted({ pasvText: '227 Entering Passive Mode ({h},{p1}.{p2})' })],
      check: { command: 'PASV' },
    },
    'helper-and-odd-229': {
      title: "The kernel's helper drops a 229 that it cannot parse",
      url: plain,
      network: { firewall: { near: { helper: [21] } } },
      services: [scripted({ epsvText: '229 Entering Extended Passive Mode (|||{port})' })],
      check: { command: 'EPSV' },
    },
    'device-drops-227': {
      title: 'An inspecting device drops 227 and 229',
      url: plain,
      network: { firewall: { far: inspected } },
      services: [pureftpd(), device([{ from: 'server', match: '^22[79] ', drop: true }])],
      check: { command: 'PASV' },
    },
    'device-drops-command': {
      title: 'An inspecting device drops PASV and EPSV on their way to vsftpd',
      url: plain,
      network: { firewall: { far: inspected } },
      services: [vsftpd(), device([{ from: 'client', match: '^(PASV|EPSV)', drop: true }])],
      check: { command: 'EPSV' },
    },
  }),
  ...forms('inspection-masks', {
    'banner-and-auth': {
      title: 'A firewall masks the banner, and AUTH becomes XXXX',
      url: 'ftpes://tester:secret@ftp.example.net/',
      args: trusted,
      network: { firewall: { far: inspected } },
      services: [vsftpd(vsftpdTls()), device([starred, crossed('AUTH')])],
      check: { commands: ['AUTH TLS'], banner: true },
    },
    'banner-and-epsv': {
      title: 'A firewall masks the banner, and FEAT, SYST and EPSV become XXXX',
      url: plain,
      network: { firewall: { far: inspected } },
      services: [proftpd(), device([starred, crossed('EPSV|FEAT|SYST|OPTS|MLSD')])],
      check: { commands: ['EPSV', 'SYST', 'FEAT'], banner: true },
    },
    'commands-only': {
      title: 'A firewall crosses out the commands that are not in RFC 959',
      url: plain,
      network: { firewall: { far: inspected } },
      services: [pyftpdlib(), device([crossed('EPSV|FEAT|OPTS|MLSD|MLST|SIZE|MDTM')])],
      check: { commands: ['EPSV', 'FEAT'], banner: false },
    },
    'banner-and-auth-proftpd': {
      title: 'A firewall masks the banner of ProFTPD, and AUTH, PBSZ and PROT become XXXX',
      url: 'ftpes://tester:secret@ftp.example.net/',
      args: trusted,
      network: { firewall: { far: inspected } },
      services: [proftpd(proftpdTls()), device([starred, crossed('AUTH|PBSZ|PROT')])],
      check: { commands: ['AUTH TLS'], banner: true },
    },
  }),
  ...forms('helper-missing', {
    'server-router-vsftpd': {
      title: "The server's router knows states and has no helper, in both directions",
      url: plain,
      network: { firewall: { far: { forward: closed } } },
      services: [vsftpd({ pasv_min_port: 0, pasv_max_port: 0 })],
    },
    'client-router-proftpd': {
      title: "The client's office lets out 21 and has no helper",
      url: plain,
      network: { firewall: { near: { forward: closed } } },
      services: [proftpd('', { range: { from: 32768, to: 60999 } })],
    },
    'server-host-pyftpdlib': {
      title: "The server's own firewall knows states and has no helper, in both directions",
      url: plain,
      network: {
        firewall: {
          server: {
            input: stateful('21'),
            output: stateful('53'),
          },
        },
      },
      services: [pyftpdlib({ range: null })],
    },
    'ipv6-server-router': {
      title: "The server's IPv6 router knows states and has no helper",
      url: plain6,
      network: { firewall: { far: { forward: closed } } },
      services: [vsftpd({ ...vsftpdDual, pasv_min_port: 0, pasv_max_port: 0 })],
    },
  }),
  ...forms('helper-port-21-only', {
    'server-router': {
      title: "The server's router binds its helper to 21; the server is asked on 2121",
      url: at2121,
      network: { firewall: { far: { helper: [21], forward: stateful('21, 2121') } } },
      services: twice({ pasv_min_port: 0, pasv_max_port: 0 }),
    },
    'client-router': {
      title: "The client's office binds its helper to 21; the server is asked on 2121",
      url: at2121,
      network: { firewall: { near: { helper: [21], forward: stateful('21, 2121') } } },
      services: [
        proftpd('', { range: { from: 32768, to: 60999 } }),
        proftpd('', { port: 2121, range: { from: 32768, to: 60999 } }),
      ],
    },
    'server-host': {
      title: "The server's own firewall binds its helper to 21; the server is asked on 2121",
      url: at2121,
      network: {
        firewall: {
          server: { helper: [21], input: stateful('21, 2121'), output: stateful('53') },
        },
      },
      services: [pyftpdlib({ range: null }), pyftpdlib({ range: null, port: 2121 })],
    },
    'server-router-pureftpd': {
      title: 'The same with Pure-FTPd',
      url: at2121,
      network: { firewall: { far: { helper: [21], forward: stateful('21, 2121') } } },
      services: [
        pureftpd([], { range: { from: 32768, to: 60999 } }),
        pureftpd([], { port: 2121, range: { from: 32768, to: 60999 } }),
      ],
    },
  }),
];
