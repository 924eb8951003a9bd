import { expect } from 'chai';
import { addressesIn, isNat64, reachOf } from '../../../src/probe/addresses.ts';
import { causeCodes, explainCause } from '../../../src/diagnose/explain.ts';
import { changes, portTable } from '../../../src/diagnose/evidence/ports.ts';
import { recognise } from '../../../src/probe/products.ts';
import { withoutSecret } from '../../../src/diagnose/secrets.ts';
import {
  speaksOfCertificate,
  speaksOfCommand,
  speaksOfConnection,
  speaksOfDisabled,
  speaksOfLimit,
  speaksOfPorts,
  speaksOfProtection,
  speaksOfReuse,
  speaksOfStorage,
  speaksOfTimeout,
  speaksOfTls,
} from '../../../src/probe/reply-phrases.ts';
import type { Observation } from '../../../src/probe/observations.ts';
import { asked, dead, greeted, loggedIn, passive, reply } from './observed.ts';

describe('how far an address reaches', () => {
  const REACH: readonly (readonly [string, string])[] = [
    ['10.0.0.1', 'private'],
    ['192.0.0.2', 'private'],
    ['192.0.2.1', 'public'],
    ['198.17.255.255', 'public'],
    ['198.18.0.5', 'private'],
    ['198.19.255.255', 'private'],
    ['172.15.255.255', 'public'],
    ['172.16.0.1', 'private'],
    ['172.31.255.254', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.255.1', 'private'],
    ['192.169.0.1', 'public'],
    ['100.63.255.255', 'public'],
    ['100.64.0.1', 'private'],
    ['100.127.255.254', 'private'],
    ['100.128.0.1', 'public'],
    ['169.254.1.1', 'private'],
    ['0.0.0.0', 'unusable'],
    ['127.0.1.1', 'unusable'],
    ['224.0.0.1', 'unusable'],
    ['255.255.255.255', 'unusable'],
    ['223.255.255.1', 'public'],
    ['::', 'unusable'],
    ['::1', 'unusable'],
    ['ff02::1', 'unusable'],
    ['fd00::1', 'private'],
    ['fe80::1', 'private'],
    ['2001:db8::1', 'public'],
  ];
  for (const [address, reach] of REACH)
    it(`${address} is ${reach}`, () => expect(reachOf(address)).to.equal(reach));

  it('knows the prefix of NAT64', () => {
    expect(isNat64('64:ff9b::cb00:7114')).to.equal(true);
    expect(isNat64('2001:db8::1')).to.equal(false);
  });
});

describe('addresses in what a server says', () => {
  it('are found whatever stands around them, in one form', () => {
    expect(addressesIn('Connected to ::ffff:203.0.113.20:21.')).to.deep.equal(['203.0.113.20']);
    expect(addressesIn('Connected from host (198.51.100.7)')).to.deep.equal(['198.51.100.7']);
    expect(addressesIn('only to 2001:DB8:0:0::7, no other')).to.deep.equal(['2001:db8::7']);
  });

  it('are not versions, times or words', () => {
    expect(addressesIn('Pure-FTPd 1.0.50 at 12:30:45, 300.1.1.1, face: add')).to.deep.equal([]);
  });
});

describe('ports that work and ports that fail', () => {
  const table = (good: number[], bad: number[]) =>
    portTable([
      ...good.map((port) => passive('PASV', { port })),
      ...bad.map((port) => dead('PASV', 'filtered', { port })),
    ]);

  it('are counted apart, and those that do both for themselves', () => {
    const found = table([1, 2, 5], [5, 9]);
    expect(found).to.deep.equal({ good: [1, 2], bad: [9], fickle: [5] });
  });

  it('show by their changes whether there is a boundary', () => {
    expect(changes(table([1, 2, 3], [7, 8]))).to.equal(1);
    expect(changes(table([1, 2, 8], [5, 6]))).to.equal(2);
    expect(changes(table([1, 3, 5], [2, 4]))).to.equal(4);
  });
});

describe('the product of a server', () => {
  const WORDS: readonly (readonly [string, ReturnType<typeof greeted>['answer']])[] = [
    ['vsftpd', reply('', 220, '(vsFTPd 3.0.3)')],
    ['ProFTPD', reply('', 220, 'ProFTPD 1.3.8 Server (x) [::ffff:192.0.2.1]')],
    ['Pure-FTPd', reply('', 220, '---------- Welcome to Pure-FTPd [privsep] [TLS] ----------')],
    ['FileZilla Server', reply('', 220, 'FileZilla Server 1.8.1')],
    ['IIS', reply('', 220, 'Microsoft FTP Service')],
    ['pyftpdlib', reply('', 220, 'pyftpdlib 1.5.7 ready.')],
    ['uftpd', reply('', 220, 'uftpd (2.15) ready.')],
    ['LightFTP', reply('', 220, 'LightFTP server ready')],
    ['nodeftpd', reply('', 220, 'FTP server (nodeftpd) ready')],
    ['SFTPGo', reply('', 220, 'SFTPGo 2.5.6 ready')],
    ['rclone', reply('', 220, 'Welcome to Rclone v1.65.0 FTP Server')],
    ['unftp', reply('', 220, 'Welcome to unFTP')],
    ['Twisted', reply('', 220, 'Twisted 22.4.0 FTP Server')],
    ['Serv-U', reply('', 220, 'Serv-U FTP Server v15.1 ready...')],
    ['CrushFTP', reply('', 220, 'Welcome to CrushFTP!')],
    ['Cerberus FTP Server', reply('', 220, 'Welcome to Cerberus FTP Server')],
    ['Wing FTP Server', reply('', 220, 'Wing FTP Server ready...')],
    ['Synology', reply('', 220, 'DiskStation FTP server ready.')],
    ['QNAP', reply('', 220, 'NASFTPD Turbo station 1.3.5a Server (ProFTPD) [192.0.2.1]')],
    ['FRITZ!Box', reply('', 220, 'FRITZ!Box7490 FTP server ready.')],
    ['MikroTik', reply('', 220, 'router FTP server (MikroTik 6.49.6) ready')],
    ['inetutils-ftpd', reply('', 220, 'host FTP server (GNU inetutils 2.4) ready.')],
    ['a printer', reply('', 220, 'RICOH Aficio MP C3003 FTP server (12.34) ready.')],
    ['z/OS', reply('', 220, 'FTPD1 IBM FTP CS V2R4 at mvs.example, 10:00:00 on 2026-01-02.')],
    ['OS/400', reply('', 220, 'QTCP at AS400.EXAMPLE.')],
  ];
  for (const [product, answer] of WORDS)
    it(`${product} is known by its greeting`, () =>
      expect(recognise([greeted(answer)])).to.equal(product));

  it('is known by other words where the greeting is silent', () => {
    expect(recognise([greeted(), asked(reply('SYST', 215, 'Windows_NT'))])).to.equal('IIS');
    expect(recognise([greeted(), asked(reply('HELP', 214, 'Help OK.'))])).to.equal('vsftpd');
    const help = reply(
      'HELP',
      214,
      "The following commands are recognized (* =>'s unimplemented):",
    );
    expect(recognise([greeted(), asked(help)])).to.equal('ProFTPD');
  });

  it('is what calls itself by name, whatever else its words are like', () => {
    const quoting = asked(reply('HELP', 214, 'Help OK.'));
    expect(recognise([greeted(reply('', 220, 'Twisted FTP Server')), quoting])).to.equal('Twisted');
  });

  const UNKNOWN: readonly (readonly [string, Observation])[] = [
    ['a system', asked(reply('SYST', 215, 'UNIX Type: L8'))],
    ['whom to write to', asked(reply('HELP', 214, 'Direct comments to @vm.'))],
    ['an address of mail', asked(reply('HELP', 214, 'Direct comments to bugs@proftpd.org'))],
    ['an address of the web', greeted(reply('', 220, 'see https://www.proftpd.org/docs'))],
    [
      'a request for the password',
      loggedIn({ answers: [reply('USER a', 331, 'Password required for a')] }),
    ],
    ['a welcome', loggedIn({ answers: [reply('PASS ****', 230, 'We mirror vsftpd and ProFTPD')] })],
    ['a file', passive('PASV', { opened: reply('LIST', 150, 'Opening log-pyftpdlib') })],
    ['a refusal', asked(reply('HELP', 502, 'ProFTPD does not help'))],
    ['a part of a word', greeted(reply('', 220, 'Untwisted server'))],
  ];
  for (const [what, seen] of UNKNOWN)
    it(`stays unknown where ${what} is all that speaks`, () =>
      expect(recognise([greeted(), seen])).to.equal(undefined));
});

describe('a password that a server repeats', () => {
  it('is hidden in its words, and leaves codes and words of ours alone', () => {
    const said = {
      code: 'broken',
      evidence: ['broken: "530 broken is wrong"'],
      seen: { lines: ['no broken'] },
    };
    expect(withoutSecret(said, 'broken')).to.deep.equal({
      code: 'broken',
      evidence: ['broken: "530 **** is wrong"'],
      seen: { lines: ['no ****'] },
    });
  });

  it('is hidden only where it stands alone, if it is short', () => {
    const said = { evidence: ['dial in 1 ms: "10.1.2.3 in 1 ms"'], lines: ['items in 1 ms'] };
    expect(withoutSecret(said, 'ms')).to.deep.equal({
      evidence: ['dial in 1 ms: "10.1.2.3 in 1 ****"'],
      lines: ['items in 1 ****'],
    });
    expect(withoutSecret(said, 's')).to.deep.equal(said);
  });
});

describe('the words of replies', () => {
  const SAYS: readonly (readonly [string, (text: string) => boolean, string[], string[]])[] = [
    [
      'a limit',
      speaksOfLimit,
      [
        'There are too many connections from your internet address.',
        '50 users (the maximum) are already logged in, sorry',
      ],
      ['Login incorrect.', 'Permission denied.'],
    ],
    [
      'TLS',
      speaksOfTls,
      [
        'Non-anonymous sessions must use encryption.',
        'SSL/TLS required on the control channel',
        'Use AUTH first.',
        'Sorry, cleartext sessions are not accepted on this server.',
      ],
      ['Login incorrect.', 'Authentication failed.', 'This FTP server is anonymous only.'],
    ],
    [
      'protection',
      speaksOfProtection,
      ['Data connections must be encrypted.', 'SSL/TLS required on the data channel'],
      ['Security: Bad IP connecting.', 'SSL connection failed; session reuse required'],
    ],
    [
      'reuse',
      speaksOfReuse,
      [
        'SSL connection failed; session reuse required: see require_ssl_reuse option',
        'TLS session of data connection has not resumed',
      ],
      ['Failed to establish connection.'],
    ],
    [
      'a command',
      speaksOfCommand,
      [
        '5.5.1 Unrecognized',
        'Syntax error, command unrecognized.',
        'unrecognized command',
        'Command not implemented.',
      ],
      ['Invalid user name.', 'Unknown user tester.'],
    ],
    [
      'a limit',
      speaksOfLimit,
      [
        'Zu viele Verbindungen',
        'Trop de connexions',
        'Demasiadas conexiones',
        'D\\xc3\\xa9sol\\xc3\\xa9, limite atteinte',
      ],
      ['Climax', 'Unlimited', 'Delimiter'],
    ],
    [
      'a port',
      speaksOfPorts,
      ['OOPS: vsf_sysutil_bind', 'No port free', 'Address already in use', 'Illegal PORT command.'],
      ['EPSV not supported', 'Command not supported.', 'Report it', 'Binder'],
    ],
    [
      'storage',
      speaksOfStorage,
      ['Quota exceeded', 'No space left on device', 'Speicherplatz ersch\\xf6pft'],
      ['Permission denied.', 'Equotable'],
    ],
    [
      'being switched off',
      speaksOfDisabled,
      ['EPSV not supported', 'Befehl nicht unterst\\xc3\\xbctzt', 'Commande inconnue'],
      ['Cannot open'],
    ],
    [
      'a time-out',
      speaksOfTimeout,
      ['Timeout (60 seconds)', 'Session timed out', 'Zeit\\xfcberschreitung'],
      ['Sometimes outside'],
    ],
    ['a certificate', speaksOfCertificate, ['Client certificate required'], ['Certified mail']],
    [
      'a connection',
      speaksOfConnection,
      ['Failed to establish connection.', "Can't open data connection."],
      ['Permission denied.', 'No files found.'],
    ],
  ];
  for (const [what, speaks, yes, no] of SAYS) {
    for (const text of yes)
      it(`"${text}" speaks of ${what}`, () => expect(speaks(text)).to.equal(true));
    for (const text of no)
      it(`"${text}" does not speak of ${what}`, () => expect(speaks(text)).to.equal(false));
  }
});

describe('the page of a code', () => {
  it('says for every code what shows it and what mends it', () => {
    for (const code of causeCodes()) {
      const page = explainCause(code) ?? '';
      expect(page, code).to.match(
        /What is noticed\n {2}\S[^]*What mends it\n {2}\S+.*: \S[^]*It is found when\n {2}\+ \S/,
      );
      expect(page, code).not.to.match(
        /undefined|\{(?:address|host|from|to|range|ports|control|ftpes)\}/,
      );
    }
  });

  it('is missing for what is no code', () =>
    expect(explainCause('no-such-code')).to.equal(undefined));
});
