import { diagnose, each, many, run } from '../acts.ts';
import type { Behaviour, Drive } from '../behaviour.ts';

const MB = 1_000_000;

/** Verb, what it draws, how it is driven: a beginning, a text that comes so many times, an end. */
const TEXTS: readonly (readonly [
  string,
  string,
  readonly string[],
  readonly [string, string, number, string],
  readonly Drive[],
])[] = [
  [
    'reply-1mb',
    'Replies are lines of 1 MB',
    ['SYST', 'TYPE', 'STAT', 'HELP', 'NOOP'],
    ['200 ', 'x', MB, '\r\n'],
    [run('commands'), run('navigation'), diagnose()],
  ],
  [
    'reply-lines-1mb',
    'Replies are of 1 MB in lines',
    ['SYST', 'TYPE', 'NOOP'],
    ['200-x\r\n', 'ten bytes\r\n', 90_000, '200 x\r\n'],
    [run('parameters')],
  ],
  [
    'reply-wide',
    'Replies are of characters that take four bytes',
    ['SYST', 'TYPE', 'NOOP'],
    ['200 ', '\xf0\x9f\x92\xa5', MB / 5, '\r\n'],
    [run('commands')],
  ],
  [
    'pwd-long',
    'The login directory has a name of 1 MB',
    ['PWD'],
    ['257 "/', 'x', MB, '"\r\n'],
    [run('navigation'), diagnose()],
  ],
  [
    'pwd-unclosed',
    'The name of the login directory begins and does not end',
    ['PWD'],
    ['257 "/', 'x', MB, '\r\n'],
    [run('navigation'), diagnose()],
  ],
  [
    'pwd-quotes',
    'The name of the login directory is made of quotes',
    ['PWD'],
    ['257 ', '"', MB - 1, '\r\n'],
    [run('navigation'), diagnose()],
  ],
  [
    'pwd-deep',
    'The login directory is 300,000 directories deep',
    ['PWD'],
    ['257 "', '/x', 300_000, '"\r\n'],
    [run('navigation'), diagnose()],
  ],
  [
    'pasv-digits-1mb',
    'PASV announces digits without end',
    ['EPSV', 'PASV'],
    ['227 ok (127,0,0,1,4,', '9', MB / 2, ')\r\n'],
    [run('passive'), diagnose()],
  ],
  [
    'pasv-commas',
    'PASV announces 200,000 numbers',
    ['PASV'],
    ['227 ok (', '1,', MB / 5, '1)\r\n'],
    [run('passive')],
  ],
  [
    'pasv-parentheses',
    'PASV opens parentheses',
    ['PASV'],
    ['227 ok ', '(127,0,0,1,', MB / 20, ')\r\n'],
    [run('passive')],
  ],
  [
    'epsv-digits-1mb',
    'EPSV announces digits without end',
    ['EPSV'],
    ['229 ok (|||', '9', MB / 2, '|)\r\n'],
    [run('extended'), diagnose()],
  ],
  [
    'epsv-bars',
    'EPSV announces bars',
    ['EPSV'],
    ['229 ok (', '|', MB / 2, ')\r\n'],
    [run('extended')],
  ],
  [
    'size-digits',
    'SIZE has 200,000 digits',
    ['SIZE'],
    ['213 ', '9', MB / 5, '\r\n'],
    [run('facts'), diagnose()],
  ],
  [
    'mdtm-digits',
    'MDTM has 200,000 digits',
    ['MDTM'],
    ['213 2', '0', MB / 5, '\r\n'],
    [run('facts')],
  ],
  [
    'mlst-facts',
    'MLST has 100,000 facts in a line',
    ['MLST'],
    ['250-here\r\n ', 'x=y;', MB / 10, ' name\r\n250 end\r\n'],
    [run('facts')],
  ],
  [
    'mlst-semicolons',
    'MLST has semicolons and no name',
    ['MLST'],
    ['250-here\r\n ', ';', MB / 2, '\r\n250 end\r\n'],
    [run('facts')],
  ],
  [
    'feat-long-line',
    'FEAT has a line of 900 kB',
    ['FEAT'],
    ['211-features\r\n MLST ', 'x*;', 300_000, '\r\n211 end\r\n'],
    [run('features')],
  ],
  [
    'list-150-long',
    'The preliminary reply of a transfer is of 900 kB',
    ['LIST', 'RETR', 'STOR'],
    ['150 ', '(9 bytes)', MB / 10, '\r\n226 done\r\n'],
    [run('listing')],
  ],
];

/** Answers that are right in form or nearly, and too long. */
export const long: readonly Behaviour[] = TEXTS.map(
  ([id, title, verbs, [before, text, count, after], drives]) => ({
    id,
    title,
    drives,
    on: each(verbs, () => many(count, text, before, after)),
  }),
);
