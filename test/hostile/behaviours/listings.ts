import { randomBytes } from 'node:crypto';
import { diagnose, dumb, endless, listings, run, times, trickle } from '../acts.ts';
import type { Behaviour, Stream } from '../behaviour.ts';
import { send } from '../server/session.ts';

const LINE = '-rw-r--r-- 1 u u 20000 Jan  2 03:04';

/** `run listing` and `diagnose` both ask for LIST; `facts` asks for MLSD. */
const LISTINGS: readonly (readonly [string, string, Stream])[] = [
  ['list-endless', 'A listing has no end', endless(`${LINE} name\r\n`)],
  ['list-million', 'A listing has a million lines', times(`${LINE} name\r\n`, 1_000_000)],
  ['list-100mb-line', 'A listing is a line of 100 MB', times('x', 100_000_000)],
  ['list-endless-nul', 'A listing is NUL bytes without end', endless('\0')],
  ['list-empty-lines', 'A listing is a million empty lines', times('\r\n', 1_000_000)],
  ['list-regex', 'A listing has a line with a million spaces', spaced(1_000_000, 1)],
  ['list-spaces', 'A listing has a line with 100,000 spaces', spaced(100_000, 1)],
  ['list-regex-lines', 'A listing has 500 lines of 16,000 spaces', spaced(16_000, 500)],
  ['list-numbers', 'A listing has a line of 200,000 numbers', line('drwxr-xr-x', ' 1', 200_000)],
  [
    'list-dates',
    'A listing has a line of 50,000 dates',
    line('-rw-r--r-- 1', ' 1 Jan  2 03:04', 50_000),
  ],
  [
    'list-arrows',
    'A link leads to a link, 100,000 times',
    line(`l${LINE.slice(1)} a`, ' -> a', 100_000),
  ],
  [
    'list-dos-spaces',
    'A line of MS-DOS has 500,000 spaces',
    line('01-02-26  03:04PM', ' ', 500_000),
  ],
  ['list-eplf', 'A line of EPLF has 500,000 facts', line('+', 's1,', 500_000)],
  ['list-digits', 'A size has 500,000 digits', line('-rw-r--r-- 1 u u ', '9', 500_000)],
  ['list-long-name', 'A name has 5 MB', line(`${LINE} `, 'x', 5_000_000)],
  ['list-tabs', 'A line has a million tabs', line('drwxr-xr-x', '\t', 1_000_000)],
  ['list-cr', 'A line ends after a million CR', line(`${LINE} a`, '\r', 1_000_000)],
  [
    'list-noise',
    'A listing is 5 MB of random bytes',
    async (socket) => await send(socket, randomBytes(5_000_000)),
  ],
  ['data-drip', 'A byte of a listing comes every second', trickle('x', 1000)],
  ['data-drip-lines', 'A line of a listing comes every second', trickle(`${LINE} name\r\n`, 1000)],
  ['data-drip-fast', 'A byte of a listing comes every 20 ms', trickle('x', 20)],
  ['data-silence', 'Nothing comes over the data connection', dumb],
];

function line(before: string, text: string, count: number): Stream {
  return async (socket, session) => {
    await send(socket, before);
    await times(text, count)(socket, session);
    await send(socket, '\r\n');
  };
}

function spaced(spaces: number, lines: number): Stream {
  return times(`drwxr-xr-x${' '.repeat(spaces)}\r\n`, lines);
}

/** Listings that do not end, or take long to read. */
export const lists: readonly Behaviour[] = [
  ...LISTINGS.map(([id, title, stream]) => ({
    id,
    title,
    drives: [run('listing'), diagnose()],
    sends: listings(stream),
  })),
  {
    id: 'data-rst',
    title: 'The data connection of a listing is reset',
    drives: [run('listing'), diagnose()],
    sends: listings(async (socket) => {
      await send(socket, `${LINE} name\r\n`);
      socket.resetAndDestroy();
    }),
  },
  {
    id: 'mlsd-facts',
    title: 'MLSD has a line of 500,000 facts',
    drives: [run('facts')],
    sends: { MLSD: line('', 'x=y;', 500_000) },
  },
  {
    id: 'mlsd-endless',
    title: 'MLSD has no end',
    drives: [run('facts')],
    sends: { MLSD: endless('type=file;size=1; name\r\n') },
  },
  {
    id: 'mlsd-equals',
    title: 'MLSD has a line of equals signs and spaces',
    drives: [run('facts')],
    sends: { MLSD: line('type', '= ', 500_000) },
  },
  {
    id: 'nlst-endless',
    title: 'NLST has no end',
    drives: [run('listing')],
    sends: { NLST: endless('name\r\n') },
  },
];
