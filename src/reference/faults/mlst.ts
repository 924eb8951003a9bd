import type { Octets } from '../codec.ts';
import { FACTS } from '../facts.ts';
import type { Session } from '../session.ts';
import { resolvePath } from '../store/store.ts';
import {
  after,
  forVerbs,
  moveTime,
  reword,
  withArgument,
  withLines,
} from '../behaviours/builders.ts';
import type { Hooks } from '../behaviours/hooks.ts';
import type { Fault } from './fault.ts';

/** Changes the entries of MLSD and of MLST alike. */
function entries(change: (line: string) => string): Pick<Hooks, 'sends' | 'replies'> {
  return {
    sends: { MLSD: (octets: Octets) => withLines((lines) => lines.map(change))(octets) },
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

/** Faults of MLST, of the facts that it and MLSD show, and of OPTS MLST. */
export const mlstFaults: readonly Fault[] = [
  {
    id: 'mlst-dot-is-a-file',
    title: 'MLST of "." has the type of a file',
    breaks: ['RFC3659-7.1-MLSX-1'],
    replies: {
      MLST: (reply, { argument }) =>
        argument === '.'
          ? reword(250, (line) => line.replace('type=dir', 'type=file'))(reply)
          : reply,
    },
  },
  {
    id: 'links-are-copies',
    title: 'SITE SYMLINK makes an object of its own',
    breaks: ['RFC3659-7.5.1.5-LINK-1'],
    verbs: {
      SITE: (exchange, honest) => {
        const [, name] = /^SYMLINK \S+ (\S+)$/i.exec(exchange.argument) ?? [];
        if (name === undefined) return honest();
        const { store, workingDirectory } = exchange.session;
        store.writableFile(resolvePath(workingDirectory, name));
        exchange.reply(200, 'Linked.');
        return undefined;
      },
    },
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
    id: 'mlst-bare-name',
    title: 'MLST gives the last name only',
    breaks: ['RFC3659-7.3.1-MLST-6', 'RFC3659-7.3.1-MLST-7'],
    replies: {
      MLST: (reply) => ({
        ...reply,
        lines: reply.lines.map((line, i) =>
          i === 1 ? line.replace(/^([^ ]*) .*\//, '$1 ') : line,
        ),
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
      MLST: after((session) => {
        session.dataPort.open(AbortSignal.timeout(500)).then(
          (socket) => socket.destroy(),
          () => undefined,
        );
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
        (_, time: string) => `modify=${time};create=${moveTime(time, 1)}`,
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
          : withLines((all) => [' .\r\n', ' ..\r\n', ...all])(lines),
    },
  },
  {
    id: 'opts-mlst-without-effect',
    title: 'OPTS MLST says 200 and changes nothing',
    breaks: ['RFC3659-7.9-OPTS-1', 'RFC3659-7.8-FEAT-4'],
    verbs: { OPTS: after(allFacts) },
  },
  {
    id: 'opts-mlst-takes-malformed',
    title: 'OPTS MLST takes facts with spaces between them',
    breaks: ['RFC3659-7.9.2-OPTS-5', 'RFC2389-4-OPTS-5'],
    verbs: { OPTS: withArgument((text) => text.replace(/^(mlst \S+) .*/i, '$1')) },
  },
  {
    id: 'opts-mlst-counts-once',
    title: 'OPTS MLST counts for one listing',
    breaks: ['RFC3659-7.9-OPTS-6'],
    verbs: forVerbs(['MLSD', 'LIST'], after(allFacts)),
  },
  {
    id: 'mlst-header-line',
    title: 'MLST has a line before its entry',
    breaks: ['RFC3659-7.2-MLST-2', 'RFC3659-7-MLST-1'],
    replies: {
      MLST: (reply) => ({
        ...reply,
        lines: reply.lines.flatMap((line, i) => (i === 1 ? ['Facts:', line] : [line])),
      }),
    },
  },
  {
    id: 'opts-mlst-echoes-unknown',
    title: 'OPTS MLST claims facts that it does not know',
    breaks: ['RFC3659-7.9-OPTS-2', 'RFC3659-7.9.1-OPTS-4'],
    verbs: {
      OPTS: async (exchange, honest) => {
        if (!/frogs/i.test(exchange.argument)) return honest();
        exchange.reply(200, `MLST OPTS ${exchange.argument.slice(5)}`);
        return undefined;
      },
    },
  },
  {
    id: 'modify-differs-from-mdtm',
    title: 'The fact modify and MDTM disagree by two hours',
    breaks: ['RFC3659-2.3-TIME-4', 'RFC3659-2.3-TIME-2'],
    ...entries(asFact((time) => moveTime(time, 2))),
  },
  {
    id: 'modify-by-day-of-year',
    title: 'The fact modify has the day of the year',
    breaks: ['RFC3659-2.3-TIME-1'],
    ...entries(asFact((time) => `${time.slice(0, 4)}060${time.slice(8)}`)),
  },
];
