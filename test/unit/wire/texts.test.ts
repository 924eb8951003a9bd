import { expect } from 'chai';
import { decodeText, visible } from '../../../src/wire/bytes.ts';
import { commandBytes, parseCommand } from '../../../src/wire/command.ts';
import { WireError } from '../../../src/wire/errors.ts';
import { parseFeatures } from '../../../src/wire/features.ts';
import { joinPath, parse257, quotePath } from '../../../src/wire/path.ts';
import { stripTelnet } from '../../../src/wire/telnet.ts';
import { Random } from '../../support/random.ts';

describe('the name in a 257 reply', () => {
  for (const [text, name] of [
    ['"/" is the current directory.', '/'],
    ['"/a""b" created', '/a"b'],
    ['""""', '"'],
    ['"" is empty', ''],
    ['"/a b" "second"', '/a b'],
    ['Directory "/x" made', '/x'],
  ] as const)
    it(`is "${name}" in ${text}`, () => expect(parse257(text)).to.equal(name));

  for (const text of ['/ is the current directory', 'x"y', '"""', ''])
    it(`is refused in ${text || 'an empty text'}`, () =>
      expect(() => parse257(text)).to.throw(WireError));

  it('comes back from quoting, whatever it is, but for a slash at its end', () => {
    const random = new Random(257);
    for (let turn = 0; turn < 1000; turn++) {
      const length = random.below(12);
      const path = Array.from({ length }, () => random.pick(['"', '/', 'a', ' ', 'ä', '\\'])).join(
        '',
      );
      const name = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
      expect(parse257(`${quotePath(path)} is it`)).to.equal(name);
    }
  });

  it('is joined with exactly one slash', () => {
    expect(joinPath('/', 'a')).to.equal('/a');
    expect(joinPath('/a', 'b')).to.equal('/a/b');
    expect(joinPath('/a/', 'b')).to.equal('/a/b');
  });
});

describe('FEAT', () => {
  it('names features with their parameters, whatever stands before them', () => {
    const lines = [
      '211-Features:',
      ' MDTM',
      ' MLST size*;type*;',
      '211-REST STREAM',
      'utf8',
      '211 End',
    ];
    expect(parseFeatures(lines)).to.deep.equal([
      { label: 'MDTM', parameters: '' },
      { label: 'MLST', parameters: 'size*;type*;' },
      { label: 'REST', parameters: 'STREAM' },
      { label: 'UTF8', parameters: '' },
    ]);
  });

  it('has no features on one line, or without a line between', () => {
    expect(parseFeatures(['211 No features'])).to.deep.equal([]);
    expect(parseFeatures(['211-A', '211 B'])).to.deep.equal([]);
  });
});

describe('Telnet', () => {
  for (const [behaviour, bytes, text] of [
    ['leaves bytes without 255 alone', 'PASV\r\n', 'PASV\r\n'],
    ['takes commands of two bytes out', '\xff\xf4\xff\xf2ABOR', 'ABOR'],
    [
      'takes options of three bytes out',
      'A\xff\xfb\x01\xff\xfc\x03\xff\xfd\x06\xff\xfe\x18B',
      'AB',
    ],
    ['makes one 255 of two', 'a\xff\xffb', 'a\xffb'],
    ['takes a lone 255 at the end out', 'a\xff', 'a'],
    ['takes an option that breaks off out', 'a\xff\xfb', 'a'],
  ] as const)
    it(behaviour, () =>
      expect(stripTelnet(Buffer.from(bytes, 'latin1')).toString('latin1')).to.equal(text),
    );
});

describe('visible bytes', () => {
  it('show every byte as ASCII, each in its own way', () => {
    const shown = Array.from({ length: 256 }, (_, byte) => visible(Buffer.of(byte)));
    expect(new Set(shown).size).to.equal(256);
    for (const text of shown) expect(text).to.match(/^[ -~]+$/);
    expect([
      shown[0],
      shown[9],
      shown[10],
      shown[13],
      shown[65],
      shown[92],
      shown[127],
      shown[255],
    ]).to.deep.equal(['\\x00', '\\t', '\\n', '\\r', 'A', '\\\\', '\\x7f', '\\xff']);
  });

  it('decode as UTF-8 where they are UTF-8, otherwise a character a byte', () => {
    expect(decodeText(Buffer.from('ä€😀'))).to.equal('ä€😀');
    expect(decodeText(Buffer.from('\ufeffa'))).to.equal('\ufeffa');
    expect(decodeText(Buffer.of(0xe4, 0x41))).to.equal('äA');
  });
});

describe('commands', () => {
  for (const [line, verb, argument] of [
    ['pasv', 'PASV', undefined],
    ['Cwd  two spaces ', 'CWD', ' two spaces '],
    ['PASS ', 'PASS', ''],
    ['', '', undefined],
  ] as const)
    it(`"${line}" is taken apart`, () =>
      expect(parseCommand(line)).to.deep.equal({ verb, argument }));

  it('go out as UTF-8 with CR LF', () =>
    expect(commandBytes('CWD ä').toString('latin1')).to.equal('CWD \xc3\xa4\r\n'));
});
