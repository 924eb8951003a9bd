import { expect } from 'chai';
import fc from 'fast-check';
import { decodeText, visible } from '../../../src/wire/bytes.ts';
import { commandBytes, parseCommand } from '../../../src/wire/command.ts';
import {
  canonicalAddress,
  familyOf,
  formatExtendedPort,
  formatHostPort,
  parse227,
  parse229,
  parseExtendedPort,
  parseHostPort,
} from '../../../src/wire/endpoint.ts';
import { WireError } from '../../../src/wire/errors.ts';
import { formatEntry, formatTime, parseEntry, parseTime } from '../../../src/wire/facts.ts';
import { parseFeatures } from '../../../src/wire/features.ts';
import { linesOf, listingLines, parseListed } from '../../../src/wire/listing.ts';
import { joinPath, parse257, quotePath } from '../../../src/wire/path.ts';
import { type Reply, ReplyReader } from '../../../src/wire/reply.ts';
import { shorten } from '../../../src/wire/shorten.ts';
import { IAC, stripTelnet } from '../../../src/wire/telnet.ts';
import { WIRE } from './parsers.ts';

/** Holds for whatever is made up, or says what the smallest is for which it does not. */
function always<T>(made: fc.Arbitrary<T>, holds: (one: T) => void): void {
  fc.assert(
    fc.property(made, (one) => {
      holds(one);
    }),
    { numRuns: 500 },
  );
}

/** One of these characters. */
const oneOf = (characters: string): fc.Arbitrary<string> =>
  fc.constantFrom(...Array.from(characters));

const PIECES = [
  ...[
    '(',
    ')',
    '|||',
    '|',
    ',',
    ';',
    '=',
    ' ',
    '\t',
    '\r',
    '\n',
    '\r\n',
    '\0',
    '"',
    '""',
    '/',
    '\\',
  ],
  ...[
    '1',
    '21',
    '255',
    '256',
    '65535',
    '65536',
    '127,0,0,1,7,138',
    '::1',
    '%',
    '[',
    '::ffff:1.2.3.4',
  ],
  ...['\xff', '\xff\xfb', '\xff\xf4', '\xc3\xa4', '€', '\ud800', '😀', 'a', 'PASS '],
  ...[
    '220 ',
    '220-',
    '211-',
    '211 end',
    'type=file;',
    'size=',
    '20240229123456',
    '.5',
    '20240230000000',
  ],
  ...[
    'drwxr-xr-x ',
    'lrwxrwxrwx ',
    '1 ',
    'Jan 29 12:34',
    '2024-01-29 12:34',
    ' -> ',
    '<DIR>',
    '01-29-24  12:34PM ',
  ],
  ...['+', 's1,', '/,', '+s9007199254740993,\t'],
];

/** Texts that look like the protocol's, as far as they go. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })))
    .map((all) => all.join('')),
);

/** Text that may stand in a name. */
const name = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.string({
    minLength: 1,
    unit: fc.constantFrom('"', '/', ' ', ';', '=', 'a', 'ä', '😀', '\\', '->'),
  }),
);

const port = fc.integer({ min: 1, max: 65535 });
const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();
/** Words around what a reply names: without digits, parentheses and quotes. */
const words = fc.string({ unit: oneOf('ab .,:=!') });

describe('whatever a peer sends', () => {
  for (const [parser, { parse }] of Object.entries(WIRE))
    it(`draws nothing from ${parser} but a value or a WireError that says it briefly`, () =>
      always(fc.tuple(text, fc.constantFrom(1, 1, 1, 500)), ([one, times]) => {
        try {
          parse(one.repeat(times));
        } catch (error) {
          expect(error).to.be.instanceOf(WireError);
          expect((error as Error).message.length).to.be.below(400);
        }
      }));

  it('is quoted shortened and marked as such where it is long', () =>
    always(fc.tuple(name, fc.integer({ min: 250, max: 5000 })), ([unit, times]) => {
      const long = unit.repeat(times);
      const shown = shorten(long, 200);
      expect(shown).to.include(`… (${long.length} characters)`);
      expect(long.startsWith(shown.slice(0, shown.indexOf('… (')))).to.equal(true);
      expect(Buffer.from(shown).toString()).to.equal(shown);
    }));
});

describe('endpoints', () => {
  it('come back from the argument of PORT, and from a 227 with any words around it', () =>
    always(fc.tuple(ipv4, port, words, words), ([host, number, before, after]) => {
      const argument = formatHostPort({ host, port: number });
      expect(parseHostPort(argument)).to.deep.equal({ host, port: number });
      const reply = `${before} (${argument}) ${after}`;
      expect(parse227(reply)).to.deep.equal({ host, port: number });
    }));

  it('come back from the argument of EPRT', () =>
    always(fc.tuple(fc.oneof(ipv4, ipv6), port), ([host, number]) =>
      expect(parseExtendedPort(formatExtendedPort({ host, port: number }))).to.deep.equal({
        family: familyOf(host) === 4 ? 1 : 2,
        host,
        port: number,
      }),
    ));

  it('come back from a 229, whatever its delimiter', () =>
    always(
      fc.tuple(
        port,
        fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
        words,
        words,
      ),
      ([number, d, before, after]) => {
        fc.pre(!/[0-9()]/.test(d));
        expect(parse229(`${before} (${d}${d}${d}${number}${d}) ${after}`)).to.deep.equal({
          host: '',
          port: number,
          family: '',
        });
      },
    ));

  it('have one canonical form of an address', () =>
    always(fc.oneof(ipv4, ipv6), (address) => {
      const once = canonicalAddress(address);
      expect(canonicalAddress(once)).to.equal(once);
      expect(canonicalAddress(address.toUpperCase())).to.equal(once);
    }));
});

describe('names and facts', () => {
  it('come back from 257, whatever stands in them, with or without a slash at their end', () =>
    always(fc.tuple(fc.string(), words), ([text, after]) => {
      const path = text.replace(/\/+$/, '');
      for (const shown of path === '' ? [path] : [path, `${path}/`])
        expect(parse257(`${quotePath(shown)} ${after}`)).to.equal(path);
    }));

  it('are joined with one slash that separates them', () =>
    always(fc.tuple(name, name), ([directory, file]) => {
      const joined = joinPath(directory, file);
      expect(joined.endsWith(`/${file}`)).to.equal(true);
      expect(joined.startsWith(directory)).to.equal(true);
    }));

  it('come back from an entry of MLSx', () => {
    const fact = fc.string({ minLength: 1, unit: oneOf('abz09.-_@') });
    const value = fc.string({ unit: oneOf('aB1=,/\\"!.-') });
    always(
      fc.tuple(fc.uniqueArray(fc.tuple(fact, value), { selector: ([key]) => key }), name),
      ([facts, file]) => {
        const entry = parseEntry(formatEntry(facts, file));
        expect([...entry.facts]).to.deep.equal(facts);
        expect(entry.name).to.equal(file);
      },
    );
  });

  it('have times that come back to the second', () =>
    always(
      fc.date({
        min: new Date('1000-01-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59Z'),
        noInvalidDate: true,
      }),
      (date) =>
        expect(parseTime(formatTime(date.getTime()))).to.equal(
          Math.floor(date.getTime() / 1000) * 1000,
        ),
    ));
});

describe('listings', () => {
  it('name nothing that would end a command, and count bytes with whole numbers', () =>
    always(text, (line) => {
      const listed = parseListed(line);
      if (!listed) return;
      expect(listed.name).to.match(/^[^\r\n\0]+$/);
      if (listed.size !== undefined)
        expect(listed.size).to.satisfy(Number.isSafeInteger).and.at.least(0);
    }));

  it('give back the name of a file in each layout', () =>
    always(
      fc.tuple(
        fc.string({ minLength: 1 }).filter((one) => !/^\s|[\r\n\0]/.test(one)),
        fc.maxSafeNat(),
      ),
      ([file, size]) => {
        for (const line of [
          `-rw-r--r--   1 owner group ${size} Jan 29 12:34 ${file}`,
          `-rw-r--r-- owner ${size} 2024-01-29 12:34 ${file}`,
          `01-29-24  12:34PM  ${size} ${file}`,
          `+i1,m825718503,r,s${size},\t${file}`,
        ])
          expect(parseListed(line), line).to.deep.equal({ name: file, type: 'file', size });
      },
    ));

  it('fall apart into lines without line ends, and nothing else is lost', () =>
    always(text, (whole) => {
      const lines = linesOf(whole);
      expect(lines.join('\n').replaceAll(/\r/g, '')).to.equal(
        whole.replaceAll('\r', '').replace(/\n$/, ''),
      );
      for (const line of lines.slice(0, -1)) expect(line).to.match(/^(?:[^\n]*[^\r\n])?$/);
      expect(listingLines(whole)).to.deep.equal(lines.filter((line) => line !== ''));
    }));
});

describe('commands and features', () => {
  it('come back from their line', () =>
    always(
      fc.tuple(
        fc.string({ minLength: 1, unit: oneOf('abcXYZ') }),
        fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
      ),
      ([verb, argument]) => {
        const line = argument === undefined ? verb : `${verb} ${argument}`;
        expect(parseCommand(line)).to.deep.equal({ verb: verb.toUpperCase(), argument });
        expect(commandBytes(line).toString('utf8')).to.equal(`${line}\r\n`);
      },
    ));

  it('are labels in capitals without spaces', () =>
    always(fc.array(text), (lines) => {
      for (const { label } of parseFeatures(lines)) expect(label).to.match(/^[!-`{-~]+$/);
    }));
});

describe('bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.array(fc.constantFrom(IAC, 0xfb, 0xfe, 0xf4, 65, 10, 13)).map((all) => Uint8Array.from(all)),
  );

  it('come back from Telnet where each 255 was doubled', () =>
    always(bytes, (sent) => {
      const doubled = Buffer.from(
        [...sent].flatMap((byte) => (byte === IAC ? [IAC, IAC] : [byte])),
      );
      expect([...stripTelnet(doubled)]).to.deep.equal([...sent]);
    }));

  it('come back from their visible form', () =>
    always(bytes, (sent) => {
      const named: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' };
      const back = visible(sent).replaceAll(
        /\\(?:x([0-9a-f]{2})|(.))/g,
        (_, hex?: string, key = '') =>
          hex === undefined ? (named[key as string] ?? '') : String.fromCharCode(parseInt(hex, 16)),
      );
      expect(back).to.equal(Buffer.from(sent).toString('latin1'));
    }));

  it('come back from their text where it is UTF-8, and one by one where it is not', () => {
    always(fc.string({ unit: 'grapheme' }), (one) =>
      expect(decodeText(Buffer.from(one))).to.equal(one),
    );
    always(bytes, (sent) => {
      const read = decodeText(sent);
      expect([
        read === Buffer.from(sent).toString('latin1'),
        Buffer.from(read).equals(sent),
      ]).to.include(true);
    });
  });

  it('fall apart into the same replies whatever the segments', () => {
    const stream = fc.array(
      fc.oneof(
        fc.constantFrom(
          ...['220 a', '220-a', '220 ', '220', '211-', '211 b', ' 220 c', 'd', '\xff\xf4', '\r'],
        ),
        fc.constantFrom('\r\n', '\n'),
      ),
      { maxLength: 40 },
    );
    const shape = ({ code, lines, text: last }: Reply): unknown => [
      code,
      last,
      ...lines.map((line) => [line.text, line.bytes.toString('latin1')]),
    ];
    always(
      fc.tuple(stream, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 })),
      ([pieces, sizes]) => {
        const all = Buffer.from(pieces.join(''), 'latin1');
        const whole = new ReplyReader();
        const cut = new ReplyReader();
        const expected = whole.push(all).map(shape);
        const replies: unknown[] = [];
        for (let at = 0, turn = 0; at < all.length; turn++) {
          const end = at + (sizes[turn % sizes.length] ?? 1);
          replies.push(...cut.push(all.subarray(at, end)).map(shape));
          at = end;
        }
        expect(replies).to.deep.equal(expected);
        expect(cut.pending).to.deep.equal(whole.pending);
      },
    );
  });
});
