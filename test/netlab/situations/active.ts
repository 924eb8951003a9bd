import { aioftp } from '../servers/aioftp.ts';
import { proftpd } from '../servers/proftpd.ts';
import { pureftpd } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { vsftpd, vsftpdDual, vsftpdTls } from '../servers/vsftpd.ts';
import { forms, plain, plain6, secure, stateful, trusted } from '../situation.ts';

const args = ['--active'];

/** As on Windows: without TCP timestamps a port in TIME_WAIT cannot be used again at once. */
const noTimestamps = { sysctl: { client: { 'net.ipv4.tcp_timestamps': 0 } } };

export const active = [
  ...forms('active-inbound-blocked', {
    'client-host-drops': {
      title: "The client's own firewall drops what comes in",
      url: plain,
      args,
      network: { firewall: { client: { input: stateful('22') } } },
      services: [vsftpd({ connect_timeout: 5 })],
    },
    'client-router-drops': {
      title: "The client's router lets nothing in; ProFTPD keeps trying",
      url: plain,
      args,
      network: { firewall: { near: { forward: ['iifname "mid" ct state new drop'] } } },
      services: [proftpd()],
    },
    'client-host-rejects': {
      title: "The client's own firewall rejects what comes in",
      url: plain,
      args,
      network: {
        firewall: {
          client: { input: ['ct state new tcp dport 1024-65535 reject with tcp reset'] },
        },
      },
      services: [pureftpd()],
    },
    'server-may-not-call-out': {
      title:
        "The server's router lets no connection out; pyftpdlib, which dials at PORT, is silent",
      url: plain,
      args,
      network: { firewall: { far: { forward: ['iifname "inside" ct state new drop'] } } },
      services: [pyftpdlib()],
    },
    'nat-proftpd': {
      title:
        "ProFTPD puts the NAT's address in place of the client's private one, and is refused there",
      url: plain,
      args,
      network: { client: '10.9.8' },
      services: [proftpd()],
    },
    'ipv6-client-router-drops': {
      title: "The client's router lets nothing in, IPv6",
      url: plain6,
      args,
      network: { firewall: { near: { forward: ['iifname "mid" ct state new drop'] } } },
      services: [vsftpd({ ...vsftpdDual, connect_timeout: 5 })],
    },
  }),
  ...forms('active-address-refused', {
    'nat-192-vsftpd': {
      title: 'The client is in 192.168/16 behind NAT; vsftpd refuses its address',
      url: plain,
      args,
      network: { client: '192.168.1' },
      services: [vsftpd()],
    },
    'nat-10-pureftpd': {
      title: 'The client is in 10/8 behind NAT; Pure-FTPd refuses its address',
      url: plain,
      args,
      network: { client: '10.9.8' },
      services: [pureftpd()],
    },
    'nat-172-pureftpd': {
      title: 'The client is in 172.16/12 behind NAT; Pure-FTPd refuses its address',
      url: plain,
      args,
      network: { client: '172.31.4' },
      services: [pureftpd()],
    },
    'nat-100-pyftpdlib': {
      title: 'The client is in 100.64/10 behind NAT; pyftpdlib refuses its address',
      url: plain,
      args,
      network: { client: '100.80.0' },
      services: [pyftpdlib()],
    },
    'nat-helper-at-21': {
      title: "The client's NAT has a helper for port 21; the server is asked on 2121",
      url: 'ftp://tester:secret@203.0.113.20:2121/',
      args,
      network: { client: '192.168.31', firewall: { near: { helper: [21] } } },
      services: [vsftpd({ listen_port: 2121 })],
    },
    'nat-helper-blinded': {
      title: 'NAT with a helper that TLS blinds: PORT arrives as it was sent',
      url: secure,
      args: [...args, ...trusted],
      network: { client: '192.168.30', firewall: { near: { helper: [21] } } },
      services: [
        vsftpd({ ...vsftpdTls(), force_local_logins_ssl: 'YES', force_local_data_ssl: 'YES' }),
      ],
      also: ['alg-blinded-by-tls'],
    },
  }),
  ...forms('active-disabled', {
    vsftpd: {
      title: 'vsftpd: port_enable=NO',
      url: plain,
      args,
      services: [vsftpd({ port_enable: 'NO' })],
    },
    aioftp: {
      title: 'aioftp has no active mode',
      url: plain,
      args,
      services: [aioftp()],
    },
    'proftpd-limit': {
      title: 'ProFTPD: <Limit PORT EPRT> DenyAll',
      url: plain,
      args,
      services: [proftpd('<Limit PORT EPRT>\nDenyAll\n</Limit>')],
    },
    'proftpd-root-revoke': {
      title: 'ProFTPD: RootRevoke on, so that it cannot leave from port 20',
      url: plain,
      args,
      services: [proftpd('RootRevoke on')],
    },
    pyftpdlib: {
      title: 'A server that knows neither PORT nor EPRT',
      url: plain,
      args,
      services: [pyftpdlib({ without: ['PORT', 'EPRT'] })],
    },
  }),
  ...forms('active-source-port', {
    vsftpd: {
      title: 'vsftpd: connect_from_port_20=NO',
      url: plain,
      args,
      services: [vsftpd({ connect_from_port_20: 'NO' })],
    },
    pyftpdlib: {
      title: 'pyftpdlib leaves from any port',
      url: plain,
      args,
      services: [pyftpdlib()],
    },
    'vsftpd-2121': {
      title: 'vsftpd on port 2121 leaves from 20, not 2120',
      url: 'ftp://tester:secret@203.0.113.20:2121/',
      args,
      services: [vsftpd({ listen_port: 2121 })],
    },
    'source-nat': {
      title: "The server's router gives active connections another port",
      url: plain,
      args,
      network: {
        firewall: {
          far: { snat: ['oifname "mid" tcp sport 20 snat ip to 203.0.113.20:40000-40999'] },
        },
      },
      services: [proftpd()],
    },
  }),
  ...forms('active-source-address', {
    'dnat-and-masquerade': {
      title: 'vsftpd behind DNAT leaves by another public address',
      url: plain,
      args,
      network: {
        server: '10.6.0',
        firewall: { far: { snat: ['oifname "mid" masquerade'] } },
      },
      services: [vsftpd({ pasv_address: '203.0.113.20' })],
    },
    'two-addresses': {
      title: 'ProFTPD on a host whose outgoing address is the other one',
      url: plain,
      args,
      network: {
        aliases: ['203.0.113.21'],
        firewall: {
          server: { snat: ['tcp sport 20 snat ip to 203.0.113.21'] },
        },
      },
      services: [proftpd()],
    },
    ipv6: {
      title: 'Pure-FTPd over IPv6 on a host whose outgoing address is the other one',
      url: plain6,
      args,
      network: {
        aliases: ['2001:db8:c::21'],
        firewall: {
          server: {
            snat: ['ip6 saddr 2001:db8:c::20 tcp dport 1024-65535 snat ip6 to 2001:db8:c::21'],
          },
        },
      },
      services: [pureftpd()],
    },
    pyftpdlib: {
      title: 'pyftpdlib on a host that leaves by its other address',
      url: plain,
      args,
      network: {
        aliases: ['203.0.113.21'],
        firewall: { server: { snat: ['meta l4proto tcp snat ip to 203.0.113.21'] } },
      },
      services: [pyftpdlib()],
    },
  }),
  ...forms('active-port-collision', {
    'pyftpdlib-no-reuse': {
      title: 'A server that leaves from port 20 without SO_REUSEADDR',
      url: plain,
      args,
      services: [pyftpdlib({ host: '0.0.0.0', activeFrom: 20 })],
    },
    'vsftpd-one-client-port': {
      title: 'The client has one port open for active mode; vsftpd leaves from 20 each time',
      url: plain,
      args: [...args, '--active-ports', '41000-41000'],
      network: { ...noTimestamps, firewall: { client: { input: stateful('41000') } } },
      services: [vsftpd()],
      check: { port: 41000 },
    },
    'pureftpd-one-client-port': {
      title: 'The client has one port open for active mode; Pure-FTPd leaves from 20 each time',
      url: plain,
      args: [...args, '--active-ports', '41000-41000'],
      network: {
        ...noTimestamps,
        firewall: { near: { forward: stateful('21, 41000, 50000-50100') } },
      },
      services: [pureftpd()],
      check: { port: 41000 },
    },
    'proftpd-one-client-port': {
      title: 'The client has one port open for active mode; ProFTPD leaves from 20 each time',
      url: plain,
      args: [...args, '--active-ports', '41000-41000'],
      network: { ...noTimestamps, firewall: { client: { input: stateful('41000') } } },
      services: [proftpd()],
      check: { port: 41000 },
    },
  }),
];
