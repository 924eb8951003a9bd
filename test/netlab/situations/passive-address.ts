import { proftpd } from '../servers/proftpd.ts';
import { pureftpd, pureftpdTls } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { vsftpd, vsftpdDual, vsftpdTls } from '../servers/vsftpd.ts';
import { forms, plain, secure, trusted } from '../situation.ts';

export const addresses = [
  ...forms('passive-address-private', {
    'dnat-10-vsftpd': {
      title: 'vsftpd behind DNAT announces 10.1.2.20',
      url: plain,
      network: { server: '10.1.2' },
      services: [vsftpd()],
    },
    'dnat-172-proftpd': {
      title: 'ProFTPD behind DNAT announces 172.20.5.20, which the internet says is unreachable',
      url: plain,
      network: { server: '172.20.5', private: 'unreachable' },
      services: [proftpd()],
    },
    'dnat-192-pureftpd': {
      title: 'Pure-FTPd behind DNAT announces 192.168.77.20; the client has a network of that kind',
      url: plain,
      network: { server: '192.168.77', client: '192.168.1' },
      services: [pureftpd()],
    },
    'dnat-100-pyftpdlib': {
      title: 'pyftpdlib behind carrier-grade NAT announces 100.64.9.20',
      url: plain,
      network: { server: '100.64.9' },
      services: [pyftpdlib()],
    },
    'setting-vsftpd-192': {
      title: 'vsftpd on a public address: pasv_address is 192.168.0.10',
      url: plain,
      services: [vsftpd({ pasv_address: '192.168.0.10' })],
    },
    'setting-proftpd-10': {
      title: 'ProFTPD on a public address: MasqueradeAddress 10.0.0.5',
      url: plain,
      network: { private: 'unreachable' },
      services: [proftpd('MasqueradeAddress 10.0.0.5')],
    },
    'setting-pureftpd-172': {
      title: 'Pure-FTPd on a public address: --forcepassiveip=172.17.0.2',
      url: plain,
      services: [pureftpd(['--forcepassiveip=172.17.0.2'])],
    },
    'setting-proftpd-198-18': {
      title: 'ProFTPD announces 198.18.0.5, which leads nowhere in public',
      also: ['passive-address-foreign'],
      url: plain,
      network: { private: 'unreachable' },
      services: [proftpd('MasqueradeAddress 198.18.0.5')],
    },
    'same-lan-numbers': {
      title: 'Both sides use 192.168.1.0/24: the private address leads into the client network',
      url: plain,
      network: { server: '192.168.1', client: '192.168.1' },
      services: [proftpd()],
    },
    'tls-vsftpd': {
      title: 'vsftpd behind DNAT, TLS required',
      url: secure,
      args: trusted,
      network: { server: '10.8.0' },
      services: [
        vsftpd({ ...vsftpdTls(), force_local_logins_ssl: 'YES', force_local_data_ssl: 'YES' }),
      ],
    },
    'tls-pureftpd-100': {
      title: 'Pure-FTPd behind DNAT in 100.64/10, TLS required',
      url: secure,
      args: trusted,
      network: { server: '100.100.3' },
      services: [pureftpd(pureftpdTls(2))],
    },
  }),
  ...forms('passive-address-unusable', {
    'vsftpd-zero': {
      title: 'vsftpd with listen_ipv6 and pasv_address announces 0.0.0.0',
      url: plain,
      services: [vsftpd({ ...vsftpdDual, pasv_address: '203.0.113.20' })],
      check: { address: '0.0.0.0' },
    },
    'proftpd-loopback': {
      title: 'ProFTPD: MasqueradeAddress 127.0.0.1',
      url: plain,
      services: [proftpd('MasqueradeAddress 127.0.0.1')],
      check: { address: '127.0.0.1' },
    },
    'pyftpdlib-loopback': {
      title: 'pyftpdlib in a container announces 127.0.1.1',
      url: plain,
      services: [pyftpdlib({ handler: { masquerade_address: '127.0.1.1' } })],
      check: { address: '127.0.1.1' },
    },
    broadcast: {
      title: 'A server announces 255.255.255.255',
      url: plain,
      services: [pyftpdlib({ handler: { masquerade_address: '255.255.255.255' } })],
      check: { address: '255.255.255.255' },
    },
  }),
  ...forms('passive-address-foreign', {
    'old-address': {
      title: "Pure-FTPd announces yesterday's public address, which leads nowhere",
      url: plain,
      services: [pureftpd(['--forcepassiveip=203.0.113.77'])],
    },
    'other-host-refuses': {
      title: 'vsftpd announces the address of another host, which refuses',
      url: plain,
      network: { aliases: ['203.0.113.30'] },
      services: [vsftpd({ listen_address: '203.0.113.20', pasv_address: '203.0.113.30' })],
    },
    'no-hairpin': {
      title: 'Client and ProFTPD are in the same private network, 227 names the public address',
      url: 'ftp://tester:secret@10.2.0.20/',
      network: { client: '10.1.0', server: '10.2.0', private: 'route', forwarded: '21' },
      services: [proftpd('MasqueradeAddress 192.0.2.99')],
    },
    'wrong-masquerade-tls': {
      title: 'pyftpdlib over TLS: masquerade_address is another public host',
      url: secure,
      args: trusted,
      services: [pyftpdlib({ tls: 'good', handler: { masquerade_address: '198.51.100.200' } })],
    },
  }),
];
