import { parse227, parse229 } from '../wire/endpoint.ts';
import { WireError } from '../wire/errors.ts';
import { parseEntry, parseTime, splitEntry } from '../wire/facts.ts';
import { parse257 } from '../wire/path.ts';
import { quoted } from '../wire/shorten.ts';
import { entriesIn, entryLines } from './entries.ts';
import { valueReplies } from './grammar.ts';
import type { Exchange } from './match-replies.ts';
import { quote, type Check, type Rule } from './rule.ts';

/** A value that an exchange brought, and how to show where it stood. */
interface Seen {
  readonly value: string;
  readonly shown: string;
}

/** What the RFCs say of the look of a value, wherever a run comes across one. */
interface Form extends Pick<Rule, 'id' | 'title' | 'covers'> {
  /** in words, for a failure */
  readonly expected: string;
  readonly seen: (exchange: Exchange) => readonly Seen[];
  /** @throws WireError where the value has not this form */
  readonly read: (value: string) => void;
}

const TABLE: readonly Form[] = [
  {
    id: 'rules/pasv-endpoint',
    title: 'A 227 reply names an endpoint',
    covers: ['RFC959-4.1.2-PASV-2'],
    expected: 'h1,h2,h3,h4,p1,p2 with a port that can be listened on',
    seen: repliesOf(227),
    read: (text) => {
      if (parse227(text).port === 0) throw new WireError('port 0 cannot be listened on');
    },
  },
  {
    id: 'rules/epsv-port',
    title: 'A 229 reply carries (<d><d><d>port<d>)',
    covers: ['RFC2428-3-EPSV-2'],
    expected: '(<d><d><d>port<d>)',
    seen: repliesOf(229),
    read: (text) => void parse229(text),
  },
  {
    id: 'rules/quoted-name',
    title: 'A 257 reply carries a name in quotes',
    covers: ['RFC959-A2-MKD-2'],
    expected: 'a name in quotes',
    seen: repliesOf(257),
    read: (text) => void parse257(text),
  },
  {
    id: 'rules/mlsx-entries',
    title: 'What MLSD and MLST say of a file is facts, one space and a name',
    covers: [
      'RFC3659-7.2-MLSD-2',
      'RFC3659-7.2-MLSD-3',
      'RFC3659-7.2-MLST-2',
      'RFC3659-7.4-FACT-1',
    ],
    expected: 'fact=value; for each fact, one space, the name and CR LF',
    seen: (exchange) => entryLines(exchange).map((value) => ({ value, shown: quoted(value) })),
    read: (line) => {
      // Of MLST the line end is that of a reply, and the name may be empty where none was given.
      if (!line.endsWith('\n')) splitEntry(line);
      else if (line.endsWith('\r\n')) parseEntry(line.slice(0, -2));
      else throw new WireError('no CR LF at the end');
    },
  },
  {
    id: 'rules/fact-time',
    title: 'The facts modify and create, and what MDTM answers, are times',
    covers: ['RFC3659-2.3-TIME-1'],
    expected: 'YYYYMMDDHHMMSS, perhaps with a fraction, of a day that there is',
    seen: (exchange) => [...facts('modify', 'create')(exchange), ...valueOf213('MDTM')(exchange)],
    read: (value) => void parseTime(value),
  },
  {
    id: 'rules/fact-size',
    title: 'The fact size, and what SIZE answers, is a number of octets',
    covers: ['RFC3659-7.5.7-SIZE-2'],
    expected: 'decimal digits, and no more octets than a file can have',
    seen: (exchange) => [...facts('size')(exchange), ...valueOf213('SIZE')(exchange)],
    read: (value) => {
      if (!/^\d+$/.test(value) || BigInt(value) >= MOST_OCTETS) throw new WireError('no size');
    },
  },
  {
    id: 'rules/fact-type',
    title: 'The fact type is file, dir, cdir, pdir or OS.name=kind',
    covers: ['RFC3659-7.5.1-TYPE-1'],
    expected: 'file, dir, cdir, pdir or OS.name=kind',
    seen: facts('type'),
    read: matching(/^(?:file|dir|cdir|pdir|os\.[^=]+=.*)$/i),
  },
  {
    id: 'rules/fact-perm',
    title: 'The fact perm is made of the letters a c d e f l m p r w',
    covers: ['RFC3659-7.5.5-PERM-1'],
    expected: 'letters out of acdeflmprw',
    seen: facts('perm'),
    read: matching(/^[acdeflmprw]*$/i),
  },
  {
    id: 'rules/fact-unique',
    title: 'The fact unique has a value',
    covers: ['RFC3659-7.5.2-UNIQUE-1'],
    expected: 'a character or more',
    seen: facts('unique'),
    read: matching(/./),
  },
];

/** Sizes are counted in 63 bits; what is beyond is a negative number, printed as if it were none. */
const MOST_OCTETS = 2n ** 63n;

/** The look of values that servers name in replies and listings. */
export const FORMS: readonly Rule[] = TABLE.map(({ id, title, covers, ...form }) => ({
  id,
  title,
  covers,
  level: 'MUST',
  judge: ({ dialogues }) =>
    dialogues.flatMap(({ exchanges }) => exchanges.flatMap((one) => checks(form, one))),
}));

/** One deviation for an exchange, however many of its values have another form. */
function checks({ seen, read, expected }: Omit<Form, keyof Rule>, exchange: Exchange): Check[] {
  const { command } = exchange;
  const values = seen(exchange);
  const wrong = values.filter(({ value }) => !holds(read, value));
  const right = values.slice(wrong.length).map((): Check => 'ok');
  const [first, ...more] = wrong;
  if (!first) return right;
  const others = more.length > 0 ? `, and ${more.length} more like it` : '';
  return [...right, { expected, actual: `${first.shown}${others}`, command }];
}

function holds(read: Form['read'], value: string): boolean {
  try {
    read(value);
    return true;
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

/** The texts of replies with a code. What EPSV ALL draws is nobody's to say, and announces nothing (R33). */
function repliesOf(code: number): Form['seen'] {
  return ({ replies, row }) =>
    replies
      .filter((reply) => reply.code === code && row !== 'EPSV ALL')
      .map((reply) => ({ value: reply.text, shown: quote(reply) }));
}

/** The value of a 213 where it looks like one; rules/size-and-time-form judges that. */
function valueOf213(verb: string): Form['seen'] {
  return (exchange) =>
    exchange.command?.verb === verb
      ? valueReplies(exchange).map((reply) => ({ value: reply.text, shown: quote(reply) }))
      : [];
}

/** The values of facts, with the entry's name. */
function facts(...names: readonly string[]): Form['seen'] {
  return (exchange) =>
    entriesIn(exchange).flatMap(({ facts: all, name }) =>
      names.flatMap((fact): readonly Seen[] => {
        const value = all.get(fact);
        return value === undefined
          ? []
          : [{ value, shown: `${quoted(`${fact}=${value};`)} of ${quoted(name)}` }];
      }),
    );
}

function matching(form: RegExp): Form['read'] {
  return (value) => {
    if (!form.test(value)) throw new WireError(`${quoted(value)} is none`);
  };
}
