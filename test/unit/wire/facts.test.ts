import { expect } from 'chai';
import { WireError } from '../../../src/wire/errors.ts';
import { formatEntry, formatTime, parseEntry, parseTime } from '../../../src/wire/facts.ts';
import { Random } from '../../support/random.ts';

describe('MLSx entries', () => {
  for (const [line, facts, name] of [
    ['type=file;size=20; a.txt', { type: 'file', size: '20' }, 'a.txt'],
    ['Type=dir;UNIX.mode=0755; d', { type: 'dir', 'unix.mode': '0755' }, 'd'],
    [' plain', {}, 'plain'],
    ['type=file;  leading space', { type: 'file' }, ' leading space'],
    ['type=file; a;b=c d', { type: 'file' }, 'a;b=c d'],
    ['perm=;type=file; empty fact', { perm: '', type: 'file' }, 'empty fact'],
    ['X.a#b=1;UNIX.mode=0644; n', { 'x.a#b': '1', 'unix.mode': '0644' }, 'n'],
    ['x.y=a=b; equals sign', { 'x.y': 'a=b' }, 'equals sign'],
  ] as const)
    it(`"${line}" is read`, () => {
      const entry = parseEntry(line);
      expect(Object.fromEntries(entry.facts)).to.deep.equal(facts);
      expect(entry.name).to.equal(name);
    });

  for (const [line, reason] of [
    ['type=file;size=20;a.txt', 'no space between facts and name'],
    ['type=file;size=20 a.txt', 'semicolon'],
    ['type; a.txt', '"type" is not fact=value'],
    ['=file; a.txt', 'is not fact=value'],
    ['ty pe=file; a.txt', 'semicolon'],
    ['type=file; ', 'names no file'],
    ['', 'no space'],
  ] as const)
    it(`"${line}" is refused`, () => expect(() => parseEntry(line)).to.throw(WireError, reason));

  it('come back whatever the facts and the name', () => {
    const random = new Random(3659);
    for (let turn = 0; turn < 500; turn++) {
      const facts = Array.from({ length: random.below(5) }, (_, index) => {
        const value = random.pick(['file', '', 'a=b', '20240229120000.5', '/x/y']);
        return [`fact${index}`, value] as const;
      });
      const name = random.pick(['a', ' a', 'a b', ';', '=;= ', 'ä', '"q"']);
      const entry = parseEntry(formatEntry(facts, name));
      expect([...entry.facts]).to.deep.equal(facts);
      expect(entry.name).to.equal(name);
    }
  });
});

describe('times', () => {
  for (const [text, iso] of [
    ['19700101000000', '1970-01-01T00:00:00.000Z'],
    ['20240229235959', '2024-02-29T23:59:59.000Z'],
    ['20000229000000', '2000-02-29T00:00:00.000Z'],
    ['20240101000000.5', '2024-01-01T00:00:00.500Z'],
    ['20240101000000.057', '2024-01-01T00:00:00.057Z'],
    ['20240101000000.999999', '2024-01-01T00:00:00.999Z'],
    ['20161231235960', '2017-01-01T00:00:00.000Z'],
    ['10000101000000', '1000-01-01T00:00:00.000Z'],
  ] as const)
    it(`${text} is ${iso}`, () => expect(parseTime(text)).to.equal(Date.parse(iso)));

  for (const text of [
    '191000101000000',
    '09991231235959',
    '20230229000000',
    '19000229000000',
    '20240230000000',
    '20240431000000',
    '20241301000000',
    '20240001000000',
    '20240100000000',
    '20240132000000',
    '20240101240000',
    '20240101006000',
    '20240101000061',
    '20240101000000.',
    '2024010100000',
    '2024-01-01 00:00:00',
    ' 20240101000000',
    '',
  ])
    it(`"${text}" is refused`, () => expect(() => parseTime(text)).to.throw(WireError));

  it('come back for every second', () => {
    const random = new Random(14);
    for (let turn = 0; turn < 2000; turn++) {
      const seconds = random.below(4_000_000_000);
      expect(parseTime(formatTime(seconds * 1000 + random.below(1000)))).to.equal(seconds * 1000);
    }
  });

  it('keep each millisecond of a fraction', () => {
    const base = Date.UTC(2024, 0, 1);
    for (let ms = 0; ms < 1000; ms++)
      expect(parseTime(`20240101000000.${String(ms).padStart(3, '0')}`)).to.equal(base + ms);
  });
});
