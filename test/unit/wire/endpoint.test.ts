import { expect } from 'chai';
import {
  canonicalAddress,
  familyOf,
  formatEndpoint,
  formatExtendedPort,
  formatHostPort,
  parse227,
  parse229,
  parseExtendedPort,
  parseHostPort,
} from '../../../src/wire/endpoint.ts';
import { WireError } from '../../../src/wire/errors.ts';
import { Random } from '../../support/random.ts';

describe('the endpoint in a 227 reply', () => {
  const six = { host: '192.0.2.7', port: 4 * 256 + 210 };
  for (const text of [
    'Entering Passive Mode (192,0,2,7,4,210).',
    'Entering Passive Mode. 192,0,2,7,4,210',
    'Entering Passive Mode =192,0,2,7,4,210',
    '=192,0,2,7,4,210',
    '(192,0,2,7,4,210)',
    'Passive mode on [192,0,2,7,4,210]',
    'A (B) 192,0,2,7,4,210 C',
    'Entering Passive Mode (IPv4) (192,0,2,7,4,210)',
  ])
    it(`is read from "${text}"`, () => expect(parse227(text)).to.deep.equal(six));

  for (const [text, reason] of [
    ['Entering Passive Mode', 'names no endpoint'],
    ['Entering Passive Mode (192,0,2,7,4)', 'six decimal numbers'],
    ['Entering Passive Mode (192,0,2,7,4,210,1)', 'six decimal numbers'],
    ['Entering Passive Mode (192,0,2,7,4,)', 'six decimal numbers'],
    ['Entering Passive Mode (192.0.2.7,4,210)', 'six decimal numbers'],
    ['Entering Passive Mode (192, 0, 2, 7, 4, 210)', 'six decimal numbers'],
    ['Entering Passive Mode (192,0,2,256,4,210)', '256 does not fit into eight bits'],
    ['Entering Passive Mode (192,0,2,7,999,210)', '999 does not fit into eight bits'],
    ['Entering Passive Mode (192,0,2,7,4,0210)', 'six decimal numbers'],
  ] as const)
    it(`is refused in "${text}"`, () => expect(() => parse227(text)).to.throw(WireError, reason));

  it('comes back from PORT form for every octet and port', () => {
    const random = new Random(227);
    for (let turn = 0; turn < 2000; turn++) {
      const host = Array.from({ length: 4 }, () => random.below(256)).join('.');
      const endpoint = { host, port: random.below(65536) };
      expect(parseHostPort(formatHostPort(endpoint))).to.deep.equal(endpoint);
    }
  });
});

describe('the port in a 229 reply', () => {
  const delimiters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
  const usable = delimiters.filter((one) => !/[0-9()]/.test(one));

  it('is read with every delimiter of ASCII 33 to 126 that is no digit and no bracket', () => {
    expect(usable).to.have.length(82);
    for (const d of usable)
      expect(parse229(`Entering Extended Passive Mode (${d}${d}${d}6446${d})`), d).to.include({
        host: '',
        family: '',
        port: 6446,
      });
  });

  it('is read with a digit as delimiter where the port has no such digit', () =>
    expect(parse229('(777123' + '7)').port).to.equal(123));

  it('is read where other words stand in parentheses as well', () =>
    expect(parse229('Entering Extended Passive Mode (port 6446) (|||6446|)').port).to.equal(6446));

  it('keeps a family and an address that should have been empty', () =>
    expect(parse229('(|1|192.0.2.1|6446|)')).to.deep.equal({
      family: '1',
      host: '192.0.2.1',
      port: 6446,
    }));

  for (const [text, reason] of [
    ['Entering Extended Passive Mode', 'has no'],
    ['Entering Extended Passive Mode |||6446|', 'has no'],
    ['(|||6446)', 'is not (<d><d><d>port<d>)'],
    ['(||6446|)', 'is not (<d><d><d>port<d>)'],
    ['(||||6446|)', 'is not (<d><d><d>port<d>)'],
    ['(|||64 46|)', 'is not (<d><d><d>port<d>)'],
    ['(||!6446|)', 'is not (<d><d><d>port<d>)'],
    ['(|||0|)', '0 is no TCP port'],
    ['(|||65536|)', '65536 is no TCP port'],
    ['( ||| 6446|)', 'has no'],
  ] as const)
    it(`is refused in "${text}"`, () => expect(() => parse229(text)).to.throw(WireError, reason));
});

describe('the argument of EPRT', () => {
  it('comes back for addresses of both families', () => {
    const random = new Random(2428);
    for (let turn = 0; turn < 500; turn++) {
      const groups = Array.from({ length: 8 }, () => random.below(65536).toString(16));
      const host = random.pick([
        canonicalAddress(groups.join(':')),
        Array.from({ length: 4 }, () => random.below(256)).join('.'),
      ]);
      const port = 1 + random.below(65535);
      const parsed = parseExtendedPort(formatExtendedPort({ host, port }));
      expect(parsed).to.deep.equal({ family: host.includes(':') ? 2 : 1, host, port });
    }
  });

  it('does not show the zone of an address', () =>
    expect(formatExtendedPort({ host: 'fe80::1%lo', port: 21 })).to.equal('|2|fe80::1|21|'));

  it('is read with other delimiters and with families that nobody has', () => {
    expect(parseExtendedPort('!1!127.0.0.1!21!')).to.include({ host: '127.0.0.1', port: 21 });
    expect(parseExtendedPort('|3|anything|21|')).to.include({ family: 3, host: 'anything' });
  });

  for (const [text, reason] of [
    ['', 'needs a delimiter'],
    [' 1 127.0.0.1 21 ', 'needs a delimiter'],
    ['|1|127.0.0.1|21', 'takes <d>family'],
    ['|1|127.0.0.1|21||', 'takes <d>family'],
    ['|x|127.0.0.1|21|', 'is no address family number'],
    ['|1|::1|21|', 'is no address of family 1'],
    ['|2|127.0.0.1|21|', 'is no address of family 2'],
    ['|1|127.0.0.1|0|', 'is no TCP port'],
    ['|1|127.0.0.1|65536|', 'is no TCP port'],
    ['|1|127.0.0.1|-1|', 'is no TCP port'],
  ] as const)
    it(`is refused as "${text}"`, () =>
      expect(() => parseExtendedPort(text)).to.throw(WireError, reason));
});

describe('addresses', () => {
  for (const [address, canonical] of [
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['2001:DB8::0001', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['FE80:0::1%eth0', 'fe80::1%eth0'],
    ['::1%lo', '::1'],
    ['ftp.example', 'ftp.example'],
  ] as const)
    it(`${address} is ${canonical} in one form`, () =>
      expect(canonicalAddress(address)).to.equal(canonical));

  it('have a family, with and without zone', () => {
    expect(familyOf('192.0.2.1')).to.equal(4);
    expect(familyOf('fe80::1%eth0')).to.equal(6);
    expect(() => familyOf('ftp.example')).to.throw(WireError, 'is no IP address');
  });

  it('stand in brackets before a port where they have colons', () => {
    expect(formatEndpoint({ host: '192.0.2.1', port: 21 })).to.equal('192.0.2.1:21');
    expect(formatEndpoint({ host: '2001:db8::1', port: 21 })).to.equal('[2001:db8::1]:21');
  });
});
