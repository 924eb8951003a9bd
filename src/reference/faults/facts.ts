import { formatTime } from '../../wire/facts.ts';
import { FACTS } from '../facts.ts';
import type { Octets } from '../codec.ts';
import type { Session } from '../session.ts';
import { resolvePath } from '../store/store.ts';
import type { Fault, Hooks } from './hooks.ts';
import { also, answerWhen, argument, each, first, listing, recode, reword } from './making.ts';

/** Changes the entries of MLSD and of MLST alike. */
function entries(change: (line: string) => string): Pick<Hooks, 'sends' | 'replies'> {
  return {
    sends: { MLSD: (octets: Octets) => listing((lines) => lines.map(change))(octets) },
    replies: {
      MLST: (reply) => ({
        ...reply,
        lines: reply.lines.map((line, i) => (i === 1 ? change(line) : line)),
      }),
    },
  };
}

const asFact =
  (time: (match: string) => string) =>
  (line: string): string =>
    line.replace(/modify=(\d+)/, (_, digits: string) => `modify=${time(digits)}`);

/** Facts chosen so far, where OPTS does not count. */
const allFacts = (session: Session): void => {
  session.facts = FACTS;
};

const HOUR = 3_600_000;

/** Faults of SIZE, MDTM, MFMT, MLST and OPTS MLST. */
export const facts: readonly Fault[] = [
  {
    id: 'size-with-unit',
    title: 'SIZE says "octets" behind the number',
    breaks: ['RFC3659-4.1-SIZE-1'],
    replies: { SIZE: reword(213, (size) => `${size} octets`) },
  },
  {
    id: 'size-multi-line',
    title: 'SIZE is answered with several lines',
    breaks: ['RFC3659-4.1-SIZE-1'],
    replies: {
      SIZE: (reply) =>
        reply.code === 213 ? { ...reply, lines: ['Size:', ...reply.lines] } : reply,
    },
  },
  {
    id: 'size-rounded',
    title: 'SIZE rounds to whole kilobytes',
    breaks: ['RFC3659-4-SIZE-3', 'RFC3659-4-SIZE-2'],
    replies: {
      SIZE: reword(213, (size) => String(Math.ceil(Number(size) / 1024) * 1024)),
    },
  },
  {
    id: 'size-stored-in-ascii',
    title: 'SIZE answers the stored size in TYPE A',
    breaks: ['RFC3659-4-SIZE-2', 'RFC3659-4-SIZE-3'],
    verbs: {
      SIZE: async ({ session }, honest) => {
        const { representation } = session;
        session.representation = { type: 'I' };
        await honest();
        session.representation = representation;
      },
    },
  },
  {
    id: 'size-of-missing-file',
    title: 'SIZE of what is not there is 0',
    breaks: ['RFC3659-4.2-SIZE-4'],
    verbs: { SIZE: answerWhen(({ session, path }) => !session.store.find(path), 213, '0') },
  },
  {
    id: 'size-without-argument',
    title: 'SIZE without an argument is answered 213',
    breaks: ['RFC3659-4.2-SIZE-5'],
    verbs: { SIZE: answerWhen((exchange) => exchange.argument === '', 213, '0') },
  },
  {
    id: 'size-remembers',
    title: 'SIZE answers what it answered the first time for a name',
    breaks: ['RFC3659-4-SIZE-8', 'RFC3659-4-SIZE-2'],
    replies: {
      SIZE: (reply, { path, session }) => {
        if (reply.code !== 213) return reply;
        const known = sizes.get(session.store) ?? new Map<string, string>();
        sizes.set(session.store, known);
        const text = known.get(path) ?? reply.lines[0] ?? '';
        known.set(path, text);
        return { ...reply, lines: [text] };
      },
    },
  },
  {
    id: 'wildcards-in-size',
    title: 'SIZE, MDTM and MLST match wildcards',
    breaks: ['RFC3659-2.2.2-GLOB-1'],
    verbs: each(
      ['SIZE', 'MDTM', 'MLST'],
      first(({ store }, exchange) => {
        if (!/[*?]/.test(exchange.argument) || store.find(exchange.path)) return;
        const directory = exchange.path.replace(/\/[^/]*$/, '');
        const node = store.find(directory);
        if (node?.kind !== 'dir') return;
        const [name] = [...node.children].find(([, child]) => child.kind === 'file') ?? [];
        if (name !== undefined) exchange.argument = `${directory}/${name}`;
      }),
    ),
  },
  {
    id: 'mdtm-250',
    title: 'MDTM is answered 250',
    breaks: ['RFC3659-3.1-MDTM-1'],
    replies: { MDTM: recode(213, 250) },
  },
  {
    id: 'mdtm-202',
    title: 'MDTM is answered 202',
    breaks: ['RFC3659-3.1-MDTM-1', 'RFC2389-3.2-FEAT-11'],
    verbs: { MDTM: (exchange) => exchange.reply(202, 'Superfluous.') },
  },
  {
    id: 'mdtm-with-text',
    title: 'MDTM says a word behind the time',
    breaks: ['RFC3659-3.1-MDTM-1'],
    replies: { MDTM: reword(213, (time) => `${time} UTC`) },
  },
  {
    id: 'mdtm-of-missing-file',
    title: 'MDTM of what is not there is answered 213',
    breaks: ['RFC3659-3.2-MDTM-2'],
    verbs: {
      MDTM: answerWhen(({ session, path }) => !session.store.find(path), 213, '20240101000000'),
    },
  },
  {
    id: 'mdtm-without-argument',
    title: 'MDTM without an argument is answered 213',
    breaks: ['RFC3659-3.2-MDTM-3'],
    verbs: { MDTM: answerWhen((exchange) => exchange.argument === '', 213, '20240101000000') },
  },
  {
    id: 'mdtm-local-time',
    title: 'Times are those of a zone five hours east',
    breaks: ['RFC3659-2.3-TIME-2'],
    replies: { MDTM: reword(213, (time) => shifted(time, 5 * HOUR)) },
  },
  {
    id: 'mdtm-year-19100',
    title: 'MDTM has years like 19124',
    breaks: ['RFC3659-2.3-TIME-1', 'RFC3659-3.1-MDTM-1'],
    replies: { MDTM: reword(213, (time) => `191${time.slice(2)}`) },
  },
  {
    id: 'mdtm-sets-time',
    title: 'MDTM takes a time before the name and sets it',
    breaks: ['RFC3659-3.4-MDTM-7'],
    verbs: {
      MDTM: async (exchange, honest) => {
        const match = /^(\d{14}) (.+)$/.exec(exchange.argument);
        if (match?.[2] === undefined) return honest();
        exchange.argument = match[2];
        const node = exchange.session.store.find(exchange.path);
        if (node) node.modified = Date.UTC(2000, 0, 1);
        return honest();
      },
    },
  },
  {
    id: 'mdtm-never-changes',
    title: 'The time of a file stays that of its making',
    breaks: ['RFC3659-3.1-MDTM-5', 'RFC3659-7.5.3-MODIFY-1'],
    verbs: each(['STOR', 'APPE'], async ({ session, path }, honest) => {
      const before = session.store.find(path)?.modified;
      await honest();
      const node = session.store.find(path);
      if (node && before !== undefined) node.modified = before;
    }),
  },
  {
    id: 'times-with-empty-fraction',
    title: 'Times end in .000',
    breaks: ['RFC3659-2.3-TIME-3'],
    replies: { MDTM: reword(213, (time) => `${time}.000`) },
  },
  {
    id: 'modify-differs-from-mdtm',
    title: 'The fact modify and MDTM disagree by two hours',
    breaks: ['RFC3659-2.3-TIME-4', 'RFC3659-2.3-TIME-2'],
    ...entries(asFact((time) => shifted(time, 2 * HOUR))),
  },
  {
    id: 'modify-by-day-of-year',
    title: 'The fact modify has the day of the year',
    breaks: ['RFC3659-2.3-TIME-1'],
    ...entries(asFact((time) => `${time.slice(0, 4)}060${time.slice(8)}`)),
  },
  {
    id: 'mfmt-sets-nothing',
    title: 'MFMT says 213 and sets nothing',
    breaks: ['PRACTICE-MFMT-1'],
    verbs: {
      MFMT: async ({ session, argument: text }, honest) => {
        const node = session.store.find(
          resolvePath(session.workingDirectory, text.replace(/^\S+ /, '')),
        );
        const before = node?.modified;
        await honest();
        if (node && before !== undefined) node.modified = before;
      },
    },
  },
  {
    id: 'mfmt-any-date',
    title: 'MFMT takes the 31st of February',
    breaks: ['PRACTICE-MFMT-2'],
    replies: { MFMT: recode(501, 213) },
  },
  {
    id: 'mlst-226',
    title: 'MLST is answered 226',
    breaks: ['RFC3659-7-MLST-1'],
    replies: { MLST: recode(250, 226) },
  },
  {
    id: 'mlst-single-line',
    title: 'MLST is answered with one line',
    breaks: ['RFC3659-7-MLST-1'],
    replies: { MLST: (reply) => ({ ...reply, lines: reply.lines.slice(-2, -1) }) },
  },
  {
    id: 'mlst-without-space',
    title: 'The entry of MLST is not indented',
    breaks: ['RFC3659-7.2-MLST-2'],
    bytes: {
      MLST: (bytes) => Buffer.from(bytes.toString('latin1').replace('\r\n ', '\r\n'), 'latin1'),
    },
  },
  {
    id: 'mlst-of-missing-file',
    title: 'MLST of what is not there is answered 250',
    breaks: ['RFC3659-7.2.1-MLST-8'],
    replies: { MLST: recode(550, 250) },
  },
  {
    id: 'mlst-needs-argument',
    title: 'MLST without an argument is refused',
    breaks: ['RFC3659-7.1-MLST-5', 'RFC3659-7.3.1-MLST-7'],
    verbs: { MLST: answerWhen((exchange) => exchange.argument === '', 501) },
  },
  {
    id: 'mlst-bare-name',
    title: 'MLST gives the last name only',
    breaks: ['RFC3659-7.3.1-MLST-6', 'RFC3659-7.3.1-MLST-7'],
    replies: {
      MLST: (reply) => ({
        ...reply,
        lines: reply.lines.map((line, i) => (i === 1 ? line.replace(/ .*\//, ' ') : line)),
      }),
    },
  },
  {
    id: 'mlst-two-entries',
    title: 'MLST shows a second object',
    breaks: ['RFC3659-7.2-MLST-3', 'RFC3659-7-MLST-1'],
    replies: {
      MLST: (reply) => ({
        ...reply,
        lines: reply.lines.flatMap((line, i) => (i === 1 ? [line, 'type=file; /other'] : [line])),
      }),
    },
  },
  {
    id: 'mlst-uses-data-connection',
    title: 'MLST uses up the data connection',
    breaks: ['RFC3659-7.1-MLST-4'],
    verbs: {
      MLST: also((session) => {
        session.dataPort.open(AbortSignal.timeout(500)).then(
          (socket) => socket.destroy(),
          () => undefined,
        );
      }),
    },
  },
  {
    id: 'mlst-cdir',
    title: 'MLST of a directory says type=cdir',
    breaks: ['RFC3659-7.5.1.2-CDIR-3'],
    replies: {
      MLST: (reply) => ({
        ...reply,
        lines: reply.lines.map((line) => line.replace('type=dir', 'type=cdir')),
      }),
    },
  },
  {
    id: 'fact-with-space',
    title: 'A fact has a space in its value',
    breaks: ['RFC3659-7.4-FACT-1', 'RFC3659-7.2-MLSD-2'],
    ...entries((line) => line.replace('type=', 'type= ')),
  },
  {
    id: 'fact-not-closed',
    title: 'The last fact lacks its semicolon',
    breaks: ['RFC3659-7.2-MLSD-2', 'RFC3659-7.2-MLST-2'],
    ...entries((line) => line.replace('; ', ' ')),
  },
  {
    id: 'private-fact-without-prefix',
    title: 'A fact of its own has no prefix',
    breaks: ['RFC3659-7.5-FACT-2', 'RFC3659-7.8-FEAT-3'],
    ...entries((line) => line.replace('type=', 'sizd=4096;type=')),
  },
  {
    id: 'fact-perms',
    title: 'The fact perm is called perms',
    breaks: ['RFC3659-7.5-FACT-2', 'RFC3659-7.8-FEAT-3', 'RFC3659-7.5.10-FACTS-1'],
    ...entries((line) => line.replace('perm=', 'perms=')),
  },
  {
    id: 'fact-types-swapped',
    title: 'Files are type=dir and directories type=file',
    breaks: ['RFC3659-7.5.1-TYPE-2'],
    ...entries((line) =>
      line.replace(/type=(file|dir)/, (_, type) => (type === 'file' ? 'type=dir' : 'type=file')),
    ),
  },
  {
    id: 'fact-type-unknown',
    title: 'The fact type has values of its own',
    breaks: ['RFC3659-7.5.1-TYPE-1'],
    ...entries((line) => line.replace('type=file', 'type=document')),
  },
  {
    id: 'fact-size-wrong',
    title: 'The fact size is one too large',
    breaks: ['RFC3659-7.5.7-SIZE-1'],
    ...entries((line) => line.replace(/size=(\d+)/, (_, size) => `size=${Number(size) + 1}`)),
  },
  {
    id: 'fact-perm-letters',
    title: 'The fact perm has letters that do not exist',
    breaks: ['RFC3659-7.5.5-PERM-1'],
    ...entries((line) => line.replace('perm=', 'perm=xyz')),
  },
  {
    id: 'fact-perm-empty',
    title: 'The fact perm allows nothing',
    breaks: ['RFC3659-7.5.5-PERM-3'],
    ...entries((line) => line.replace(/perm=\w*/, 'perm=')),
  },
  {
    id: 'fact-perm-mixed-up',
    title: 'The fact perm has letters of directories on files',
    breaks: ['RFC3659-7.5.5-PERM-2', 'RFC3659-7.5.5-PERM-4'],
    ...entries((line) => line.replace(/perm=\w*/, 'perm=acdeflmprw')),
  },
  {
    id: 'fact-unique-equal',
    title: 'The fact unique is the same for all',
    breaks: ['RFC3659-7.5.2-UNIQUE-1'],
    ...entries((line) => line.replace(/unique=\w+/, 'unique=1g1')),
  },
  {
    id: 'fact-unique-changes',
    title: 'The fact unique is new every time',
    breaks: ['RFC3659-7.5.2-UNIQUE-1', 'RFC3659-7.5.2-UNIQUE-2'],
    ...entries((line) =>
      line.replace(/unique=\w+/, () => `unique=${Math.random().toString(36).slice(2)}`),
    ),
  },
  {
    id: 'fact-create-late',
    title: 'The fact create is an hour later than modify',
    breaks: ['RFC3659-7.5.4-CREATE-1'],
    ...entries((line) =>
      line.replace(
        /modify=(\d+);create=\d+/,
        (_, time: string) => `modify=${time};create=${shifted(time, HOUR)}`,
      ),
    ),
  },
  {
    id: 'fact-media-type-guessed',
    title: 'A media type is guessed from the name',
    breaks: ['RFC3659-7.5.6-LANG-1', 'RFC3659-7.8-FEAT-3'],
    ...entries((line) => (/type=file/.test(line) ? `media-type=text/plain;${line}` : line)),
  },
  {
    id: 'cdir-names-nothing',
    title: 'The entry cdir has a name that leads nowhere',
    breaks: ['RFC3659-7.5.1.2-CDIR-2', 'RFC3659-7.5.1.4-PDIR-1'],
    ...entries((line) => line.replace(/(type=[cp]dir;.*) .*/, '$1 elsewhere')),
  },
  {
    id: 'cdir-without-type',
    title: 'The entries cdir and pdir are shown without the fact type',
    breaks: ['RFC3659-7.5.1.2-CDIR-1'],
    sends: {
      MLSD: (lines, { session }) =>
        session.facts.includes('type')
          ? lines
          : listing((all) => [' .\r\n', ' ..\r\n', ...all])(lines),
    },
  },
  {
    id: 'opts-mlst-without-effect',
    title: 'OPTS MLST says 200 and changes nothing',
    breaks: ['RFC3659-7.9-OPTS-1', 'RFC3659-7.8-FEAT-4'],
    verbs: { OPTS: also(allFacts) },
  },
  {
    id: 'opts-mlst-knows-own-facts-only',
    title: 'OPTS MLST refuses facts that it does not know',
    breaks: ['RFC3659-7.9-OPTS-2'],
    verbs: {
      OPTS: answerWhen(({ argument: text }) => /^mlst .*(?:frogs|x\.|unknown)/i.test(text), 501),
    },
  },
  {
    id: 'opts-mlst-needs-facts',
    title: 'OPTS MLST without facts is refused',
    breaks: ['RFC3659-7.9-OPTS-3'],
    verbs: { OPTS: answerWhen(({ argument: text }) => /^mlst ?$/i.test(text), 501) },
  },
  {
    id: 'opts-mlst-other-text',
    title: 'The reply to OPTS MLST does not list the facts',
    breaks: ['RFC3659-7.9.1-OPTS-4'],
    replies: { OPTS: reword(200, () => 'Done.') },
  },
  {
    id: 'opts-mlst-takes-malformed',
    title: 'OPTS MLST takes facts with spaces between them',
    breaks: ['RFC3659-7.9.2-OPTS-5', 'RFC2389-4-OPTS-5'],
    verbs: { OPTS: argument((text) => text.replace(/^(mlst \S+) .*/i, '$1')) },
  },
  {
    id: 'opts-mlst-counts-once',
    title: 'OPTS MLST counts for one listing',
    breaks: ['RFC3659-7.9-OPTS-6'],
    verbs: each(['MLSD', 'LIST'], also(allFacts)),
  },
  {
    id: 'unstarred-fact-sent',
    title: 'FEAT marks fewer facts than are sent',
    breaks: ['RFC3659-7.8-FEAT-3'],
    replies: {
      FEAT: (reply) => ({
        ...reply,
        lines: reply.lines.map((line) => line.replace('size*', 'size')),
      }),
    },
  },
];

/** What SIZE has answered. */
const sizes = new WeakMap<object, Map<string, string>>();

/** A time of RFC 3659 moved by so many milliseconds. */
function shifted(time: string, by: number): string {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(time)?.slice(1) ?? []
  ).map(Number);
  return formatTime(Date.UTC(year, month - 1, day, hour, minute, second) + by);
}
