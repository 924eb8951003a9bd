import { parse257 } from '../../wire/path.ts';
import { nameOf, parentOf, resolvePath } from '../store/store.ts';
import type { Fault } from './fault.ts';
import {
  after,
  before,
  forVerbs,
  replyWhen,
  reword,
  withArgument,
} from '../behaviours/builders.ts';

/** What begins a name that leads out of the root. */
const WAY_OUT = /\.\.|~|%2e|\/\//;

/** Whether a name leads out of the root to a well-known file. */
function leadsOutside(name: string): boolean {
  const start = name.search(WAY_OUT);
  return start !== -1 && /etc.passwd/.test(name.slice(start));
}

/** Faults of directories, names and their removal. */
export const navigationFaults: readonly Fault[] = [
  {
    id: 'pwd-without-quotes',
    title: 'The 257 replies have no quotes',
    breaks: ['RFC959-A2-PWD-2', 'RFC959-A2-MKD-2'],
    replies: forVerbs(
      ['PWD', 'MKD'],
      reword(257, (line) => parse257(line)),
    ),
  },
  {
    id: 'mkd-tells-bare-name',
    title: 'The 257 reply to MKD has the last name only',
    breaks: ['RFC959-A2-MKD-3', 'RFC3659-6.2-TVFS-6'],
    replies: { MKD: reword(257, (line) => `"${nameOf(parse257(line))}" was made.`) },
  },
  {
    id: 'mkd-tells-name-below-root',
    title: 'The 257 reply to MKD tells a name below the root wherever the directory is',
    breaks: ['RFC959-A2-MKD-3'],
    replies: { MKD: reword(257, (line) => `"/${nameOf(parse257(line))}" was made.`) },
  },
  {
    id: 'quotes-in-names-changed',
    title: 'A quote in a name becomes an underscore',
    breaks: ['RFC959-A2-MKD-4'],
    verbs: forVerbs(
      ['MKD', 'CWD'],
      withArgument((path) => path.replaceAll('"', '_')),
    ),
  },
  {
    id: 'tilde-leads-nowhere',
    title: 'CWD ~ says 250 and leads to a directory that is not there',
    breaks: ['PRACTICE-PATH-2'],
    verbs: {
      CWD: (exchange, honest) => {
        if (exchange.argument !== '~') return honest();
        exchange.session.workingDirectory = '/~';
        exchange.reply(250, 'At home.');
        return undefined;
      },
    },
  },
  {
    id: 'pwd-tells-parent',
    title: 'PWD tells the directory above',
    breaks: ['RFC959-A2-PWD-2', 'RFC959-5.4-CWD-1'],
    replies: { PWD: reword(257, (line) => `"${parentOf(parse257(line))}" it is.`) },
  },
  {
    id: 'mkd-on-existing-succeeds',
    title: 'MKD of what is there succeeds',
    breaks: ['RFC959-A2-MKD-5'],
    verbs: {
      MKD: replyWhen(
        ({ session, path }) => session.store.find(path) !== undefined,
        257,
        '"/" was made.',
      ),
    },
  },
  {
    id: 'mkd-not-made',
    title: 'MKD of a relative name says 257 and makes nothing',
    breaks: ['RFC959-4.2-2YZ-1', 'RFC959-4.1.3-RMD-3'],
    verbs: {
      MKD: after(({ store }, { argument, path, codes }) => {
        if (codes.includes(257) && !argument.startsWith('/')) store.removeDirectory(path);
      }),
    },
  },
  {
    id: 'mkd-makes-nothing',
    title: 'MKD says 257 and makes nothing',
    breaks: ['RFC1123-4.1.2.13-DIR-1', 'RFC959-4.2-2YZ-1'],
    verbs: {
      MKD: after(({ store }, { path, codes }) => {
        if (codes.includes(257)) store.removeDirectory(path);
      }),
    },
  },
  {
    id: 'mkd-claims-missing-parent',
    title: 'MKD below a missing parent says 257 and makes nothing',
    breaks: ['RFC959-A2-MKD-6'],
    verbs: {
      MKD: replyWhen(
        ({ session, path }) => !session.store.find(parentOf(path)),
        257,
        '"/" was made.',
      ),
    },
  },
  {
    id: 'mkd-at-root',
    title: 'MKD and RMD take relative names below the root',
    breaks: ['RFC959-4.1.3-RMD-3', 'RFC3659-6.2-TVFS-5'],
    verbs: forVerbs(
      ['MKD', 'RMD'],
      withArgument((path) => resolvePath('/', path)),
    ),
  },
  {
    id: 'rmd-takes-all',
    title: 'RMD removes what is in the directory and not the directory',
    breaks: ['RFC959-4.1.3-RMD-2'],
    verbs: {
      RMD: (exchange, honest) => {
        const node = exchange.session.store.find(exchange.path);
        if (node?.kind !== 'dir' || node.children.size === 0) return honest();
        node.children.clear();
        exchange.reply(250, 'Removed.');
        return undefined;
      },
    },
  },
  {
    id: 'dele-keeps-file',
    title: 'DELE says 250 and deletes nothing',
    breaks: ['RFC959-4.2-2YZ-1', 'RFC959-5.4-DELE-1'],
    verbs: {
      DELE: replyWhen(({ session, path }) => session.store.find(path)?.kind === 'file', 250),
    },
  },
  {
    id: 'rmd-removes-nothing',
    title: 'RMD says 250 and removes nothing',
    breaks: ['RFC959-5.4-RMD-1', 'RFC959-4.2-2YZ-1'],
    verbs: {
      RMD: replyWhen(
        ({ session, path, argument }) =>
          argument !== '' && session.store.find(path)?.kind === 'dir',
        250,
      ),
    },
  },
  {
    id: 'dele-claims-directory',
    title: 'DELE of a directory says 250 and removes nothing',
    breaks: ['RFC959-4.1.3-DELE-2'],
    verbs: {
      DELE: replyWhen(({ session, path }) => session.store.find(path)?.kind === 'dir', 250),
    },
  },
  {
    id: 'rnto-copies',
    title: 'RNTO leaves the old name in place',
    breaks: ['RFC959-5.4-RNTO-1'],
    verbs: {
      RNTO: async ({ session }, honest) => {
        const { renameFrom = '/', store } = session;
        const node = store.find(renameFrom);
        await honest();
        const parent = store.find(parentOf(renameFrom));
        if (node && parent?.kind === 'dir') parent.children.set(nameOf(renameFrom), node);
      },
    },
  },
  {
    id: 'rnto-does-nothing',
    title: 'RNTO says 250 and renames nothing',
    breaks: ['RFC959-5.4-RNTO-1', 'RFC959-4.2-2YZ-1'],
    verbs: { RNTO: replyWhen(({ session }) => session.renameFrom !== undefined, 250) },
  },
  {
    id: 'rnto-moves-lose-file',
    title: 'A file that moves to another directory is lost',
    breaks: ['RFC959-4.1.3-RNTO-5'],
    verbs: {
      RNTO: async (exchange, honest) => {
        const from = exchange.session.renameFrom ?? exchange.path;
        await honest();
        const node = exchange.session.store.find(exchange.path);
        if (parentOf(from) !== parentOf(exchange.path) && node?.kind === 'file')
          exchange.session.store.removeFile(exchange.path);
      },
    },
  },
  {
    id: 'rename-goes-on-after-failure',
    title: 'After a failed RNTO another one is not answered',
    breaks: ['RFC959-4.2-RNTO-4'],
    verbs: {
      RNTO: (exchange, honest) =>
        exchange.session.renameFrom === undefined ? undefined : honest(),
    },
  },
  {
    id: 'cwd-does-nothing',
    title: 'CWD says 250 and stays',
    breaks: ['RFC959-4.1.1-CWD-2', 'RFC959-A2-PWD-2'],
    verbs: {
      CWD: async (exchange, honest) => {
        const { workingDirectory } = exchange.session;
        await honest();
        exchange.session.workingDirectory = workingDirectory;
      },
    },
  },
  {
    id: 'failed-cwd-goes-home',
    title: 'A CWD that fails leads to the root',
    breaks: ['RFC959-4.2-CWD-3', 'RFC959-4.2-FAIL-1'],
    verbs: {
      CWD: (exchange, honest) => {
        if (exchange.session.store.find(exchange.path)) return honest();
        exchange.session.workingDirectory = '/';
        return honest();
      },
    },
  },
  {
    id: 'cdup-goes-to-root',
    title: 'CDUP leads to the root',
    breaks: ['RFC959-5.4-CDUP-1'],
    verbs: {
      CDUP: after((session) => {
        session.workingDirectory = '/';
      }),
    },
  },
  {
    id: 'cdup-at-root-leads-out',
    title: 'CDUP at the root leads out of it',
    breaks: ['RFC959-A2-CDUP-3', 'RFC3659-6.2.1-TVFS-7'],
    replies: {
      PWD: (reply, { session }) =>
        session.workingDirectory === '/'
          ? { ...reply, lines: ['"/.." is the working directory.'] }
          : reply,
    },
  },
  {
    id: 'absolute-paths-from-here',
    title: 'Paths that begin with a slash are taken below the working directory',
    breaks: ['RFC3659-6.2-TVFS-4', 'RFC959-4.1.3-RMD-3', 'RFC3659-6.3-TVFS-9'],
    verbs: forVerbs(
      ['RETR', 'STOR', 'SIZE', 'MDTM', 'MLST', 'MKD', 'RMD', 'DELE', 'LIST', 'NLST', 'MLSD'],
      withArgument((path) => path.replace(/^\/+/, '')),
    ),
  },
  {
    id: 'root-is-not-slash',
    title: 'CWD / does not lead to the root',
    breaks: ['RFC3659-6.2-TVFS-3'],
    verbs: { CWD: withArgument((path) => (path === '/' ? '.' : path)) },
  },
  {
    id: 'nul-cuts-path',
    title: 'A NUL ends a pathname',
    breaks: ['PRACTICE-CTRL-3'],
    verbs: {
      '*': before((_, exchange) => {
        exchange.argument = exchange.argument.split('\0', 1)[0] ?? '';
      }),
    },
  },
  {
    id: 'rename-over-file-loses-both',
    title: 'RNTO onto a file loses both',
    breaks: ['PRACTICE-OVERWRITE-1'],
    verbs: {
      RNTO: async ({ session, path }, honest) => {
        const there = session.store.find(path)?.kind === 'file';
        await honest();
        if (there) session.store.removeFile(path);
      },
    },
  },
  {
    id: 'paths-lead-out',
    title: 'Some forms of a name lead out of the root',
    breaks: ['PRACTICE-PATH-1', 'RFC1635-ANON-6'],
    verbs: {
      RETR: before((_, exchange) => {
        if (leadsOutside(exchange.argument)) exchange.argument = '/welcome.txt';
      }),
    },
    sends: {
      RETR: (octets, { line }) =>
        leadsOutside(line) ? [Buffer.from('root:x:0:0:root:/root:/bin/sh\r\n')] : octets,
    },
  },
];
