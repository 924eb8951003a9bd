import { certificate } from '../certificates.ts';
import { proftpd, proftpdTls } from '../servers/proftpd.ts';
import { pureftpd, pureftpdTls } from '../servers/pureftpd.ts';
import { pyftpdlib } from '../servers/pyftpdlib.ts';
import { relay, scripted } from '../servers/fake.ts';
import { vsftpd, vsftpdDual, vsftpdTls } from '../servers/vsftpd.ts';
import type { Network } from '../network.ts';
import { forms, named, plain, plain6, range, secure, trusted } from '../situation.ts';

/** far hands control connections to the relay, which looks like the client to the server. */
const inspected: Network = {
  firewall: {
    far: {
      dnat: ['iifname "mid" ip daddr 203.0.113.20 tcp dport 21 redirect to :2021'],
      snat: ['oifname "inside" tcp dport 21 snat ip to 198.51.100.10'],
    },
  },
};

const scriptedTls = { cert: certificate('good').chain, key: certificate('good').key };

export const tls = [
  ...forms('clear-text', {
    vsftpd: {
      title: 'vsftpd with TLS switched off, as it comes',
      url: plain,
      services: [vsftpd()],
    },
    proftpd: {
      title: 'ProFTPD without mod_tls',
      url: plain,
      services: [proftpd()],
    },
    'vsftpd-ipv6': {
      title: 'vsftpd with TLS switched off, over IPv6',
      url: plain6,
      services: [vsftpd(vsftpdDual)],
    },
    'proftpd-ipv6': {
      title: 'ProFTPD without mod_tls, over IPv6',
      url: plain6,
      services: [proftpd()],
    },
  }),
  ...forms('tls-required', {
    'in-german': {
      title: 'USER is refused in clear, in words that do not name TLS',
      url: named,
      args: trusted,
      network: inspected,
      services: [
        proftpd(proftpdTls()),
        relay({
          port: 2021,
          server: { host: '203.0.113.20', port: 21 },
          rules: [
            {
              from: 'server',
              match: '^331 .*',
              replace: '530 Anmeldung nur verschl\u00fcsselt m\u00f6glich\r',
            },
          ],
        }),
      ],
    },
    vsftpd: {
      title: 'vsftpd lets in users over TLS only',
      url: named,
      args: trusted,
      services: [
        vsftpd({ ...vsftpdTls(), force_local_logins_ssl: 'YES', force_local_data_ssl: 'YES' }),
      ],
    },
    proftpd: {
      title: 'ProFTPD: TLSRequired on',
      url: named,
      args: trusted,
      services: [proftpd(`${proftpdTls()}TLSRequired on\n`)],
    },
    pureftpd: {
      title: 'Pure-FTPd: --tls=2',
      url: named,
      args: trusted,
      services: [pureftpd(pureftpdTls(2))],
    },
    pyftpdlib: {
      title: 'pyftpdlib: tls_control_required',
      url: named,
      args: trusted,
      services: [pyftpdlib({ tls: 'good', handler: { tls_control_required: true } })],
    },
  }),
  ...forms('tls-untrusted', {
    'self-signed': {
      title: 'The certificate is self-signed',
      url: secure,
      services: [vsftpd(vsftpdTls('self-signed'))],
      check: { reason: 'self-signed' },
    },
    expired: {
      title: 'The certificate has expired',
      url: secure,
      args: trusted,
      services: [proftpd(proftpdTls('expired'))],
      check: { reason: 'expired' },
    },
    'other-name': {
      title: 'The certificate is for another host',
      url: secure,
      args: trusted,
      services: [pureftpd(pureftpdTls(1, 'other-name'))],
      check: { reason: 'mismatch' },
    },
    incomplete: {
      title: 'The server does not send its intermediate certificate',
      url: secure,
      args: trusted,
      services: [vsftpd(vsftpdTls('incomplete'))],
      check: { reason: 'unable to get local issuer' },
    },
    'unknown-authority': {
      title: 'The certificate is signed by an authority nobody knows',
      url: secure,
      args: trusted,
      services: [pyftpdlib({ tls: 'unknown-authority' })],
      check: { reason: 'unable to get local issuer' },
    },
    'implicit-self-signed': {
      title: 'Implicit TLS with a self-signed certificate',
      url: 'ftps://tester:secret@ftp.example.net/',
      services: [vsftpd({ ...vsftpdTls('self-signed'), implicit_ssl: 'YES', listen_port: 990 })],
      check: { reason: 'self-signed' },
    },
  }),
  ...forms('tls-handshake-failed', {
    'data-reset': {
      title: 'A device resets passive data connections at their ClientHello',
      url: secure,
      args: trusted,
      network: {
        firewall: {
          far: { forward: [`tcp dport ${range} @ih,0,16 0x1603 reject with tcp reset`] },
        },
      },
      check: { data: true },
      services: [pureftpd(pureftpdTls(2))],
    },
    'old-version': {
      title: 'ProFTPD speaks TLS 1.0 only',
      url: secure,
      args: trusted,
      services: [proftpd(`${proftpdTls()}TLSProtocol TLSv1\nTLSCipherSuite ALL:@SECLEVEL=0\n`)],
    },
    'no-common-cipher': {
      title: 'ProFTPD offers one cipher that its certificate cannot serve',
      url: secure,
      args: trusted,
      services: [proftpd(`${proftpdTls()}TLSProtocol TLSv1.2\nTLSCipherSuite AES128-SHA\n`)],
    },
    'client-certificate': {
      title:
        'ProFTPD wants a certificate of the client; with TLS 1.3 that shows after the handshake',
      url: secure,
      args: trusted,
      services: [
        proftpd(
          `${proftpdTls()}TLSProtocol TLSv1.3\nTLSVerifyClient on\nTLSCACertificateFile ${certificate('good').chain}\n`,
        ),
      ],
      check: { after: true },
    },
    'clear-at-990': {
      title: 'The URL says implicit TLS, the port speaks FTP in clear',
      url: 'ftps://tester:secret@ftp.example.net/',
      args: trusted,
      services: [pyftpdlib({ port: 990 })],
      check: { clear: true },
    },
    'reset-on-client-hello': {
      title: 'A firewall resets the connection at the ClientHello',
      url: secure,
      args: trusted,
      network: {
        firewall: {
          far: { forward: ['tcp dport 21 @ih,0,16 0x1603 reject with tcp reset'] },
        },
      },
      services: [pureftpd(pureftpdTls())],
    },
    'no-handshake-after-234': {
      title: 'The server says 234 and then knows no TLS',
      url: secure,
      args: trusted,
      services: [scripted({ replies: { AUTH: '234 Proceed' } })],
    },
  }),
  ...forms('tls-data-protection-required', {
    vsftpd: {
      title: 'vsftpd wants TLS for data, not for the login',
      url: plain,
      services: [vsftpd({ ...vsftpdTls(), force_local_data_ssl: 'YES' })],
    },
    proftpd: {
      title: 'ProFTPD: TLSRequired data',
      url: plain,
      services: [proftpd(`${proftpdTls()}TLSRequired data\n`)],
    },
    pyftpdlib: {
      title: 'pyftpdlib: tls_data_required',
      url: plain,
      services: [pyftpdlib({ tls: 'good', handler: { tls_data_required: true } })],
    },
    'refuses-private': {
      title: 'The server refuses PROT P',
      url: secure,
      args: trusted,
      services: [
        scripted({ tls: scriptedTls, replies: { PROT: '534 Protection level P is not allowed' } }),
      ],
      check: { refuses: true },
    },
  }),
  ...forms('tls-session-reuse-required', {
    vsftpd: {
      title: 'vsftpd: require_ssl_reuse=YES',
      url: secure,
      args: trusted,
      services: [vsftpd({ ...vsftpdTls(), require_ssl_reuse: 'YES' })],
    },
    proftpd: {
      title: 'ProFTPD demands resumption by default',
      url: secure,
      args: trusted,
      services: [proftpd(`${proftpdTls()}TLSOptions AllowClientRenegotiations\n`)],
    },
    'data-425': {
      title: 'A server that ends an unresumed data connection with 425',
      url: secure,
      args: trusted,
      services: [scripted({ tls: scriptedTls, requireReuse: true })],
    },
    impossible: {
      title: 'A server that demands resumption and gives nothing to resume',
      url: secure,
      args: trusted,
      services: [scripted({ tls: { ...scriptedTls, tickets: false }, requireReuse: true })],
      check: { possible: false },
    },
  }),
  ...forms('tls-close-notify', {
    missing: {
      title: 'Data ends without close_notify, and 426 follows',
      url: secure,
      args: trusted,
      services: [
        scripted({
          tls: scriptedTls,
          tlsEnd: 'fin',
          tlsCompletion: '426 Failure reading network stream.',
        }),
      ],
    },
    reset: {
      title: 'TLS data ends with a reset, and 425 follows',
      url: secure,
      args: trusted,
      services: [
        scripted({
          tls: scriptedTls,
          tlsEnd: 'reset',
          tlsCompletion: '425 Data connection error.',
        }),
      ],
    },
    'no-completion': {
      title: 'After TLS data no completion comes',
      url: secure,
      args: trusted,
      services: [scripted({ tls: scriptedTls, tlsEnd: 'fin', tlsCompletion: '' })],
    },
    'refused-completion': {
      title: 'TLS data ends properly, and 450 follows',
      url: secure,
      args: trusted,
      services: [
        scripted({
          tls: scriptedTls,
          tlsCompletion: '450 TLS shutdown of data connection failed.',
        }),
      ],
    },
  }),
];
