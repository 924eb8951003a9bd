import { KEEPER } from '../client/records.ts';
import { WireError } from '../wire/errors.ts';
import { parseTime, type Entry } from '../wire/facts.ts';
import { listedTimes, listingLines, parseListed, type Listed } from '../wire/listing.ts';
import { quoted } from '../wire/shorten.ts';
import { entriesIn, listingOf } from './entries.ts';
import { valueReplies } from './grammar.ts';
import type { Exchange } from './match-replies.ts';
import type { Check, Rule } from './rule.ts';

/** What an exchange says of a file. */
interface Said {
  /** as a command would name it */
  readonly name: string;
  /** more than one where it may be read in several ways */
  readonly values: readonly number[];
  /** `SIZE`, `the fact size in MLSD` */
  readonly by: string;
  /** how near to the truth it is, in the same unit */
  readonly within: number;
}

/** What is said of files more than once, and has to be the same. */
interface Subject extends Pick<Rule, 'id' | 'title' | 'covers' | 'level'> {
  readonly said: (exchange: Exchange) => readonly Said[];
  readonly show: (value: number) => string;
  /** where a difference breaks a MUST */
  readonly isExact: (by: string) => boolean;
}

const TABLE: readonly Subject[] = [
  {
    id: 'rules/one-size',
    title: 'SIZE, RETR, MLST, MLSD and LIST say the same size of a file that nobody changes',
    covers: ['RFC3659-4-SIZE-2', 'RFC3659-7.5.7-SIZE-1', 'PRACTICE-LIST-4'],
    level: 'MUST',
    said: sizes,
    show: (value) => `${value} octets`,
    // The fact is approximate where the server cannot know better (RFC 3659 section 7.5.7), and LIST is for people.
    isExact: (by) => by === 'SIZE' || by === 'RETR',
  },
  {
    id: 'rules/one-time',
    title: 'MDTM, MLST, MLSD and LIST say the same time of a file that nobody changes',
    covers: ['RFC3659-2.3-TIME-4', 'PRACTICE-LIST-3'],
    level: 'CONVENTION',
    said: times,
    show: (value) => new Date(value).toISOString(),
    isExact: () => false,
  },
];

/** What several commands say of one file. */
export const AGREEMENT: readonly Rule[] = TABLE.map((subject) => ({
  id: subject.id,
  title: subject.title,
  covers: subject.covers,
  level: subject.level,
  judge({ dialogues }) {
    const [dialogue, ...others] = dialogues.filter(({ connection }) => connection !== KEEPER);
    // What a second connection does to a file is not seen here in its order.
    return dialogue && others.length === 0 ? checks(subject, dialogue.exchanges) : [];
  },
}));

/** Commands that neither change a file nor what a name means. */
const HARMLESS =
  'TYPE MODE STRU SIZE MDTM MLST MLSD LIST NLST RETR REST PASV EPSV PORT EPRT NOOP PWD SYST FEAT OPTS STAT PBSZ PROT HELP QUIT'.split(
    ' ',
  );

function checks(subject: Subject, exchanges: readonly Exchange[]): Check[] {
  const known = new Map<string, Said>();
  return exchanges.flatMap((exchange) => {
    if (!HARMLESS.includes(exchange.command?.verb ?? '')) known.clear();
    return subject.said(exchange).flatMap((said): Check[] => {
      const before = known.get(said.name);
      known.set(said.name, before ?? said);
      return before ? [check(subject, exchange, before, said)] : [];
    });
  });
}

function check(subject: Subject, { command }: Exchange, before: Said, said: Said): Check {
  const within = Math.max(before.within, said.within);
  const agree = before.values.some((one) =>
    said.values.some((other) => Math.abs(one - other) <= within),
  );
  if (agree) return 'ok';
  const tell = ({ values, by }: Said): string =>
    `${subject.show(values[0] ?? NaN)} for ${quoted(said.name)} by ${by}`;
  const severity = subject.isExact(before.by) && subject.isExact(said.by) ? 'fail' : 'warn';
  return { expected: tell(before), actual: tell(said), command, severity };
}

function sizes(exchange: Exchange): Said[] {
  const { command, transferred, state } = exchange;
  const { TYPE = '', MODE, STRU } = state.parameters;
  const isStored = ['I', 'L 8'].includes(TYPE);
  const said = (by: string, name: string, value: number): Said => ({
    name,
    values: [value],
    by,
    within: 0,
  });
  const name = command?.argument ?? '';
  if (command?.verb === 'SIZE')
    return isStored
      ? valueReplies(exchange).map(({ text }) => said('SIZE', name, Number(text)))
      : [];
  if (command?.verb === 'RETR') {
    const isWhole = isStored && MODE === 'S' && STRU === 'F' && !state.restarts && isDone(exchange);
    return isWhole && transferred ? [said('RETR', name, transferred.size)] : [];
  }
  return [
    ...filesIn(exchange)
      .filter(({ facts }) => /^\d+$/.test(facts.get('size') ?? ''))
      .map((entry) => said(factBy('size', exchange), entry.name, Number(entry.facts.get('size')))),
    ...listed(exchange).flatMap(({ file }) =>
      file.size === undefined ? [] : [said('LIST', file.name, file.size)],
    ),
  ];
}

function times(exchange: Exchange): Said[] {
  const name = exchange.command?.argument ?? '';
  const said = (by: string, of: string, text: string): Said[] => {
    try {
      return [{ name: of, values: [parseTime(text)], by, within: SECOND - 1 }];
    } catch (error) {
      // rules/fact-time judges its form.
      if (error instanceof WireError) return [];
      throw error;
    }
  };
  if (exchange.command?.verb === 'MDTM')
    return valueReplies(exchange).flatMap(({ text }) => said('MDTM', name, text));
  return [
    ...filesIn(exchange).flatMap((entry) =>
      said(factBy('modify', exchange), entry.name, entry.facts.get('modify') ?? ''),
    ),
    ...listed(exchange).flatMap(({ line, file }) => {
      const values = listedTimes(line, Date.now());
      return values.length === 0 ? [] : [{ name: file.name, values, by: 'LIST', within: ZONES }];
    }),
  ];
}

const SECOND = 1000;
/** LIST is in whatever zone the server has, and without an hour where the file is old. */
const ZONES = 40 * 60 * 60 * SECOND;

const factBy = (fact: string, { command }: Exchange): string =>
  `the fact ${fact} in ${command?.verb ?? ''}`;

function isDone({ replies }: Exchange): boolean {
  const code = replies.at(-1)?.code ?? 0;
  return code >= 200 && code < 300;
}

/** The plain files that MLST tells of, or MLSD in the current directory. */
function filesIn(exchange: Exchange): Entry[] {
  const { command } = exchange;
  if (command?.verb === 'MLSD' && command.argument !== undefined) return [];
  const files = entriesIn(exchange).filter(({ facts }) => /^file$/i.test(facts.get('type') ?? ''));
  return command?.verb === 'MLST'
    ? files.map(({ facts }) => ({ facts, name: command.argument ?? '' }))
    : files;
}

/** The plain files that LIST tells of in the current directory, where its lines can be read. */
function listed(exchange: Exchange): { readonly line: string; readonly file: Listed }[] {
  const { command } = exchange;
  if (command?.verb !== 'LIST' || command.argument !== undefined) return [];
  return listingLines(listingOf(exchange)).flatMap((line) => {
    const file = parseListed(line);
    return file?.type === 'file' ? [{ line, file }] : [];
  });
}
