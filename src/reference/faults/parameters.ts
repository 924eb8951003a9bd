import type { Octets } from '../codec.ts';
import type { Exchange } from '../exchange.ts';
import type { Session } from '../session.ts';
import type { Fault } from './fault.ts';
import {
  after,
  before,
  endingAt,
  forVerbs,
  mapOctets,
  truncate,
  UPLOADS,
} from '../behaviours/builders.ts';

const toImage = (session: Session): void => {
  session.representation = { type: 'I' };
};
const toAscii = (session: Session): void => {
  session.representation = { type: 'A' };
};

const CR = 13;
const LF = 10;

/** Changes octets under TYPE A only. */
function inAscii(change: (source: Octets) => Octets) {
  return (source: Octets, { session }: Exchange): Octets =>
    session.representation.type === 'A' ? change(source) : source;
}

/** A sender that looks for a line end in each of its buffers, and not at the beginning of one. */
function withoutCrBetween(octets: number) {
  return async function* (source: Octets): AsyncGenerator<Buffer> {
    let stored = 0;
    for await (const chunk of source) {
      const kept: number[] = [];
      for (const octet of chunk) {
        if (octet === LF && stored > 0 && stored % octets === 0 && kept.at(-1) === CR) kept.pop();
        if (octet !== CR) stored++;
        kept.push(octet);
      }
      yield Buffer.from(kept);
    }
  };
}

/** The lines that have their end. */
async function* finishedLines(source: Octets): AsyncGenerator<Buffer> {
  let line = Buffer.alloc(0);
  for await (const chunk of source) {
    const all = Buffer.concat([line, chunk]);
    const end = all.lastIndexOf(LF) + 1;
    yield all.subarray(0, end);
    line = all.subarray(end);
  }
}

/** Changes octets under TYPE I and L only. */
function inImage(change: (source: Octets) => Octets) {
  return (source: Octets, { session }: Exchange): Octets =>
    session.representation.type === 'A' ? source : change(source);
}

const doubleCr = mapOctets((octet) => (octet === CR ? [CR, CR] : [octet]));
const dropCr = mapOctets((octet) => (octet === CR ? [] : [octet]));
const addCr = mapOctets((octet) => (octet === LF ? [CR, LF] : [octet]));
const dropHighBit = mapOctets((octet) => [octet & 0x7f]);

/** Faults of TYPE, STRU, MODE and ALLO, and of the octets that they govern. */
export const parametersFaults: readonly Fault[] = [
  {
    id: 'default-type-image',
    title: 'A session begins in TYPE I',
    breaks: ['RFC959-5.1-DEFAULT-1'],
    verbs: { CONNECT: before(toImage) },
  },
  {
    id: 'type-nonsense-accepted',
    title: 'TYPE takes letters that mean nothing',
    breaks: ['RFC959-5.3.2-TYPE-6', 'RFC959-4.2-PARAM-1'],
    verbs: {
      TYPE: async (exchange, honest) => {
        if (/^[ail]( [nt8])?$/i.test(exchange.argument)) return honest();
        toImage(exchange.session);
        exchange.reply(200, 'As you like it.');
        return undefined;
      },
    },
  },
  {
    id: 'type-a-t-remembered',
    title: 'TYPE A without a format keeps the Telnet format of before',
    breaks: ['RFC959-4.1.2-TYPE-7'],
    verbs: {
      TYPE: async (exchange, honest) => {
        const { format } = exchange.session;
        await honest();
        if (/^[ai]$/i.test(exchange.argument)) exchange.session.format = format;
      },
    },
  },
  {
    id: 'ebcdic-is-ascii',
    title: 'TYPE E is accepted and sends ASCII',
    breaks: ['RFC959-3.1.1.2-TYPE-8', 'RFC1123-4.1.2.7-LIST-2'],
    verbs: {
      TYPE: (exchange, honest) => {
        if (!/^e\b/i.test(exchange.argument)) return honest();
        exchange.argument = 'A';
        return honest();
      },
    },
  },
  {
    id: 'pages-of-another-form',
    title: 'STRU P is accepted and sends pages with a header of its own',
    breaks: ['RFC1123-4.1.2.3-STRU-3', 'RFC959-3.1.2.3-PAGE-1'],
    verbs: {
      STRU: async (exchange, honest) => {
        if (!/^p$/i.test(exchange.argument)) return honest();
        paged.add(exchange.session);
        exchange.reply(200, 'Pages it is.');
        return undefined;
      },
    },
    sends: {
      RETR: async function* (source, { session }) {
        if (paged.has(session)) yield Buffer.from('PAGE 1\n');
        yield* source;
      },
    },
  },
  {
    id: 'record-codes-in-file-structure',
    title: 'STRU F sends 255 twice, as if there were records',
    breaks: ['RFC959-5.1-DEFAULT-3', 'RFC959-3.1.1.3-IMAGE-1'],
    sends: { RETR: mapOctets((octet) => (octet === 0xff ? [0xff, 0xff] : [octet])) },
  },
  {
    id: 'block-headers-in-stream',
    title: 'MODE S sends a block header first',
    breaks: ['RFC959-5.1-DEFAULT-2'],
    sends: {
      RETR: async function* (source) {
        yield Buffer.of(0x40, 0, 0);
        yield* source;
      },
    },
  },
  {
    id: 'allo-cuts-upload',
    title: 'ALLO limits the file that follows to what it says',
    breaks: ['RFC959-4.1.3-ALLO-2'],
    verbs: { ALLO: before((session) => void announced.add(session)) },
    receives: {
      STOR: (source, { session }) => (announced.has(session) ? truncate(10)(source) : source),
    },
  },
  {
    id: 'listing-resets-type',
    title: 'LIST and NLST leave TYPE A behind',
    breaks: ['RFC959-4.1.2-PERSIST-1'],
    verbs: forVerbs(['LIST', 'NLST'], after(toAscii)),
  },
  {
    id: 'cwd-resets-type',
    title: 'CWD leaves TYPE A behind',
    breaks: ['RFC959-4.1.1-CWD-2', 'RFC959-4.1.2-PERSIST-1'],
    verbs: { CWD: after(toAscii) },
  },
  {
    id: 'type-drops-listener',
    title: 'TYPE closes the passive listener',
    breaks: ['RFC959-4.1.2-ORDER-1', 'RFC959-3.3-PASV-11'],
    verbs: { TYPE: after((session) => void session.closeDataPort()) },
  },
  {
    id: 'ascii-not-converted',
    title: 'TYPE A leaves the octets as they are',
    breaks: ['RFC959-3.1.1.1-ASCII-1', 'RFC959-3.1.1.1-ASCII-2'],
    verbs: {
      TYPE: after((session, { argument }) => {
        if (/^a/i.test(argument)) toImage(session);
      }),
    },
  },
  {
    id: 'ascii-doubles-cr',
    title: 'TYPE A sends CR twice',
    breaks: ['RFC959-3.1.1.1-ASCII-1', 'RFC959-3.1.2-ASCII-3'],
    sends: { RETR: inAscii(doubleCr) },
  },
  {
    id: 'ascii-sends-lf',
    title: 'TYPE A sends lines that end in LF',
    breaks: ['RFC959-3.1.1.1-ASCII-1', 'RFC959-3.1.2-ASCII-3'],
    sends: { RETR: inAscii(dropCr) },
  },
  {
    id: 'ascii-stores-cr',
    title: 'TYPE A stores CR twice',
    breaks: ['RFC959-3.1.1.1-ASCII-2', 'RFC959-3.1.2-ASCII-3'],
    receives: forVerbs(UPLOADS, inAscii(doubleCr)),
  },
  {
    id: 'ascii-doubles-lines',
    title: 'TYPE A stores an empty line after each line',
    breaks: ['RFC959-3.1.1.1-ASCII-2', 'RFC959-3.1.2-ASCII-3'],
    receives: forVerbs(UPLOADS, inAscii(mapOctets((octet) => (octet === LF ? [LF, LF] : [octet])))),
  },
  {
    id: 'ascii-ends-at-ctrl-z',
    title: 'RETR in TYPE A ends at the octet 26, the end of texts under CP/M and DOS',
    breaks: ['RFC959-3.1.2-ASCII-3'],
    sends: { RETR: inAscii(endingAt(0x1a)) },
  },
  {
    id: 'ascii-forgets-cr-between-buffers',
    title: 'RETR in TYPE A leaves out the CR of a line end at which a buffer of 1024 octets begins',
    breaks: ['RFC959-3.1.2-ASCII-3', 'RFC959-3.1.1.1-ASCII-1'],
    sends: { RETR: inAscii(withoutCrBetween(1024)) },
  },
  {
    id: 'ascii-loses-unfinished-line',
    title: 'Uploads in TYPE A lose a last line that has no end',
    breaks: ['RFC959-3.1.2-ASCII-3'],
    receives: forVerbs(UPLOADS, inAscii(finishedLines)),
  },
  {
    id: 'ascii-loses-high-bit',
    title: 'TYPE A takes the high bit away',
    breaks: ['RFC959-3.1.1.1-ASCII-4'],
    sends: { RETR: inAscii(dropHighBit) },
  },
  {
    id: 'image-converted',
    title: 'TYPE I sends CRLF for LF',
    breaks: ['RFC959-3.1.1.3-IMAGE-1', 'RFC959-3.1.2-ASCII-3', 'RFC959-3.1.1.4-LOCAL-1'],
    sends: { RETR: inImage(addCr) },
  },
  {
    id: 'image-upload-converted',
    title: 'TYPE I stores files without their CR',
    breaks: ['RFC959-3.1.1.3-IMAGE-1', 'RFC959-3.1.2-ASCII-3', 'RFC959-3.1.1.4-LOCAL-1'],
    receives: forVerbs(UPLOADS, inImage(dropCr)),
  },
  {
    id: 'local-type-is-ascii',
    title: 'TYPE L 8 works like TYPE A',
    breaks: ['RFC1123-4.1.2.1-TYPE-2', 'RFC959-3.1.1.4-LOCAL-1'],
    verbs: {
      TYPE: after((session, { argument }) => {
        if (/^l 8/i.test(argument)) toAscii(session);
      }),
    },
  },
];

/** Sessions that have chosen pages. */
const paged = new WeakSet<Session>();
/** Sessions that have sent ALLO. */
const announced = new WeakSet<Session>();
