import {
  all,
  bytes,
  diagnose,
  drip,
  dripping,
  fin,
  flood,
  freeze,
  many,
  noise,
  pause,
  reply,
  rst,
  run,
  since,
} from '../acts.ts';
import type { Act, Behaviour } from '../behaviour.ts';

const GREETINGS: readonly (readonly [string, string, Act])[] = [
  ['silence', 'There is no greeting', freeze],
  ['rst', 'The connection is reset at once', rst],
  ['fin', 'The connection ends at once', fin],
  ['drip', 'A digit of the greeting comes every 300 ms, without end', dripping('2', 300)],
  [
    'slow-multiline',
    'A line of the greeting comes every 2 s, without end',
    dripping('220-wait\r\n', 2000),
  ],
  ['slow', 'The greeting comes, a character every 100 ms', drip('220 ready\r\n', 100)],
  ['late', 'The greeting comes after 6 s', all(pause(6000), reply('220 ready'))],
  ['endless-120', '"120 soon" comes without end', flood('120 soon\r\n')],
  ['slow-120', '"120 soon" comes every second, without end', dripping('120 soon\r\n', 1000)],
  ['endless-220', 'The greeting comes again and again', flood('220 ready\r\n')],
  ['endless-line', 'A line has no end', flood('220 ready ')],
  ['noise', 'Random bytes come without end', noise()],
  ['nul', 'NUL bytes come without end', flood('\0')],
  ['empty-lines', 'Empty lines come without end', flood('\r\n')],
  ['telnet', 'Telnet negotiations come without end', flood('\xff\xfb\x01\xff\xfd\x18')],
  [
    'http',
    'A web server answers',
    reply('HTTP/1.1 400 Bad Request', 'Content-Length: 3', '', 'bad'),
  ],
  ['ssh', 'SSH answers', reply('SSH-2.0-OpenSSH_9.9')],
  ['tls', 'TLS from the first byte answers', bytes('\x16\x03\x03\xff\xff\x02\x00\x00')],
  ['code-999', 'The greeting has a code that there is not', reply('999 ready')],
  ['bare', 'The greeting is a code alone', reply('220')],
  ['lf', 'Lines end in LF, and a multi-line reply is never closed', flood('220-ready\n')],
  [
    'lines-50000',
    'The greeting has 50,000 lines',
    many(50_000, '220-ready\r\n', '', '220 ready\r\n'),
  ],
  [
    'and-all',
    'All replies of a session come with the greeting',
    all(reply('220 ready', '331 password', '230 logged in', '257 "/"', '221 bye'), fin),
  ],
  ['changes', 'Every greeting after the first two is "421"', refusedLater()],
];

function refusedLater(): Act {
  return since(3, all(reply('421 come back in a year'), fin), reply('220 ready'));
}

/** What comes before anything is asked. */
export const greetings: readonly Behaviour[] = GREETINGS.map(([name, title, greeting]) => ({
  id: `greeting-${name}`,
  title,
  drives: [run('session'), diagnose()],
  greeting,
}));
