import { proftpd } from '../servers/proftpd.ts';
import { pureftpd, pureftpdTls } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { relay, scripted } from '../servers/fake.ts';
import { vsftpd, vsftpdDual } from '../servers/vsftpd.ts';
import { forms, plain, range, trusted } from '../situation.ts';

/** Two or three replicas of vsftpd behind one address; the balancer forgets who is whose. */
const replicas = (settings: Record<string, string | number>, addresses: readonly string[]) =>
  addresses.map((listen_address) =>
    vsftpd({ listen_address, pasv_address: '203.0.113.20', pasv_promiscuous: 'YES', ...settings }),
  );

export const data = [
  ...forms('passive-rejects-peer', {
    ...Object.fromEntries(
      (
        [
          ['vsftpd', vsftpd()],
          ['pureftpd', pureftpd()],
          ['pyftpdlib', pyftpdlib()],
        ] as const
      ).map(([name, service]) => [
        `two-addresses-${name}`,
        {
          title: `The client's data leaves from another public address than its control (${name})`,
          url: plain,
          network: {
            firewall: {
              near: { snat: ['oifname "mid" tcp dport 1024-65535 snat ip to 192.0.2.1'] },
            },
          },
          services: [service],
        },
      ]),
    ),
    ...Object.fromEntries(
      (
        [
          ['vsftpd', vsftpd()],
          ['pureftpd', pureftpd()],
        ] as const
      ).map(([name, service]) => [
        `pool-of-addresses-${name}`,
        {
          title: `The client's NAT gives each connection the next address of a pool (${name})`,
          url: plain,
          network: {
            firewall: {
              near: {
                snat: [
                  'oifname "mid" tcp dport 21 snat ip to 198.51.100.70',
                  'oifname "mid" snat ip to numgen inc mod 2 map { 0 : 198.51.100.71, 1 : 198.51.100.72 }',
                ],
              },
            },
          },
          services: [service],
        },
      ]),
    ),
    ...Object.fromEntries(
      (
        [
          ['vsftpd', vsftpd()],
          ['pyftpdlib', pyftpdlib()],
        ] as const
      ).map(([name, service]) => [
        `pool-by-chance-${name}`,
        {
          title: `The client's NAT takes one of two addresses by chance, so that some transfers work (${name})`,
          url: plain,
          network: {
            firewall: {
              near: {
                snat: [
                  'oifname "mid" snat ip to numgen random mod 2 map { 0 : 198.51.100.71, 1 : 198.51.100.72 }',
                ],
              },
            },
          },
          services: [service],
          check: { tries: 12 },
        },
      ]),
    ),
    'balancer-hides-control-peer': {
      title: "The server's balancer hides the client on port 21 and not on the data ports",
      url: plain,
      network: {
        firewall: { far: { snat: ['oifname "inside" tcp dport 21 masquerade'] } },
      },
      services: [vsftpd()],
    },
  }),
  ...forms('passive-load-balanced', {
    'round-robin': {
      title: 'Two replicas of vsftpd; data connections are dealt out in turn',
      url: plain,
      network: {
        aliases: ['203.0.113.31', '203.0.113.32'],
        firewall: {
          far: {
            dnat: [
              'ip daddr 203.0.113.20 tcp dport 21 dnat ip to 203.0.113.31',
              `ip daddr 203.0.113.20 tcp dport ${range} dnat ip to numgen inc mod 2 map { 0 : 203.0.113.31, 1 : 203.0.113.32 }`,
            ],
          },
        },
      },
      services: replicas({}, ['203.0.113.31', '203.0.113.32']),
    },
    random: {
      title: 'Two replicas of vsftpd; every connection goes where chance says',
      url: plain,
      network: {
        aliases: ['203.0.113.31', '203.0.113.32'],
        firewall: {
          far: {
            dnat: [
              'ip daddr 203.0.113.20 tcp dport != 22 dnat ip to numgen random mod 2 map { 0 : 203.0.113.31, 1 : 203.0.113.32 }',
            ],
          },
        },
      },
      services: replicas({}, ['203.0.113.31', '203.0.113.32']),
    },
    'three-replicas': {
      title: 'Three replicas of vsftpd with a range of four ports each',
      url: plain,
      network: {
        aliases: ['203.0.113.31', '203.0.113.32', '203.0.113.33'],
        firewall: {
          far: {
            dnat: [
              'ip daddr 203.0.113.20 tcp dport 1-65535 dnat ip to numgen random mod 3 map { 0 : 203.0.113.31, 1 : 203.0.113.32, 2 : 203.0.113.33 }',
            ],
          },
        },
      },
      services: replicas({ pasv_max_port: 50003 }, [
        '203.0.113.31',
        '203.0.113.32',
        '203.0.113.33',
      ]),
    },
    'random-data-alone': {
      title: 'Control connections stay at one replica; data connections go where chance says',
      url: plain,
      network: {
        aliases: ['203.0.113.31', '203.0.113.32'],
        firewall: {
          far: {
            dnat: [
              'ip daddr 203.0.113.20 tcp dport 21 dnat ip to 203.0.113.31',
              `ip daddr 203.0.113.20 tcp dport ${range} dnat ip to numgen random mod 2 map { 0 : 203.0.113.31, 1 : 203.0.113.32 }`,
            ],
          },
        },
      },
      services: replicas({}, ['203.0.113.31', '203.0.113.32']),
    },
  }),
  ...forms('epsv-broken', {
    'denied-vsftpd': {
      title: 'vsftpd: cmds_denied=EPSV',
      url: plain,
      services: [vsftpd({ cmds_denied: 'EPSV' })],
      check: { refused: true },
    },
    'unknown-pyftpdlib': {
      title: 'A server that does not know EPSV',
      url: plain,
      services: [pyftpdlib({ without: ['EPSV'] })],
      check: { refused: true },
    },
    'dead-port': {
      title: '229 names a port where nothing listens',
      url: plain,
      services: [scripted({ epsvDead: true })],
    },
    'pinholes-for-pasv': {
      title: 'A firewall that opens the port of 227 and does not know 229',
      url: plain,
      network: {
        firewall: {
          far: {
            declare: ['set pinholes { type inet_service; flags dynamic; }'],
            // A pinhole is for one connection, as with the kernel's helper.
            forward: [
              `iifname "mid" tcp dport ${range} tcp dport != @pinholes ct state new drop`,
              'iifname "mid" tcp dport @pinholes ct state new delete @pinholes { tcp dport }',
            ],
            dnat: ['iifname "mid" tcp dport 21 redirect to :2021'],
            snat: ['oifname "inside" tcp dport 21 snat ip to 198.51.100.10'],
          },
        },
      },
      services: [
        proftpd(),
        relay({
          port: 2021,
          server: { host: '203.0.113.20', port: 21 },
          rules: [{ from: 'server', match: '^227 ', pinhole: true }],
        }),
      ],
    },
  }),
  ...forms('ipv6-data-broken', {
    'range-open-on-ipv4': {
      title: 'The firewall opens the range for IPv4 and forgot IPv6',
      url: 'ftp://tester:secret@dual.example.net/',
      network: {
        firewall: {
          far: { forward: [`meta nfproto ipv6 tcp dport ${range} drop`] },
        },
      },
      services: [vsftpd(vsftpdDual)],
    },
    'range-rejected-on-ipv6': {
      title: "ProFTPD's IPv6 firewall rejects the range",
      url: 'ftp://tester:secret@dual.example.net/',
      network: {
        firewall: {
          server: { input: [`meta nfproto ipv6 tcp dport ${range} reject with tcp reset`] },
        },
      },
      services: [proftpd()],
    },
    'no-epsv-on-ipv6': {
      title: 'pyftpdlib over IPv6 without EPSV: 227 cannot name the address',
      url: 'ftp://tester:secret@dual.example.net/',
      services: [pyftpdlib({ without: ['EPSV'] })],
      also: ['epsv-broken'],
      check: { noEpsv: true },
    },
    'prohibited-at-client': {
      title: "The client's router says that the range is prohibited on IPv6 (pyftpdlib)",
      url: 'ftp://tester:secret@dual.example.net/',
      network: {
        firewall: {
          near: {
            forward: [`meta nfproto ipv6 tcp dport ${range} reject with icmpv6 admin-prohibited`],
          },
        },
      },
      services: [pyftpdlib()],
    },
    'tls-range': {
      title: 'Pure-FTPd over TLS on both families; the range is dropped for IPv6',
      url: 'ftpes://tester:secret@dual.example.net/',
      args: trusted,
      network: {
        firewall: {
          near: { forward: [`meta nfproto ipv6 tcp dport ${range} drop`] },
        },
      },
      services: [pureftpd(pureftpdTls())],
    },
  }),
];
