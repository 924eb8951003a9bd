import { expect } from 'chai';
import { compare } from '../../../src/scenario/compare.ts';
import { contentBytes, seededBytes } from '../../../src/scenario/content.ts';
import {
  describeExpectation,
  describeReply,
  matchReply,
} from '../../../src/scenario/match-reply.ts';
import type { Expected } from '../../../src/scenario/schema.ts';
import {
  Saved,
  savedBytes,
  savedReply,
  UnknownValue,
  Values,
} from '../../../src/scenario/values.ts';
import { WireError } from '../../../src/wire/errors.ts';
import { ReplyReader, type Reply } from '../../../src/wire/reply.ts';

function reply(text: string): Reply {
  const [only] = new ReplyReader().push(Buffer.from(`${text}\r\n`));
  if (!only) throw new Error('no reply');
  return only;
}

describe('judging a reply', () => {
  const verdicts: readonly (readonly [string, Expected, string])[] = [
    ['200 A', 200, 'pass'],
    ['200 A', [226, 200], 'pass'],
    ['200 A', '2yz', 'pass'],
    ['257 A', '25z', 'pass'],
    ['200 A', '25z', 'warn'],
    ['202 A', 200, 'warn'],
    ['202 A', { done: 200 }, 'warn-and-done'],
    ['502 A', { pass: 150, done: 550 }, 'warn-and-done'],
    ['551 A', { pass: 150, warn: [425, 550] }, 'warn'],
    ['551 A', { pass: 150, 'warn-and-done': [425, 550] }, 'warn-and-done'],
    ['451 A', { pass: 150, warn: 550 }, 'mismatch'],
    ['250 A', { pass: 331, warn: 202 }, 'mismatch'],
    ['500 A', 200, 'mismatch'],
    ['502 A', { pass: 200, skip: [500, 502] }, 'skip'],
    ['501 A', { pass: 200, skip: [500, 502] }, 'mismatch'],
    ['202 A', { pass: 200, warn: 202 }, 'warn'],
    ['550 A', { pass: 200, done: 550 }, 'done'],
    ['553 A', { pass: 200, 'warn-and-done': 553 }, 'warn-and-done'],
    ['202 A', { pass: 200, fail: 202 }, 'fail'],
    ['553 A', { pass: 226, skip: '5yz', 'warn-and-done': '55z', warn: 553 }, 'warn'],
    ['552 A', { pass: 226, skip: '5yz', 'warn-and-done': '55z', warn: 553 }, 'warn-and-done'],
    ['500 A', { pass: 226, skip: '5yz', 'warn-and-done': '55z', warn: 553 }, 'skip'],
    ['299 A', { text: 'A' }, 'pass'],
    ['200 A', { pass: 200, text: '^200 A$' }, 'pass'],
    ['200 A', { pass: 200, text: 'B' }, 'mismatch'],
    ['200 A', { pass: 200, 'not-text': 'A' }, 'mismatch'],
    ['200 A', { pass: 200, 'warn-text': 'B' }, 'warn'],
    ['550 A', { pass: 200, done: 550, 'warn-text': 'B' }, 'warn-and-done'],
    ['200 A', { pass: 200, shape: 'multi-line' }, 'mismatch'],
    ['200 A', { pass: 200, shape: 'single-line' }, 'pass'],
    ['200-A\r\n200 B', { pass: 200, shape: 'multi-line', text: '^200-A\n200 B$' }, 'pass'],
    ['200-A\r\n200 B', { pass: 200, shape: 'single-line' }, 'mismatch'],
    ['502 A', { pass: 200, skip: 502, text: 'B' }, 'skip'],
    ['what', 200, 'mismatch'],
    ['what', {}, 'pass'],
  ];
  for (const [text, expected, verdict] of verdicts)
    it(`"${text.replace('\r\n', ' / ')}" for ${JSON.stringify(expected)} is ${verdict}`, () =>
      expect(matchReply(reply(text), expected).outcome).to.equal(verdict));

  it('says what was wanted and what came', () => {
    const wanted = { pass: [226, 250], warn: [200], skip: [500, 502] };
    expect(describeExpectation(wanted)).to.equal(
      'a reply 226 or 250; 200 tolerated; 500 or 502 where not offered',
    );
    expect(describeExpectation({ pass: 221, close: 'pass' })).to.equal(
      'a reply 221; or a closed connection',
    );
    expect(describeExpectation({ pass: 221, close: 'warn' })).to.equal(
      'a reply 221; a closed connection tolerated',
    );
    for (const pattern of [{ text: 'B' }, { 'not-text': 'A' }, { 'warn-text': 'B' }])
      expect(
        matchReply(reply('200 A'), { ...wanted, pass: 200, ...pattern, because: 'a B' }).expected,
      ).to.equal('a reply 200: a B');
    expect(describeReply(reply('200 A'))).to.equal('"200 A\\r\\n"');
    expect(describeReply(reply('what'))).to.equal('a line that is no reply: "what\\r\\n"');
    expect(describeReply(reply(`200 ${'x'.repeat(500)}`))).to.match(/^"200 x+… \(506 bytes\)"$/);
  });
});

describe('comparing', () => {
  const values = new Values();
  values.set('dots', 'a.b');
  for (const [value, comparison, holds] of [
    ['a', { equals: 'a' }, true],
    [5, { equals: '5' }, true],
    ['05', { equals: 5 }, true],
    ['', { equals: 0 }, false],
    ['a', { 'differs-from': 'b' }, true],
    ['b', { 'one-of': ['a', 'b'] }, true],
    [3, { 'one-of': [1, 2] }, false],
    ['abc', { matches: '^a.c$' }, true],
    ['abc', { 'does-not-match': 'b' }, false],
    ['a.b', { matches: '^${dots}$' }, true],
    ['axb', { matches: '^${dots}$' }, false],
    ['abc', { 'starts-with': 'ab', 'ends-with': 'bc' }, true],
    ['abc', { 'starts-with': 'ab', 'ends-with': 'b' }, false],
    [['A', 'B'], { contains: 'B' }, true],
    [['AB'], { contains: 'B' }, false],
    [new Map([['size', '1']]), { contains: 'SIZE' }, true],
    [new Map([['README', '1']]), { contains: 'README' }, true],
    ['abc', { 'does-not-contain': 'b' }, false],
    [5, { 'at-least': 5, 'at-most': '5' }, true],
    ['x', { 'at-least': 0 }, false],
    [10, { 'within-of': { of: 12, by: 2 } }, true],
    [9, { 'within-of': { of: '12', by: 2 } }, false],
    ['x', { 'within-of': { of: 12, by: 2 } }, false],
    ['anything', {}, true],
  ] as const)
    it(`${JSON.stringify(value)} ${holds ? 'fits' : 'does not fit'} ${JSON.stringify(comparison)}`, () => {
      const given = comparison as Parameters<typeof compare>[1];
      expect(compare(value, given, values) === undefined).to.equal(holds);
    });

  it('says in words what did not hold', () => {
    expect(compare(5, { 'at-least': 6 }, values)).to.equal('at least 6');
    expect(compare('a', { 'one-of': ['b', 'c'] }, values)).to.equal('one of "b, c"');
    expect(compare(5, { 'within-of': { of: 9, by: 2 } }, values)).to.equal('within 2 of 9');
  });
});

describe('values', () => {
  const values = new Values();
  const save = (name: string, text: string): void =>
    values.set(name, savedReply(reply(text), { peer: { host: '192.0.2.9', port: 21 }, took: 3.4 }));
  save('pasv', '227 Entering (192,0,2,1,4,5)');
  save('epsv', '229 Entering (|||6446|)');
  save('pwd', '257 "/a""b" is it');
  save('size', '213 20');
  save('dotted', '213 20.');
  save('worded', '213 20 bytes');
  save('grouped', '213 1,234');
  save('time', '213 20240229000000');
  save('feat', '211-F\r\n MLST type*;size*;\r\n UTF8\r\n211 E');
  save('mlst', '250-F\r\n type=file;size=5; /a b\r\n250 E');
  save('stou', '150 FILE: x.1');
  save('noop', '200 Fine.');
  const listing = 'type=file;size=1; a.txt\r\ntype=dir; A.TXT\r\ntype=file;size=3; a\r\n';
  values.set('list', savedBytes(Buffer.from(listing)));
  values.set('text', 'aä');
  values.set('items', ['x', 'y']);
  values.set('name', 'a.txt');

  for (const [path, value] of [
    ['pasv.code', 227],
    ['pasv.ms', 3],
    ['pasv.endpoint', '192.0.2.1:1029'],
    ['pasv.host', '192.0.2.1'],
    ['pasv.port', 1029],
    ['epsv.endpoint', '192.0.2.9:6446'],
    ['pwd.path', '/a"b'],
    ['size.size', 20],
    // The form is judged once, and not by all that need the number.
    ['dotted.size', 20],
    ['worded.size', 20],
    ['time.time', Date.UTC(2024, 1, 29) / 1000],
    ['feat.features', ['MLST', 'UTF8']],
    ['feat.feature.mlst', 'type*;size*;'],
    ['feat.feature.MLST', 'type*;size*;'],
    ['feat.lines.count', 4],
    ['feat.interior.1', ' UTF8'],
    ['mlst.name', '/a b'],
    ['mlst.facts.Size', '5'],
    ['stou.file', 'x.1'],
    ['noop.text', 'Fine.'],
    ['noop.all', '200 Fine.'],
    ['list.count', 3],
    ['list.names', ['a.txt', 'A.TXT', 'a']],
    ['list.entries.a.txt.size', '1'],
    ['list.entries.A.TXT.type', 'dir'],
    ['list.entries.a.size', '3'],
    ['list.size', listing.length],
    ['text.length', 3],
    ['items.count', 2],
    ['items.1', 'y'],
  ] as const)
    it(`\${${path}} is ${JSON.stringify(value)}`, () =>
      expect(values.resolve(`\${${path}}`)).to.deep.equal(value));

  for (const path of [
    'noop.endpoint',
    'noop.path',
    'noop.size',
    'grouped.size',
    'noop.time',
    'noop.file',
    'noop.facts',
    'mlst.facts.modify',
    'feat.feature.rest',
    'items.2',
    'list.entries.b.txt.size',
  ])
    it(`\${${path}} is what the server's bytes do not bear out`, () =>
      expect(() => values.resolve(`\${${path}}`)).to.throw(WireError));

  for (const path of ['nothing', 'noop.nothing', 'text.nothing', 'items.nothing', 'size.size.x'])
    it(`\${${path}} is a mistake of the script`, () =>
      expect(() => values.resolve(`\${${path}}`)).to.throw(UnknownValue));

  it('keep their type alone and become text among text', () => {
    expect(values.resolve('${size.size}')).to.equal(20);
    expect(values.resolve('${size.size} bytes')).to.equal('20 bytes');
    expect(values.resolve(5)).to.equal(5);
    expect(values.fill('${items}: ${noop}')).to.equal('x, y: 200 Fine.');
    expect(values.resolve('${list.entries.${name}.size}')).to.equal('1');
  });
});

describe('content', () => {
  const values = new Values();
  values.set('x', 'ä');
  values.set('saved', new Saved({}, () => Buffer.from([1, 255])));
  for (const [content, bytes] of [
    ['a${x}', Buffer.from('aä')],
    ['${saved}', Buffer.from([1, 255])],
    [{ bytes: '\u00ff\u0000' }, Buffer.from([255, 0])],
    [{ repeat: 'ab', times: 3 }, Buffer.from('ababab')],
    [['a', { bytes: '\u00ff' }], Buffer.from([97, 255])],
    [[], Buffer.alloc(0)],
  ] as const)
    it(`${JSON.stringify(content)} is ${bytes.toString('hex') || 'nothing'}`, () =>
      expect(contentBytes(content as never, values, 's').equals(bytes)).to.equal(true));

  it('of random bytes is the same for a seed and another for another', () => {
    const bytes = contentBytes({ random: 100 }, values, 's');
    expect(bytes).to.have.length(100);
    expect(bytes.equals(seededBytes(100, 's'))).to.equal(true);
    expect(bytes.equals(seededBytes(100, 't'))).to.equal(false);
    const two = contentBytes([{ random: 50 }, { random: 50 }], values, 's');
    expect(two.subarray(0, 50).equals(two.subarray(50))).to.equal(false);
  });
});
