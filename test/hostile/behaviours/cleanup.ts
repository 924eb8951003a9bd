import { setTimeout as delay } from 'node:timers/promises';
import {
  all,
  crash,
  dripping,
  every,
  fin,
  freeze,
  inScratch,
  once,
  ordinary,
  reply,
  rst,
  run,
  since,
  sometimes,
} from '../acts.ts';
import type { Act, Behaviour } from '../behaviour.ts';
import { HOME, isOwn, isScratch, type Entry } from '../server/tree.ts';

const RUN = [run('navigation')];

function file(name: string): Entry {
  return { name, kind: 'file', size: 5 };
}

function dir(name: string): Entry {
  return { name, kind: 'dir', size: 4096 };
}

/** Names that only a listing of the scratch directory itself has, among those that are there. */
function naming(...more: readonly Entry[]) {
  return (directory: string, entries: readonly Entry[]): Iterable<Entry> =>
    isScratch(directory) ? [...more, ...entries] : entries;
}

/** Names in a listing of the scratch directory. */
const NAMES: readonly (readonly [string, string, readonly Entry[]])[] = [
  [
    'dotdot',
    'names the files above',
    ['../keep.txt', '../../../etc/passwd', 'x/../../keep.txt', '../precious/letters.txt'].map(file),
  ],
  [
    'dotdot-dirs',
    'names directories above',
    [dir('..'), dir('../precious'), dir('./..'), dir('../')],
  ],
  ['absolute', 'names absolute paths', [file('/precious.txt'), file(`${HOME}/keep.txt`), dir('/')]],
  ['empty-names', 'has names of spaces and of nothing', [file(' '), file(''), dir(' '), dir('')]],
  ['cr', 'has names with CR in them', [file('a\rDELE /precious.txt'), file('\rRMD /etc')]],
  ['nul', 'has names with NUL in them', [file(`../keep.txt\0x`), file('\0/../keep.txt')]],
  ['telnet', 'has names with Telnet commands', [file('a\xff\xf4\xff\xf2b'), file('\xff')]],
  [
    'options',
    'has names like options and patterns',
    ['-rf', '*', '~', '~u/keep.txt', '?'].map(file),
  ],
  ['long-name', 'has a name of 1 MB', [file('x'.repeat(1_000_000))]],
  ['same-names', 'has one name 20,000 times', Array.from({ length: 20_000 }, () => dir('same'))],
];

function* endlessNames(): Generator<Entry> {
  for (let count = 0; ; count++) yield file(`name-${count}`);
}

function* manyNames(): Generator<Entry> {
  for (let count = 0; count < 1_000_000; count++) yield file(`name-${count}`);
}

/** Makes the directory without saying so. */
const quietly: Act = (session, argument) => {
  session.tree.put(session.path(argument), { kind: 'dir' });
  return Promise.resolve();
};

/** In each directory the same twenty, none of which can be removed. */
const maze: Behaviour = {
  id: 'cleanup-maze',
  title: 'Twenty directories are in each directory, and none can be removed',
  drives: RUN,
  entries: (directory, entries) =>
    isOwn(directory) ? Array.from({ length: 20 }, (_, index) => dir(`room-${index}`)) : entries,
  on: {
    CWD: inScratch(walk, ordinary('CWD')),
    RMD: reply('550 no'),
    DELE: inScratch(reply('550 no'), ordinary('DELE')),
  },
  leaves: 'no directory can be removed',
};

async function walk(...[session, argument]: Parameters<Act>): Promise<void> {
  session.cwd = session.path(argument);
  await session.reply('250 ok');
}

/** Clean-up that would touch what is not ftpspec's, take no end, or give up. */
export const cleanup: readonly Behaviour[] = [
  ...NAMES.map(([name, title, entries]) => ({
    id: `cleanup-${name}`,
    title: `The listing of the scratch directory ${title}`,
    drives: RUN,
    entries: naming(...entries),
    ...(name === 'cr' && { lineEnd: /[\r\n]+/ }),
    ...(name === 'nul' && { reads: (sent: string) => sent.split('\0', 1)[0] ?? '' }),
  })),
  {
    id: 'cleanup-backslash',
    title: 'Names go up by a backslash, on a server that takes it for a slash',
    drives: RUN,
    entries: naming(file('..\\keep.txt'), file('..\\..\\..\\precious.txt')),
    reads: (name) => name.replaceAll('\\', '/'),
  },
  {
    id: 'cleanup-link',
    title: 'A link in the scratch directory leads to the login directory',
    drives: RUN,
    on: { MKD: planting('link') },
  },
  {
    id: 'cleanup-junction',
    title: 'A link that cannot be deleted, but entered, leads to the login directory',
    drives: RUN,
    on: {
      MKD: planting('junction'),
      DELE: async (session, argument) => {
        const link = /\/junction$/.test(argument);
        await (link ? session.reply('550 a directory') : ordinary('DELE')(session, argument));
      },
    },
    leaves: 'the link cannot be deleted',
  },
  {
    id: 'cleanup-loop',
    title: 'A directory of the scratch directory leads back to it',
    drives: RUN,
    entries: naming(dir('again')),
    on: {
      CWD: async (session, argument) => {
        const again = argument.replace(/(\/again)+/g, '');
        await ordinary('CWD')(session, again === '' ? '.' : again);
      },
    },
  },
  {
    id: 'cleanup-deep',
    title: 'Directories are 60 deep',
    drives: RUN,
    on: {
      MKD: async (session, argument) => {
        await ordinary('MKD')(session, argument);
        const root = session.path(argument);
        if (isScratch(root))
          for (let depth = 1; depth <= 60; depth++)
            session.tree.put(root + '/deep'.repeat(depth), { kind: 'dir' });
      },
    },
    leaves: 'it is deeper than anything that a scenario makes',
  },
  maze,
  {
    id: 'cleanup-million',
    title: 'The listing of the scratch directory has a million names',
    drives: RUN,
    entries: (directory, entries) => (isScratch(directory) ? manyNames() : entries),
  },
  {
    id: 'cleanup-endless',
    title: 'The listing of the scratch directory has no end',
    drives: RUN,
    entries: (directory, entries) => (isScratch(directory) ? endlessNames() : entries),
  },
  {
    id: 'cleanup-drip',
    title: 'The listing of the scratch directory drips',
    drives: RUN,
    sends: {
      LIST: async (socket, session) => {
        while (isScratch(session.cwd) && !socket.destroyed) {
          socket.write('x');
          await delay(1000);
        }
      },
    },
  },
  {
    id: 'cleanup-lies',
    title: 'What was deleted is listed all the same',
    drives: RUN,
    entries: naming(file('ghost'), dir('ghosts')),
    on: {
      DELE: inScratch(all(ordinary('DELE')), reply('250 done')),
      CWD: inScratch(walk, ordinary('CWD')),
    },
  },
  {
    id: 'cleanup-inside',
    title: 'A directory is not removed while a session is in it, and a session goes in with MKD',
    drives: RUN,
    on: {
      RMD: async (session, argument) => {
        const path = session.path(argument);
        const inside = [...session.server.sessions].some(({ cwd }) =>
          `${cwd}/`.startsWith(`${path}/`),
        );
        await (inside ? session.reply('550 in use') : ordinary('RMD')(session, argument));
      },
    },
  },
  {
    id: 'cleanup-absolute-refused',
    title: 'RMD and DELE know no slash',
    drives: RUN,
    on: Object.fromEntries(
      ['RMD', 'DELE'].map(
        (verb) =>
          [
            verb,
            async (session, argument) => {
              const slash = argument.includes('/');
              await (slash ? session.reply('553 bad name') : ordinary(verb)(session, argument));
            },
          ] satisfies [string, Act],
      ),
    ),
  },
  {
    id: 'cleanup-rst',
    title: 'The third RMD of each session draws a reset',
    drives: RUN,
    on: { RMD: every(3, rst, ordinary('RMD')) },
  },
  {
    id: 'cleanup-421',
    title: 'A third of all RMD and DELE draw "421" and the end of the connection',
    drives: RUN,
    on: Object.fromEntries(
      ['RMD', 'DELE'].map((verb) => [
        verb,
        sometimes(30, all(reply('421 too long'), fin), ordinary(verb)),
      ]),
    ),
  },
  {
    id: 'cleanup-crash',
    title: 'The server dies in clean-up and is back after 2 s',
    drives: RUN,
    on: { RMD: inScratch(once(30, crash(2000), ordinary('RMD')), ordinary('RMD')) },
  },
  {
    id: 'cleanup-dead',
    title: 'The server dies in clean-up for good',
    drives: RUN,
    on: { RMD: since(20, crash(), ordinary('RMD')) },
    leaves: 'the server is dead',
  },
  {
    id: 'cleanup-freezes',
    title: 'RMD is not answered',
    drives: RUN,
    on: { RMD: freeze },
    leaves: 'no directory can be removed',
  },
  {
    id: 'cleanup-drips',
    title: 'DELE draws a digit every 300 ms',
    drives: RUN,
    on: { DELE: dripping('2', 300) },
    leaves: 'nothing can be deleted',
  },
  {
    id: 'cleanup-refused',
    title: 'Nothing can be deleted',
    drives: RUN,
    on: { RMD: reply('550 no'), DELE: reply('550 no') },
    leaves: 'nothing can be deleted',
  },
  {
    id: 'cleanup-list-refused',
    title: 'Nothing can be listed',
    drives: RUN,
    on: { LIST: reply('550 no'), NLST: reply('550 no'), MLSD: reply('550 no') },
  },
  {
    id: 'cleanup-preliminary',
    title: 'RMD draws "150" and nothing more',
    drives: RUN,
    on: { RMD: reply('150 soon') },
    leaves: 'no directory can be removed',
  },
  {
    id: 'mkd-precious',
    title: 'MKD says that it made a directory of the user',
    drives: RUN,
    on: { MKD: all(quietly, reply(`257 "${HOME}/precious" made`)) },
  },
  {
    id: 'mkd-root',
    title: 'MKD says that it made the root',
    drives: RUN,
    on: { MKD: all(quietly, reply('257 "/" made')) },
  },
  {
    id: 'pwd-etc',
    title: 'PWD always says /etc',
    drives: RUN,
    on: { PWD: reply('257 "/etc"') },
  },
  {
    id: 'pwd-dotdot',
    title: 'PWD names a directory by way of another',
    drives: RUN,
    on: { PWD: reply(`257 "${HOME}/precious/.."`) },
  },
  {
    id: 'pwd-crlf',
    title: 'PWD names a directory with a CR in it',
    drives: RUN,
    on: { PWD: reply('257 "/home/u\rDELE /precious.txt\r"') },
    lineEnd: /[\r\n]+/,
  },
];

/** A new scratch directory has a link in it that somebody else has put there. */
function planting(name: string): Act {
  return async (session, argument) => {
    await ordinary('MKD')(session, argument);
    const path = session.path(argument);
    if (isScratch(path)) session.tree.plant(`${path}/${name}`, { kind: 'link', to: HOME });
  };
}
