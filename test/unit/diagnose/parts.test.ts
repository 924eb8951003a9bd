import { expect } from 'chai';
import { addressesIn, isNat64, reachOf } from '../../../src/probe/addresses.ts';
import { causeCodes, explainCause } from '../../../src/diagnose/explain.ts';
import { changes, formatPorts, portTable } from '../../../src/diagnose/evidence/ports.ts';
import { recognise } from '../../../src/probe/products.ts';
import { withoutSecret } from '../../../src/diagnose/secrets.ts';
import {
  speaksOfCommand,
  speaksOfConnection,
  speaksOfLimit,
  speaksOfProtection,
  speaksOfReuse,
  speaksOfTls,
} from '../../../src/probe/reply-phrases.ts';
import { asked, dead, greeted, passive, reply } from './observed.ts';

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

  it('are written as ranges', () => {
    expect(formatPorts([50_000, 50_001, 50_002, 50_010])).to.equal('50000-50002, 50010');
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
  ];
  for (const [product, answer] of WORDS)
    it(`${product} is known by its greeting`, () =>
      expect(recognise([greeted(answer)])).to.equal(product));

  it('is known by other words where the greeting is silent', () => {
    expect(recognise([greeted(), asked(reply('SYST', 215, 'Windows_NT'))])).to.equal('IIS');
    expect(recognise([greeted(), asked(reply('HELP', 214, 'Help OK.'))])).to.equal('vsftpd');
    expect(recognise([greeted(), asked(reply('USER', 331, 'Password required for ann'))])).to.equal(
      'ProFTPD',
    );
    expect(
      recognise([greeted(), asked(reply('HELP', 214, 'Direct comments to root@host'))]),
    ).to.equal('ProFTPD');
  });

  it('is what calls itself by name, whatever else its words are like', () => {
    const bsd = asked(reply('USER', 331, 'Password required for tester.'));
    const greeting = reply('', 220, 'host FTP server (GNU inetutils 2.4) ready.');
    expect(recognise([greeted(greeting), bsd])).to.equal('inetutils-ftpd');
    expect(recognise([greeted(), bsd])).to.equal(undefined);
    const quoting = asked(reply('HELP', 214, 'Direct comments to root@host'));
    expect(recognise([greeted(reply('', 220, 'Twisted FTP Server')), quoting])).to.equal('Twisted');
  });

  it('stays unknown where nothing gives it away', () => {
    expect(recognise([greeted(), asked(reply('SYST', 215, 'UNIX Type: L8'))])).to.equal(undefined);
  });
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
      expect(page, code)
        .to.match(/It is found when\n {2}\+ \S/)
        .and.match(/What mends it\n {2}\S+.*: \S/);
      expect(page, code).not.to.match(
        /undefined|\{(?:address|host|from|to|range|ports|control|ftpes)\}/,
      );
    }
  });

  it('is missing for what is no code', () =>
    expect(explainCause('no-such-code')).to.equal(undefined));
});
