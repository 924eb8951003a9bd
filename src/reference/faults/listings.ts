import { parseListed } from '../../wire/listing.ts';
import { nameOf } from '../store/store.ts';
import type { Fault } from './fault.ts';
import {
  after,
  before,
  forVerbs,
  replyWhen,
  withArgument,
  withLines,
} from '../behaviours/builders.ts';

const nameIn = (line: string): string => line.trimEnd().replace(/^\S* /, '');

/** Faults of LIST, NLST and MLSD as listings. */
export const listingsFaults: readonly Fault[] = [
  {
    id: 'list-lines-end-in-lf',
    title: 'LIST and NLST send lines that end in LF',
    breaks: ['RFC959-4.1.3-LIST-4', 'RFC1123-4.1.2.7-LIST-1', 'RFC959-4.1.3-NLST-2'],
    sends: forVerbs(
      ['LIST', 'NLST'],
      withLines((lines) => lines.map((line) => line.replace('\r', ''))),
    ),
  },
  {
    id: 'listing-line-ends-translated',
    title: 'The CR LF of LIST, NLST and MLSD passes through an ASCII translation: CR CR LF',
    breaks: [
      'RFC959-4.1.3-LIST-4',
      'RFC1123-4.1.2.7-LIST-1',
      'RFC959-4.1.3-NLST-2',
      'RFC3659-7.2-MLSD-2',
    ],
    sends: forVerbs(
      ['LIST', 'NLST', 'MLSD'],
      withLines((lines) => lines.map((line) => line.replace('\r', '\r\r'))),
    ),
  },
  {
    id: 'list-ignores-path',
    title: 'LIST and NLST list the working directory whatever is asked',
    breaks: [
      'RFC959-5.4-LIST-1',
      'RFC959-5.4-NLST-1',
      'RFC1123-4.1.2.7-NLST-1',
      'RFC959-4.1.3-LIST-3',
    ],
    verbs: forVerbs(
      ['LIST', 'NLST'],
      withArgument(() => ''),
    ),
  },
  {
    id: 'list-ignores-patterns',
    title: 'LIST and NLST list everything where a pattern is asked for',
    breaks: ['PRACTICE-LIST-2'],
    verbs: forVerbs(
      ['LIST', 'NLST'],
      withArgument((path) => (path.includes('*') ? '' : path)),
    ),
  },
  {
    id: 'list-shows-root',
    title: 'LIST without a path lists the root',
    breaks: ['RFC959-4.1.3-LIST-2'],
    verbs: { LIST: withArgument((path) => (path === '' ? '/' : path)) },
  },
  {
    id: 'list-of-file-empty',
    title: 'LIST of a file shows nothing',
    breaks: ['RFC959-4.1.3-LIST-3'],
    sends: {
      LIST: (lines, { session, path }) => (session.store.find(path)?.kind === 'file' ? [] : lines),
    },
  },
  {
    id: 'list-in-own-layout',
    title: 'LIST has a layout that no client reads',
    breaks: ['RFC959-4.1.3-LIST-6', 'PRACTICE-LIST-4', 'PRACTICE-LIST-5'],
    sends: {
      LIST: withLines((lines) =>
        lines.map((line) => `<${parseListed(line.trimEnd())?.name ?? ''}>\r\n`),
      ),
    },
  },
  {
    id: 'empty-directory-refused',
    title: 'An empty directory cannot be listed',
    breaks: ['RFC959-4.1.3-LIST-5'],
    verbs: forVerbs(
      ['LIST', 'NLST', 'MLSD'],
      replyWhen(({ session, path }) => {
        const node = session.store.find(path);
        return node?.kind === 'dir' && node.children.size === 0;
      }, 550),
    ),
  },
  {
    id: 'nlst-echoes-missing-name',
    title: 'NLST of a missing name lists it',
    breaks: ['RFC1123-4.1.2.7-NLST-1', 'RFC959-5.4-NLST-1'],
    verbs: {
      NLST: (exchange, honest) => {
        const { session, path } = exchange;
        if (session.store.find(path) || exchange.argument.startsWith('-')) return honest();
        const echo = exchange.argument;
        exchange.argument = '/welcome.txt';
        echoes.set(exchange, echo);
        return honest();
      },
    },
    sends: {
      NLST: (lines, exchange) => {
        const echo = echoes.get(exchange);
        return echo === undefined ? lines : [Buffer.from(`${echo}\r\n`, 'latin1')];
      },
    },
  },
  {
    id: 'nlst-bare-names',
    title: 'NLST of a directory gives names without it',
    breaks: ['RFC1123-4.1.2.7-NLST-1'],
    sends: {
      NLST: withLines((lines) => lines.map((line) => `${nameOf(line.trimEnd())}\r\n`)),
    },
  },
  {
    id: 'nlst-long',
    title: 'NLST shows sizes and a total',
    breaks: ['RFC959-4.1.3-NLST-2', 'RFC1123-4.1.2.7-NLST-1'],
    sends: {
      NLST: withLines((lines) => ['total 8\r\n', ...lines.map((line) => `-rw-r--r-- 55 ${line}`)]),
    },
  },
  {
    id: 'nlst-omits-last',
    title: 'NLST leaves out the last name',
    breaks: ['RFC959-4.1.3-NLST-3'],
    sends: { NLST: withLines((lines) => lines.slice(0, -1)) },
  },
  {
    id: 'nlst-names-twice',
    title: 'NLST gives the first name twice',
    breaks: ['RFC959-4.1.3-NLST-3'],
    sends: { NLST: withLines((lines) => [...lines.slice(0, 1), ...lines]) },
  },
  {
    id: 'mlsd-lists-files',
    title: 'MLSD of a file lists it',
    breaks: ['RFC3659-7.2.1-MLSD-6'],
    verbs: {
      MLSD: withArgument((path) => (/\.(?:txt|bin|dat)$/.test(path) ? '/empty' : path)),
    },
  },
  {
    id: 'mlsd-ignores-path',
    title: 'MLSD lists the working directory whatever is asked',
    breaks: ['RFC3659-7.2.1-MLSD-7', 'RFC3659-7.1-MLSD-8'],
    verbs: { MLSD: withArgument(() => '') },
  },
  {
    id: 'mlsd-shows-root',
    title: 'MLSD without a path lists the root',
    breaks: ['RFC3659-7.1-MLSD-8'],
    verbs: { MLSD: withArgument((path) => (path === '' ? '/' : path)) },
  },
  {
    id: 'mlsd-changes-type',
    title: 'MLSD leaves TYPE I behind',
    breaks: ['RFC3659-7.2-MLSD-5'],
    verbs: {
      MLSD: after((session) => {
        session.representation = { type: 'I' };
      }),
    },
  },
  {
    id: 'mlsd-doubles-cr-in-ascii',
    title: 'Under TYPE A MLSD sends CR twice',
    breaks: ['RFC3659-7.2-MLSD-5', 'RFC3659-7.2-MLSD-2'],
    sends: {
      MLSD: (lines, { session }) =>
        session.representation.type === 'A'
          ? withLines((all) => all.map((line) => line.replace('\r', '\r\r')))(lines)
          : lines,
    },
  },
  {
    id: 'mlsd-lines-end-in-lf',
    title: 'MLSD sends lines that end in LF',
    breaks: ['RFC3659-7.2-MLSD-2'],
    sends: { MLSD: withLines((lines) => lines.map((line) => line.replace('\r', ''))) },
  },
  {
    id: 'mlsd-forbidden-is-empty',
    title:
      'MLSD of a directory that may not be listed is answered 150 and 226, and nothing is sent',
    breaks: ['RFC3659-7.2-MLSD-13'],
    verbs: {
      MLSD: before(({ store }, exchange) => {
        const node = store.find(exchange.path);
        if (node?.kind !== 'dir' || node.listable) return;
        node.listable = true;
        node.children.clear();
      }),
    },
  },
  {
    id: 'mlsd-ends-with-blank-line',
    title: 'MLSD ends with an empty line',
    breaks: ['RFC3659-7.2-MLSD-3', 'RFC3659-7.2-MLSD-2'],
    sends: { MLSD: withLines((lines) => [...lines, '\r\n']) },
  },
  {
    id: 'mlsd-has-total',
    title: 'MLSD begins with a total',
    breaks: ['RFC3659-7.2-MLSD-3', 'RFC3659-7.2-MLSD-2'],
    sends: { MLSD: withLines((lines) => ['total 8\r\n', ...lines]) },
  },
  {
    id: 'mlsd-indented',
    title: 'MLSD indents its lines',
    breaks: ['RFC3659-7.2-MLSD-3'],
    sends: { MLSD: withLines((lines) => lines.map((line) => ` ${line}`)) },
  },
  {
    id: 'mlsd-aligned',
    title: 'MLSD has two spaces between facts and name',
    breaks: ['RFC3659-7.2-MLSD-4', 'RFC3659-7.2-MLSD-3'],
    sends: { MLSD: withLines((lines) => lines.map((line) => line.replace(' ', '  '))) },
  },
  {
    id: 'mlsd-names-are-paths',
    title: 'MLSD gives paths, not names',
    breaks: ['RFC3659-7.3.1-MLSD-9', 'RFC3659-6.1-TVFS-1'],
    sends: {
      MLSD: withLines((lines) => lines.map((line) => line.replace(/ (?!\/)/, ' ./'))),
    },
  },
  {
    id: 'mlsd-empty-name',
    title: 'MLSD has an entry without a name',
    breaks: ['RFC3659-6.1-TVFS-2', 'RFC3659-7.2-MLSD-2'],
    sends: { MLSD: withLines((lines) => [...lines, 'type=file;size=0; \r\n']) },
  },
  {
    id: 'mlsd-omits-last',
    title: 'MLSD leaves out the last name',
    breaks: ['RFC3659-7.1-MLSD-10'],
    sends: { MLSD: withLines((lines) => lines.slice(0, -1)) },
  },
  {
    id: 'mlsd-wraps-lines',
    title: 'MLSD wraps lines of more than 120 octets',
    breaks: ['RFC3659-7.2-MLSD-11', 'RFC3659-7.2-MLSD-2'],
    sends: {
      MLSD: withLines((lines) =>
        lines.map((line) =>
          line.length > 200 ? `${line.slice(0, 200)}\r\n${line.slice(200)}` : line,
        ),
      ),
    },
  },
  {
    id: 'mlsd-name-unusable',
    title: 'Names in MLSD differ from those that commands take',
    breaks: ['RFC3659-2.2-PATH-1'],
    sends: {
      MLSD: withLines((lines) =>
        lines.map((line) => line.replace(nameIn(line), nameIn(line).toUpperCase())),
      ),
    },
  },
  {
    id: 'listings-cut-at-40',
    title: 'Listings stop after 40 entries',
    breaks: ['RFC959-4.1.3-NLST-3', 'PRACTICE-LIMIT-2'],
    sends: forVerbs(
      ['LIST', 'NLST', 'MLSD'],
      withLines((lines) => lines.slice(0, 40)),
    ),
  },
  {
    id: 'wildcards-exhaust',
    title: 'Wildcards in each other keep the server busy',
    breaks: ['PRACTICE-GLOB-1'],
    verbs: {
      LIST: async ({ session, argument }, honest) => {
        if (argument.includes('*/../*')) await session.pause(60_000);
        return honest();
      },
    },
  },
];

/** What NLST was asked for although it is not there. */
const echoes = new WeakMap<object, string>();
