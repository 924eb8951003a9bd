import { expect } from 'chai';
import { WireError } from '../../../src/wire/errors.ts';
import { ReplyReader, type Reply } from '../../../src/wire/reply.ts';
import { Random } from '../../support/random.ts';

function read(...pieces: (string | Buffer)[]): Reply[] {
  const reader = new ReplyReader();
  return pieces.flatMap((piece) => reader.push(Buffer.from(piece as string, 'latin1')));
}

function shape({ code, lines, text }: Reply): unknown {
  return { code, text, lines: lines.map((line) => [line.text, line.bytes.toString('latin1')]) };
}

const FORMS: readonly {
  behaviour: string;
  bytes: string;
  replies: readonly { code: number; lines: readonly string[]; text: string }[];
}[] = [
  {
    behaviour: 'takes a single line with its code and text',
    bytes: '220 Hello.\r\n',
    replies: [{ code: 220, lines: ['220 Hello.'], text: 'Hello.' }],
  },
  {
    behaviour: 'takes a multi-line reply to the line of its own code and a space',
    bytes: '211-Features:\r\n SIZE\r\n MDTM\r\n211 End\r\n',
    replies: [{ code: 211, lines: ['211-Features:', ' SIZE', ' MDTM', '211 End'], text: 'End' }],
  },
  {
    behaviour: 'goes on over lines that repeat the code and a hyphen',
    bytes: '230-One\r\n230-Two\r\n230 Three\r\n',
    replies: [{ code: 230, lines: ['230-One', '230-Two', '230 Three'], text: 'Three' }],
  },
  {
    behaviour:
      'takes another code inside a multi-line reply for text, with a space and with a hyphen',
    bytes: '214-Help\r\n500 not the end\r\n200-nor a beginning\r\n200 nor this\r\n214 Done\r\n',
    replies: [
      {
        code: 214,
        lines: ['214-Help', '500 not the end', '200-nor a beginning', '200 nor this', '214 Done'],
        text: 'Done',
      },
    ],
  },
  {
    behaviour: 'takes digits that run on, and an indented end, for text inside a multi-line reply',
    bytes: '211-A\r\n2110 files\r\n 211 indented\r\n211 B\r\n',
    replies: [{ code: 211, lines: ['211-A', '2110 files', ' 211 indented', '211 B'], text: 'B' }],
  },
  {
    behaviour: 'ends lines at a bare LF',
    bytes: '220 A\n200 B\r\n',
    replies: [
      { code: 220, lines: ['220 A'], text: 'A' },
      { code: 200, lines: ['200 B'], text: 'B' },
    ],
  },
  {
    behaviour: 'keeps a CR that is no line end',
    bytes: '220 A\rB\r\r\n',
    replies: [{ code: 220, lines: ['220 A\rB\r'], text: 'A\rB\r' }],
  },
  {
    behaviour: 'keeps blank lines inside a multi-line reply',
    bytes: '214-A\r\n\r\n\n214 B\r\n',
    replies: [{ code: 214, lines: ['214-A', '', '', '214 B'], text: 'B' }],
  },
  {
    behaviour: 'gives a blank line between replies the code 0',
    bytes: '\r\n220 A\r\n',
    replies: [
      { code: 0, lines: [''], text: '' },
      { code: 220, lines: ['220 A'], text: 'A' },
    ],
  },
  {
    behaviour: 'takes a code with nothing behind it, alone and as an end',
    bytes: '250\r\n211-A\r\n211\r\n',
    replies: [
      { code: 250, lines: ['250'], text: '' },
      { code: 211, lines: ['211-A', '211'], text: '' },
    ],
  },
  {
    behaviour: 'gives lines of other protocols the code 0',
    bytes: 'SSH-2.0-x\r\nHTTP/1.1 400 Bad\r\n2200 x\r\n22 x\r\n220x\r\n220\tx\r\n',
    replies: ['SSH-2.0-x', 'HTTP/1.1 400 Bad', '2200 x', '22 x', '220x', '220\tx'].map((line) => ({
      code: 0,
      lines: [line],
      text: line,
    })),
  },
  {
    behaviour: 'takes Telnet commands out of the text and undoes doubled 255',
    bytes: '\xff\xfb\x01220\xff\xf1 A\xff\xffB\r\n',
    replies: [{ code: 220, lines: ['220 A\xffB'], text: 'A\xffB' }],
  },
  {
    behaviour: 'reads UTF-8 where it is well formed and a character a byte where not',
    bytes: Buffer.from('257 "ä"\r\n').toString('latin1') + '257 "\xe4"\r\n',
    replies: [
      { code: 257, lines: ['257 "ä"'], text: '"ä"' },
      { code: 257, lines: ['257 "ä"'], text: '"ä"' },
    ],
  },
];

describe('ReplyReader', () => {
  for (const { behaviour, bytes, replies } of FORMS)
    it(behaviour, () => {
      const found = read(bytes).map(({ code, lines, text }) => ({
        code,
        lines: lines.map((line) => line.text),
        text,
      }));
      expect(found).to.deep.equal(replies);
    });

  it('gives the same replies however the bytes are cut', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = new Random(seed);
      const dialogue = Array.from({ length: 1 + random.below(12) }, () => random.pick(FORMS).bytes);
      const bytes = Buffer.from(dialogue.join(''), 'latin1');
      const whole = new ReplyReader().push(bytes).map(shape);
      const reader = new ReplyReader();
      const cut = random.pieces(bytes).flatMap((piece) => reader.push(piece).map(shape));
      expect(cut, `seed ${seed}`).to.deep.equal(whole);
      expect(reader.pending.bytes).to.have.length(0);
    }
  });

  it('gives the same replies however noise is cut, and loses no byte of it', () => {
    const alphabet = [
      '2',
      '1',
      '0',
      '-',
      ' ',
      '\r',
      '\n',
      '\r\n',
      'a',
      '\xff',
      '\xc3',
      '211-',
      '211 ',
    ];
    for (let seed = 1; seed <= 300; seed++) {
      const random = new Random(seed);
      const noise = Array.from({ length: 400 }, () => random.pick(alphabet)).join('');
      const bytes = Buffer.from(noise, 'latin1');
      const reader = new ReplyReader();
      const replies = random.pieces(bytes).flatMap((piece) => reader.push(piece));
      expect(replies.map(shape), `seed ${seed}`).to.deep.equal(read(noise).map(shape));
      const kept = replies.flatMap(({ lines }) => lines.map((line) => line.bytes));
      expect(Buffer.concat([...kept, reader.pending.bytes]).equals(bytes)).to.equal(true);
    }
  });

  it('says what waits: a part of a line, or a multi-line reply that is open', () => {
    const reader = new ReplyReader();
    reader.push(Buffer.from('22'));
    expect(reader.pending).to.deep.equal({ opened: undefined, bytes: Buffer.from('22') });
    reader.push(Buffer.from('0-A\r\nB'));
    expect(reader.pending).to.deep.equal({ opened: 220, bytes: Buffer.from('220-A\r\nB') });
  });

  it('begins anew behind bytes that were taken away', () => {
    const reader = new ReplyReader();
    reader.push(Buffer.from('211-A\r\nB'));
    expect(reader.takePending().toString()).to.equal('211-A\r\nB');
    expect(reader.push(Buffer.from('200 C\r\n')).map(({ code }) => code)).to.deep.equal([200]);
  });

  const MIB = 1024 * 1024;
  it('takes a line of just under 1 MiB', () => {
    const line = Buffer.concat([Buffer.from('220 '), Buffer.alloc(MIB - 10, 'a')]);
    const reader = new ReplyReader();
    reader.push(line);
    expect(reader.push(Buffer.from('\r\n'))[0]?.text).to.have.length(MIB - 10);
  });

  it('gives up on more than 1 MiB without a line end', () => {
    const reader = new ReplyReader();
    const chunk = Buffer.alloc(64 * 1024, 'a');
    const flood = (): void => {
      for (let sent = 0; sent <= MIB; sent += chunk.length) reader.push(chunk);
    };
    expect(flood).to.throw(WireError, '1 MiB arrived without a line end');
  });

  it('gives up on a multi-line reply of more than 1 MiB, naming its code', () => {
    const reader = new ReplyReader();
    reader.push(Buffer.from('214-A\r\n'));
    const lines = Buffer.from('and on\r\n'.repeat(8192));
    const flood = (): void => {
      for (let sent = 0; sent <= MIB; sent += lines.length) reader.push(lines);
    };
    expect(flood).to.throw(WireError, 'multi-line reply 214-');
  });
});
