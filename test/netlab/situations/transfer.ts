import { certificate } from '../certificates.ts';
import { proftpd, proftpdTls } from '../servers/proftpd.ts';
import { pureftpd } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { scripted } from '../servers/fake.ts';
import { vsftpd, vsftpdDual, vsftpdTls } from '../servers/vsftpd.ts';
import type { Network } from '../network.ts';
import { dual, forms, losing, plain, plain6, range, secure, trusted } from '../situation.ts';

/** A router that forgets a connection after a few idle seconds and then drops its packets. */
const forgetful = (router: 'near' | 'far', client?: string): Network => ({
  ...(client === undefined ? {} : { client }),
  sysctl: {
    [router]: {
      'net.netfilter.nf_conntrack_tcp_timeout_established': 4,
      'net.netfilter.nf_conntrack_tcp_loose': 0,
    },
  },
  firewall: {
    [router]: { forward: ['ct state invalid drop', 'ct state new tcp flags & syn == 0 drop'] },
  },
});

/** What says that a packet is too large. */
const TOO_LARGE = {
  ipv4: 'icmp type destination-unreachable icmp code frag-needed drop',
  ipv6: 'icmpv6 type packet-too-big drop',
};

/** A link with a smaller MTU whose routers may not say so. */
const blackHole = (
  mtu: number,
  client?: string,
  output: readonly string[] = Object.values(TOO_LARGE),
): Network => ({
  mtu,
  ...(client === undefined ? {} : { client }),
  firewall: { near: { output }, far: { output } },
});

const scriptedTls = { cert: certificate('good').chain, key: certificate('good').key };
const deep = ['--deep', '--file', '/large.bin'];
const file = ['--file', '/large.bin'];
const octets = (text: string) => `0x${Buffer.from(text).toString('hex')}`;

/** far resets the control connection where a command of four letters comes by. */
const resetAt = (command: string): Network => ({
  firewall: {
    far: { forward: [`tcp dport 21 @ih,0,32 ${octets(command)} reject with tcp reset`] },
  },
});

export const transfer = [
  ...forms('transfer-late', {
    'scanner-holds-the-file': {
      title: 'A virus scanner holds a file for 25 seconds',
      url: plain,
      services: [scripted({ dataAfter: 25 })],
    },
    'scanner-holds-the-file-tls': {
      title: 'The same under TLS',
      url: secure,
      args: trusted,
      services: [scripted({ dataAfter: 12, tls: scriptedTls })],
    },
    'confirmed-late': {
      title: 'The 226 of a download comes 20 seconds after its end',
      url: plain,
      services: [scripted({ completionAfter: 20 })],
    },
    'upload-confirmed-late': {
      title: 'An upload is confirmed after 15 seconds',
      url: plain,
      args: ['--upload', '--file', '/readme.txt'],
      check: { upload: true },
      services: [scripted({ completionAfter: 15 })],
    },
    'listings-begin-late': {
      title: 'The server says nothing to LIST for 12 seconds, and then lists',
      url: plain,
      check: { listing: true },
      services: [pyftpdlib({ listAfter: 12 })],
    },
    'never-confirmed': {
      title: 'Nothing is confirmed, and NOOP is answered',
      url: plain,
      check: { never: true },
      services: [scripted({ completionAfter: null })],
    },
  }),
  ...forms('control-dropped-during-transfer', {
    'server-router-vsftpd': {
      title: "The server's router forgets the control connection while a file is on its way",
      url: plain,
      args: deep,
      network: forgetful('far'),
      services: [vsftpd({ local_max_rate: 450_000 })],
    },
    'client-nat-proftpd': {
      title: "The client's NAT forgets the control connection while a file is on its way",
      url: plain,
      args: deep,
      network: forgetful('near', '192.168.4'),
      services: [proftpd('TransferRate RETR 450')],
    },
    'server-router-tls': {
      title: "The server's router forgets the control connection under TLS, without --deep",
      url: secure,
      args: [...trusted, ...file],
      network: forgetful('far'),
      services: [vsftpd({ ...vsftpdTls(), local_max_rate: 700_000 })],
    },
    'client-nat-tls': {
      title: "The client's NAT forgets the control connection under TLS, without --deep",
      url: secure,
      args: [...trusted, ...file],
      network: forgetful('near', '192.168.12'),
      services: [proftpd(`${proftpdTls()}TransferRate RETR 600`)],
    },
    'server-router-pyftpdlib': {
      title: "The server's router forgets the control connection to pyftpdlib",
      url: plain,
      args: deep,
      network: forgetful('far'),
      services: [pyftpdlib({ rate: 450_000 })],
    },
  }),
  ...forms('server-idle-timeout', {
    'proftpd-session': {
      title: 'ProFTPD: TimeoutSession ends the session in the middle of a transfer',
      url: plain,
      args: deep,
      services: [proftpd('TransferRate RETR 400\nTimeoutSession 5')],
    },
    'proftpd-session-tls': {
      title: 'ProFTPD: TimeoutSession ends the session in the middle of a transfer, under TLS',
      url: secure,
      args: [...deep, ...trusted],
      services: [proftpd(`${proftpdTls()}TransferRate RETR 400\nTimeoutSession 5`)],
    },
    'pyftpdlib-session-tls': {
      title: 'pyftpdlib ends each session after 5 s with 421, under TLS',
      url: secure,
      args: [...deep, ...trusted],
      services: [pyftpdlib({ rate: 450_000, sessionLimit: 5, tls: 'good' })],
    },
    'says-421-tls': {
      title: "The server's idle timer does not see the transfer: 421, under TLS",
      url: secure,
      args: [...deep, ...trusted],
      services: [scripted({ tls: scriptedTls, rate: 250_000, idle: 5, idleText: '421 Timeout.' })],
    },
    'says-421': {
      title: "The server's idle timer does not see the transfer: 421",
      url: plain,
      args: deep,
      services: [scripted({ rate: 250_000, idle: 5, idleText: '421 Timeout.' })],
    },
    closes: {
      title: "The server's idle timer does not see the transfer: the connection closes",
      url: plain,
      args: deep,
      services: [scripted({ rate: 250_000, idle: 4 })],
    },
    'pyftpdlib-session': {
      title: 'pyftpdlib ends each session after 5 s with 421',
      url: plain,
      args: deep,
      services: [pyftpdlib({ rate: 450_000, sessionLimit: 5 })],
    },
  }),
  ...forms('path-mtu-black-hole', {
    'large-directory-vsftpd': {
      title: 'A tunnel of 1400 bytes; a directory of 300 files is what meets it first',
      url: `${plain}docs/many`,
      network: blackHole(1400),
      services: [vsftpd()],
      check: { directory: 'docs/many' },
    },
    'large-directory-pureftpd-nat': {
      title: 'The same behind NAT, with Pure-FTPd',
      url: `${plain}docs/many`,
      network: blackHole(1380, '192.168.178'),
      services: [pureftpd()],
      check: { directory: 'docs/many' },
    },
    'ipv6-alone-proftpd': {
      title: 'A name with both families; over IPv6 alone nothing says that packets are too large',
      url: dual,
      network: blackHole(1320, undefined, [TOO_LARGE.ipv6]),
      services: [proftpd()],
      check: { ipv6: true },
    },
    'ipv6-alone-large-directory': {
      title: 'The same, met by a directory of 300 files of vsftpd',
      url: `${dual}docs/many`,
      network: blackHole(1320, undefined, [TOO_LARGE.ipv6]),
      services: [vsftpd(vsftpdDual)],
      check: { ipv6: true },
    },
    'tunnel-vsftpd': {
      title: 'A tunnel of 1400 bytes on the way; no ICMP says so',
      url: plain,
      args: file,
      network: blackHole(1400),
      services: [vsftpd()],
    },
    'pppoe-proftpd-nat': {
      title: 'PPPoE (1492) behind NAT; no ICMP says so',
      url: plain,
      args: file,
      network: blackHole(1492, '192.168.178'),
      services: [proftpd()],
    },
    'unnamed-file-pyftpdlib': {
      title: 'A tunnel of 1290 bytes whose far end says nothing; the file is found in the listing',
      url: plain,
      network: {
        mtu: 1290,
        firewall: {
          far: { output: ['icmp type destination-unreachable icmp code frag-needed drop'] },
        },
      },
      services: [pyftpdlib()],
    },
    'ipv6-pureftpd': {
      title: 'An IPv6 tunnel of 1280 bytes; no ICMPv6 says so',
      url: plain6,
      args: file,
      network: blackHole(1280),
      services: [pureftpd()],
    },
    'tls-vsftpd': {
      title: 'A tunnel of 1300 bytes under TLS; no ICMP says so',
      url: secure,
      args: [...file, ...trusted],
      network: blackHole(1300),
      services: [vsftpd({ ...vsftpdTls('direct') })],
    },
  }),
  ...forms('transfer-stalled', {
    'listings-hang': {
      title: 'The server takes LIST, in passive and in active mode, and says nothing for minutes',
      url: plain,
      check: { silent: true },
      services: [pyftpdlib({ listAfter: 200 })],
    },
    'no-byte': {
      title: '150 comes, and then no byte',
      url: plain,
      services: [scripted({ stallAfter: 0 })],
    },
    'payload-dropped': {
      title: 'A filter lets data connections be made and drops what they carry',
      url: plain,
      network: { firewall: { far: { forward: [`tcp sport ${range} ip length > 80 drop`] } } },
      services: [vsftpd()],
    },
    'payload-dropped-pureftpd': {
      title: "The client's security software drops what data connections carry",
      url: plain,
      network: { firewall: { client: { input: [`tcp sport ${range} ip length > 80 drop`] } } },
      services: [pureftpd()],
    },
    'half-way': {
      title: 'A file stops after 1 MiB',
      url: plain,
      args: file,
      services: [scripted({ stallAfter: 1_048_576 })],
      check: { after: 1_048_576 },
    },
    'quota-of-a-connection': {
      title: 'A firewall drops each data connection after 600 kB',
      url: plain,
      args: file,
      network: {
        sysctl: { far: { 'net.netfilter.nf_conntrack_acct': 1 } },
        firewall: { far: { forward: [`tcp sport ${range} ct bytes > 600000 drop`] } },
      },
      services: [proftpd()],
      check: { after: 400_000 },
    },
  }),
  ...forms('transfer-truncated', {
    'early-close-226': {
      title: 'Data closes after 1 MiB of 2, and 226 follows',
      url: plain,
      args: file,
      services: [scripted({ truncateAfter: 1_048_576 })],
    },
    'reset-426': {
      title: 'Data is reset after 1 MiB of 2, and 426 follows',
      url: plain,
      args: file,
      services: [
        scripted({
          truncateAfter: 1_048_576,
          truncateBy: 'reset',
          truncatedCompletion: '426 Connection closed; transfer aborted.',
        }),
      ],
    },
    'small-loss': {
      title: 'The last 100 bytes of a file never come, and 226 follows',
      url: plain,
      args: file,
      services: [scripted({ truncateAfter: 2 * 1_048_576 - 100 })],
    },
    'firewall-resets': {
      title: 'A content filter resets data connections after 600 kB (vsftpd)',
      url: plain,
      args: file,
      network: {
        sysctl: { far: { 'net.netfilter.nf_conntrack_acct': 1 } },
        firewall: {
          far: {
            forward: [`tcp dport ${range} ct bytes > 600000 reject with tcp reset`],
          },
        },
      },
      services: [vsftpd({ local_max_rate: 900_000 })],
    },
  }),
  ...forms('packet-loss', {
    vsftpd: {
      title: 'Fifteen packets in a hundred get lost in each direction (vsftpd)',
      url: plain,
      network: { firewall: { far: { forward: losing(15) } } },
      services: [vsftpd()],
    },
    'proftpd-tls': {
      title: 'Twelve packets in a hundred get lost in each direction, under TLS (ProFTPD)',
      url: secure,
      args: trusted,
      network: { firewall: { far: { forward: losing(12) } } },
      services: [proftpd(proftpdTls())],
    },
    'ipv6-pureftpd': {
      title: 'Sixteen packets in a hundred get lost in each direction, over IPv6 (Pure-FTPd)',
      url: plain6,
      network: { firewall: { far: { forward: losing(16) } } },
      services: [pureftpd()],
    },
    'to-the-server-only': {
      title: 'Three in ten packets to the server get lost, none from it (pyftpdlib)',
      url: plain,
      network: {
        firewall: {
          far: {
            forward: [`tcp dport 1-65535 ip daddr 203.0.113.20 numgen random mod 100 < 30 drop`],
          },
        },
      },
      services: [pyftpdlib()],
    },
  }),
  ...forms('control-closed', {
    'reset-at-feat': {
      title: 'An intrusion filter resets the connection at FEAT',
      url: plain,
      network: resetAt('FEAT'),
      services: [vsftpd()],
      check: { command: 'FEAT' },
    },
    'reset-at-epsv': {
      title: 'An intrusion filter resets the connection at EPSV',
      url: plain,
      network: resetAt('EPSV'),
      services: [proftpd()],
      check: { command: 'EPSV' },
    },
    'reset-at-type': {
      title: 'An intrusion filter resets the connection at TYPE',
      url: plain,
      network: resetAt('TYPE'),
      services: [proftpd()],
      check: { command: 'TYPE I' },
    },
    'crash-at-list': {
      title: 'The server dies at LIST',
      url: plain,
      services: [scripted({ closeAt: 'LIST' })],
      check: { command: 'LIST' },
    },
    'reset-at-pass': {
      title: 'The connection is reset at PASS',
      url: plain,
      services: [scripted({ closeAt: 'PASS', closeBy: 'reset' })],
      check: { command: 'PASS', login: false },
    },
    'tls-closed-at-prot': {
      title: 'The server closes at PROT, under TLS',
      url: secure,
      args: trusted,
      services: [scripted({ tls: scriptedTls, closeAt: 'PROT' })],
      check: { command: 'PROT P' },
    },
  }),
];
