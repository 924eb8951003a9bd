import { expect } from 'chai';
import { loadCatalogue } from '../../../src/catalogue/index.ts';
import { type Level, LEVELS } from '../../../src/catalogue/requirements.ts';
import { judgeRecords, RULES } from '../../../src/rules/index.ts';
import type { Check, RuleDeviation } from '../../../src/rules/rule.ts';
import type { DataEvent } from '../../../src/client/records.ts';
import { records, type Written } from './dialogues.ts';

const catalogue = loadCatalogue();

const accepted = (host: string, port: number): DataEvent => ({
  kind: 'accepted',
  from: { host, port },
  control: { host: '192.0.2.1', port: 21 },
  dataPort: 20,
});
const received = (closeNotify: boolean | undefined): DataEvent => ({
  kind: 'received',
  size: 10,
  ending: { how: 'fin', code: undefined, closeNotify },
});

const mlsd = (listing: string): string[] => [
  '< 220 A',
  '> MLSD',
  '< 150 A',
  `data ${listing}`,
  '< 226 A',
];
const mlst = (...entries: readonly string[]): string[] => [
  '< 220 A',
  '> MLST a',
  '< 250-A',
  ...entries.map((entry) => `< ${entry}`),
  '< 250 A',
];

const set = (command: string): string[] => [`> ${command}`, '< 200 A'];
const value = (command: string, text: string): string[] => [`> ${command}`, `< 213 ${text}`];
const list = (listing: string): string[] => ['> LIST', '< 150 A', `data ${listing}`, '< 226 A'];
const retr = (name: string, bytes: string): string[] => [
  `> RETR ${name}`,
  '< 150 A',
  `data ${bytes}`,
  '< 226 A',
];

const LOGGED_IN = ['< 220 A', '> USER a', '< 331 A', '> PASS a', '< 230 A'];

/** Dialogues that a rule has nothing against, and those that break it, with what the violation says. */
const CASES: Readonly<
  Record<
    string,
    {
      readonly holds: readonly Written[];
      /** nothing that the rule could judge */
      readonly silent?: readonly Written[];
      readonly broken: readonly (Written & {
        says: RegExp;
        severity?: 'warn' | 'fail';
        after?: string;
      })[];
    }
  >
> = {
  'rules/line-ends': {
    holds: [{ lines: ['< 220-A', '< B', '< 220 C'] }],
    broken: [
      { lines: ['<< 220 A\n'], says: /220 A\\n/ },
      { lines: ['< 220-A', '<< B\n', '< 220 C'], says: /"B\\n"/ },
    ],
  },
  'rules/reply-form': {
    holds: [{ lines: ['< 220 A', '> MLST', '< 250'] }],
    broken: [
      { lines: ['< Hello'], says: /Hello/ },
      { lines: ['< 220 A', '> NOOP', '< 200\tA'], says: /200\\tA/ },
      { lines: ['< 220 A', '<< \r\n'], says: /"\\r\\n"/ },
    ],
  },
  'rules/reply-text': {
    holds: [{ lines: ['< 220 A', '> MLST', '< 250', '> HOST a', '< 220'] }],
    broken: [{ lines: ['< 220 A', '> NOOP', '< 200'], says: /"200\\r\\n"/ }],
  },
  'rules/code-digits': {
    holds: [{ lines: ['< 220 A', '> CONF x', '< 633 A', '> AUTH TLS', '< 334 A'] }],
    broken: [
      { lines: ['< 220 A', '> NOOP', '< 700 A'], says: /700 A/ },
      { lines: ['< 220 A', '> NOOP', '< 290 A'], says: /290 A/ },
    ],
  },
  'rules/multi-line-end': {
    holds: [{ lines: ['< 220 A', '> FEAT', '< 211-A', '< 211 B'] }],
    broken: [{ lines: ['< 220 A', '> FEAT', '< 211-A', '<  SIZE'], says: /behind "211-"/ }],
  },
  'rules/multi-line-interior': {
    holds: [
      { lines: ['< 220-A', '< 220-B', '< 220 C'] },
      { lines: ['< 220-A', '<  230-B', '< 2300 x', '< 220 C'] },
    ],
    broken: [
      { lines: ['< 220-A', '< 230-B', '< 220 C'], says: /230-B/ },
      { lines: ['< 220-A', '< 230 B', '< 220 C'], says: /230 B/, severity: 'warn' },
    ],
  },
  'rules/telnet-bytes': {
    holds: [{ lines: ['< 220 A\xff\xff', '<< \xff\xf1220 B\r\n'] }],
    broken: [{ lines: ['< 220 A\xffB'], says: /\\xffB/ }],
  },
  'rules/size-and-time-form': {
    holds: [
      { lines: ['< 220 A', '> SIZE a', '< 213 20'] },
      { lines: ['< 220 A', '> MDTM a', '< 213 20240101000000.5', '> STAT a', '< 213 any text'] },
    ],
    broken: [
      { lines: ['< 220 A', '> SIZE a', '< 213 20 bytes'], says: /20 bytes/ },
      { lines: ['< 220 A', '> MDTM a', '< 213 2024-01-01'], says: /2024-01-01/ },
      { lines: ['< 220 A', '> SIZE a', '< 213-20', '< 213 20'], says: /213-20/ },
    ],
  },
  'rules/codes-for-command': {
    holds: [
      { lines: ['< 120 soon', '< 220 A', '> USER a', '< 331 A', '> PASS a', '< 230 A'] },
      { lines: ['< 220 A', '> RETR a', '< 150 A', '< 426 A', '> XSTRANGE', '< 299 A'] },
      { lines: ['< 220 A', '> EPSV ALL', '< 200 A'] },
      { lines: ['< 220 A', '> PWD', '< 530 A', '> TYPE I', '< 533 A'] },
      { lines: [...LOGGED_IN, '> REIN', '< 220 A', '> PWD', '< 530 A'] },
      { lines: [...LOGGED_IN, '> PASS b', '< 530 A', '> PWD', '< 530 A'] },
      { lines: [...LOGGED_IN, '> DELE a', '< 530 A', '> USER b', '< 331 B', '> PWD', '< 530 A'] },
      { lines: [...LOGGED_IN, '> RNFR a', '< 350 A', '> NOOP', '< 200 A', '> RNTO b', '< 503 A'] },
    ],
    broken: [
      { lines: ['< 230 A'], says: /230 A/ },
      { lines: ['< 220 A', '> NOOP', '< 250 A'], says: /250 A/ },
      { lines: ['< 220 A', '> RETR a', '< 150 A', '< 550 A'], says: /550 A/, severity: 'warn' },
      { lines: ['< 220 A', '> EPSV', '< 200 A'], says: /200 A/ },
      { lines: ['< 220 A', '> CWD a', '< 503 A'], says: /503 A/, severity: 'warn' },
      { lines: ['< 220 A', '> LIST a', '< 451 A'], says: /451 A/, severity: 'warn' },
      { lines: ['< 220 A', '> CWD a', '< 554 A'], says: /554 A/ },
      {
        lines: [...LOGGED_IN, '> REIN', '< 230 A', '> PWD', '< 530 A'],
        says: /230 A/,
        severity: 'warn',
      },
      { lines: [...LOGGED_IN, '> TYPE Q', '< 530 A'], says: /530 A/, severity: 'fail' },
      { lines: [...LOGGED_IN, '> NOOP', '< 533 A'], says: /533 A/, severity: 'fail' },
      {
        lines: [
          '< 220 A',
          '> AUTH TLS',
          '< 234 A',
          'TLS',
          ...LOGGED_IN.slice(1),
          '> DELE a',
          '< 533 A',
        ],
        says: /533 A/,
      },
      {
        lines: [...LOGGED_IN, '> RNFR a', '< 350 A', '> RNTO b', '< 503 A'],
        says: /503 A/,
        severity: 'fail',
      },
    ],
  },
  'rules/single-step': {
    holds: [{ lines: ['< 220 A', '> NOOP', '< 200 A', '> RNFR a', '< 350 A'] }],
    broken: [
      { lines: ['< 220 A', '> NOOP', '< 150 A', '< 200 B'], says: /150 A/ },
      { lines: ['< 220 A', '> CWD a', '< 350 A'], says: /350 A/ },
    ],
  },
  'rules/no-intermediate-in-transfer': {
    holds: [{ lines: ['< 220 A', '> RETR a', '< 150 A', '< 226 A'] }],
    silent: [{ lines: ['< 220 A', '> REST 1', '< 350 A'] }],
    broken: [
      { lines: ['< 220 A', '> RETR a', '< 150 A', '< 350 A'], says: /350 A/, severity: 'fail' },
      { lines: ['< 220 A', '> STOR a', '< 332 A'], says: /332 A/, severity: 'warn' },
    ],
  },
  'rules/no-protected-replies': {
    holds: [
      { lines: ['< 220 A', '> NOOP', '< 200 A'] },
      { lines: ['< 220 A', '> ADAT AA==', '< 235 A', '> ENC AA==', '< 632 A'] },
    ],
    broken: [{ lines: ['< 220 A', '> NOOP', '< 631 A'], says: /631 A/ }],
  },
  'rules/defined-codes': {
    holds: [{ lines: ['< 220 A', '> NOOP', '< 200 A'] }],
    broken: [{ lines: ['< 220 A', '> NOOP', '< 299 A'], says: /299 A/ }],
  },
  'rules/retry-means-4yz': {
    holds: [{ lines: ['< 421 Too many users, try again later.'] }],
    silent: [{ lines: ['< 220 A', '> RETR temporary', '< 550 temporary: not found'] }],
    broken: [
      { lines: ['< 530 Too many users are connected'], says: /530 Too many/ },
      {
        lines: ['< 220 A', '> RETR a', '< 550-The file is busy.', '< 550 Sorry'],
        says: /550-The file/,
      },
    ],
  },
  'rules/marker-form': {
    holds: [{ lines: ['< 220 A', '> STOR a', '< 150 A', '< 110 MARK 512 = a1', '< 226 A'] }],
    silent: [{ lines: ['< 220 A', '> STOR a', '< 150 A', '< 226 A'] }],
    broken: [
      { lines: ['< 220 A', '> STOR a', '< 150 A', '< 110 512', '< 226 A'], says: /110 512/ },
    ],
  },
  'rules/no-markers-in-stream': {
    holds: [{ lines: ['< 220 A', '> RETR a', '< 150 A', '< 226 A'] }],
    silent: [
      { lines: ['< 220 A', '> MODE B', '< 200 A', '> RETR a', '< 150 A', '< 110 A', '< 226 A'] },
    ],
    broken: [{ lines: ['< 220 A', '> RETR a', '< 150 A', '< 110 A', '< 226 A'], says: /110 A/ }],
  },
  'rules/pasv-endpoint': {
    holds: [{ lines: ['< 220 A', '> PASV', '< 227 (127,0,0,1,4,5)'] }],
    broken: [
      { lines: ['< 220 A', '> PASV', '< 227 Ok'], says: /227 Ok/ },
      { lines: ['< 220 A', '> PASV', '< 227 (127,0,0,1,0,0)'], says: /127,0,0,1,0,0/ },
    ],
  },
  'rules/epsv-port': {
    holds: [{ lines: ['< 220 A', '> EPSV', '< 229 (|||21|)'] }],
    silent: [{ lines: ['< 220 A', '> EPSV ALL', '< 229 A'] }],
    broken: [{ lines: ['< 220 A', '> EPSV', '< 229 |||21|'], says: /229 \|\|\|21/ }],
  },
  'rules/quoted-name': {
    holds: [{ lines: ['< 220 A', '> PWD', '< 257 "/"'] }],
    broken: [{ lines: ['< 220 A', '> PWD', '< 257 /'], says: /257 \// }],
  },
  'rules/mlsx-entries': {
    holds: [
      { lines: mlsd('type=file;size=1; a\r\n b\r\ntype=file; c\nd\r\n') },
      { lines: mlst(' type=file;size=1; a') },
      { lines: mlst('type=file; a') },
      { lines: mlst('  a') },
      { lines: mlst(' /a') },
      { lines: ['< 220 A', '> MLST', '< 250-A', '<  type=dir; ', '< 250 A'] },
    ],
    silent: [
      { lines: mlsd('') },
      { lines: ['< 220 A', '> MLSD', '< 150 A', 'data typ', '< 426 A'] },
    ],
    broken: [
      { lines: mlsd('total 1\r\ntype=file; a\r\n'), says: /"total 1/ },
      { lines: mlsd('\r\ntype=file; a\r\n'), says: /^"/ },
      { lines: mlsd('type=file;\ta\r\n'), says: /type=file/ },
      { lines: mlsd('type=file a\r\ntype=dir b\r\n'), says: /type=file.*and 1 more/s },
      { lines: mlsd('type=file; a\n'), says: /type=file/ },
      { lines: mlsd('type=file; \r\n'), says: /type=file/ },
      { lines: mlst('type=file a'), says: /type=file a/ },
    ],
  },
  'rules/fact-time': {
    holds: [
      { lines: mlsd('modify=19690101000000; a\r\nmodify=20240229235960.25; b\r\n') },
      { lines: ['< 220 A', '> MDTM a', '< 213 10000101000000'] },
    ],
    silent: [{ lines: ['< 220 A', '> MDTM a', '< 213 Ok', '> SIZE a', '< 213 20'] }],
    broken: [
      { lines: mlsd('modify=-3400101000000; a\r\n'), says: /modify=-340.*of "a"/ },
      { lines: mlsd('Modify=191000101000000; a\r\n'), says: /191000101000000/ },
      { lines: mlsd('create=20230229000000; a\r\n'), says: /create=20230229/ },
      { lines: mlst(' modify=20240101000000.; a'), says: /20240101000000\./ },
      { lines: mlst(' modify=; a'), says: /modify=;/ },
      { lines: ['< 220 A', '> MDTM a', '< 213 20241301000000'], says: /20241301/ },
      { lines: ['< 220 A', '> MDTM a', '< 213 00000101000000'], says: /00000101/ },
    ],
  },
  'rules/fact-size': {
    holds: [
      { lines: mlsd('size=0; a\r\nsize=9223372036854775807; b\r\n') },
      { lines: ['< 220 A', '> SIZE a', '< 213 5000000000'] },
    ],
    broken: [
      { lines: mlsd('size=-2147483648; a\r\n'), says: /size=-2147483648;" of "a"/ },
      { lines: mlsd('size=1.5K; a\r\n'), says: /1\.5K/ },
      { lines: mlst(' size=; a'), says: /size=;/ },
      { lines: ['< 220 A', '> SIZE a', '< 213 18446744071562067968'], says: /1844674407/ },
    ],
  },
  'rules/fact-type': {
    holds: [{ lines: mlsd('Type=OS.unix=slink:b; a\r\ntype=CDIR; /\r\n') }],
    broken: [{ lines: mlsd('type=directory; a\r\n'), says: /type=directory/ }],
  },
  'rules/fact-perm': {
    holds: [{ lines: mlsd('perm=; a\r\nPerm=ADFRW; b\r\n') }],
    broken: [{ lines: mlsd('perm=rwxr-xr-x; a\r\n'), says: /rwxr-xr-x/ }],
  },
  'rules/fact-unique': {
    holds: [{ lines: mlsd('unique=8U7; a\r\n') }],
    broken: [{ lines: mlsd('unique=; a\r\n'), says: /unique=;/ }],
  },
  'rules/one-size': {
    holds: [
      {
        lines: [
          '< 220 A',
          ...set('TYPE I'),
          ...value('SIZE a', '3'),
          ...retr('a', 'abc'),
          ...mlsd('type=file;size=3; a\r\n').slice(1),
        ],
      },
      {
        lines: [
          '< 220 A',
          ...set('TYPE I'),
          ...value('SIZE a', '3'),
          ...list('-rw-r--r-- 1 a a 3 Jan  1  2024 a\r\n'),
        ],
      },
    ],
    silent: [
      { lines: ['< 220 A', ...value('SIZE a', '4'), ...retr('a', 'abc')] },
      {
        lines: [
          '< 220 A',
          ...set('TYPE I'),
          ...value('SIZE a', '3'),
          '> STOR a',
          '< 150 A',
          '< 226 A',
          ...value('SIZE a', '9'),
        ],
      },
      {
        lines: [
          '< 220 A',
          ...set('TYPE I'),
          ...value('SIZE a', '3'),
          '> REST 1',
          '< 350 A',
          ...retr('a', 'bc'),
        ],
      },
      {
        lines: [
          '< 220 A',
          ...set('TYPE I'),
          '> RANG 0 1',
          '< 350 A',
          ...retr('a', 'ab'),
          ...value('SIZE a', '3'),
        ],
      },
      {
        lines: [
          '< 220 A',
          ...set('TYPE I'),
          ...set('MODE B'),
          ...value('SIZE a', '3'),
          ...retr('a', 'abcdef'),
        ],
      },
      { lines: [...mlsd('type=dir;size=3; a\r\n'), ...value('SIZE a', '3')] },
    ],
    broken: [
      {
        lines: ['< 220 A', ...set('TYPE I'), ...value('SIZE a', '4'), ...retr('a', 'abc')],
        says: /3 octets for "a" by RETR/,
        severity: 'fail',
      },
      {
        lines: [
          '< 220 A',
          ...set('TYPE I'),
          ...value('SIZE a', '3'),
          ...mlst(' type=file;size=4; /x/a').slice(1),
        ],
        says: /4 octets for "a" by the fact size in MLST/,
        severity: 'warn',
      },
      {
        lines: [
          '< 220 A',
          ...set('TYPE I'),
          ...value('SIZE a', '3'),
          ...list('-rw-r--r-- 1 a a 4 Jan  1  2024 a\r\n'),
        ],
        says: /4 octets for "a" by LIST/,
        severity: 'warn',
      },
    ],
  },
  'rules/one-time': {
    holds: [
      {
        lines: [
          '< 220 A',
          ...value('MDTM a', '19991231235959'),
          ...mlsd('type=file;modify=19991231235959.9; a\r\n').slice(1),
        ],
      },
      {
        lines: [
          '< 220 A',
          ...value('MDTM a', '19991231235959'),
          ...list('-rw-r--r-- 1 a a 3 Dec 31  1999 a\r\n'),
        ],
      },
      {
        lines: [
          '< 220 A',
          ...value('MDTM a', '19991231235959'),
          ...list('01-01-00  01:59PM    3 a\r\n'),
        ],
      },
      {
        lines: [
          '< 220 A',
          ...value('MDTM a', '20240129120000'),
          ...list('+m1706529600,r,s3,\ta\r\n'),
        ],
      },
    ],
    silent: [
      { lines: ['< 220 A', ...value('MDTM a', '20240129120000'), ...list('a of no layout\r\n')] },
      {
        lines: [
          '< 220 A',
          ...value('MDTM a', '20240129120000'),
          ...list('-rw-r--r-- 1 a a 3 Mrz 31  1999 a\r\n'),
        ],
      },
    ],
    broken: [
      {
        lines: [
          '< 220 A',
          ...value('MDTM a', '20240129120000'),
          ...mlst(' type=file;modify=20240129140000; a').slice(1),
        ],
        says: /2024-01-29T14:00.*the fact modify in MLST/,
      },
      {
        lines: [
          '< 220 A',
          ...value('MDTM a', '20240129120000'),
          ...list('-rw-r--r-- 1 a a 3 Feb 29  2024 a\r\n'),
        ],
        says: /2024-02-29.*by LIST/,
      },
      {
        lines: [
          '< 220 A',
          ...value('MDTM a', '20040129120000'),
          ...list('-rw-r--r-- 1 a a 3 Jan 29 12:00 a\r\n'),
        ],
        says: /by LIST/,
      },
    ],
  },
  'rules/one-preliminary': {
    holds: [{ lines: ['< 220 A', '> RETR a', '< 150 A', '< 226 A'] }],
    broken: [
      { lines: ['< 220 A', '> RETR a', '< 125 A', '< 150 B', '< 226 C'], says: /125 A.*150 B/ },
    ],
  },
  'rules/every-command-answered': {
    holds: [
      { lines: ['< 220 A', '> NOOP', '< 200 A', '> QUIT'] },
      { lines: ['< 220 A', '> USER a', '< 530 A', '> USER a'] },
    ],
    silent: [
      { lines: ['< 220 A', '> LIST', 'silence'], unfinished: true },
      { lines: ['< 220 A', '> AUTH TLS', '< 234 A', '> NOOP', 'end'], unfinished: true },
      { lines: ['< 220 A', '> AUTH TLS', '< 234 A', 'TLS', '> USER a', 'end'], unfinished: true },
      { lines: ['< 220 A', '> NOOP'], unfinished: true },
      { lines: ['< 220 A', '> PASS a', '< 530 A', '> QUIT', 'end', 'FIN'], unfinished: true },
      { lines: ['< 220 A', 'raw NO', '> OP'] },
    ],
    broken: [
      { lines: ['< 220 A', '> ALLO 1', 'silence'], unfinished: true, says: /nothing within 6 s/ },
      { lines: ['< 220 A', '> QUIT', 'silence'], says: /nothing within 6 s/ },
      { lines: ['< 220 A', '> ALLO 1', 'end', 'FIN'], unfinished: true, says: /the end of the/ },
      { lines: ['< 220 A', '> NOOP', '> QUIT', '< 221 B'], says: /no reply/ },
      { lines: ['< 220 A', '> RETR a', '< 150 A', '> QUIT', '< 221 B'], says: /only "150 A/ },
    ],
  },
  'rules/no-hang-up': {
    holds: [{ lines: [...LOGGED_IN, '> DELE a', '< 550 A', '> NOOP', '< 200 A'] }],
    silent: [
      { lines: ['< 220 A', '> USER a', '< 530 A', 'FIN'] },
      { lines: [...LOGGED_IN, '> DELE a', '< 421 A', 'FIN'] },
    ],
    broken: [
      { lines: [...LOGGED_IN, '> DELE a', '< 550 A', 'FIN'], says: /550 A.*the end of/ },
      { lines: [...LOGGED_IN, '> DELE a', '< 550 A', '> QUIT', 'end', 'FIN'], says: /550 A/ },
    ],
  },
  'rules/no-unsolicited-reply': {
    holds: [{ lines: ['< 220 A', '> NOOP', '< 200 A', '< 421 idle'] }],
    broken: [
      { lines: ['< 220 A', '< 220 B'], says: /220 B.*besides/ },
      { lines: ['< 220 A', '> NOOP', '< 200 A', '< 226 B'], says: /226 B/ },
      {
        lines: [...LOGGED_IN, '> OPTS UTF8 ON', '< 200 A', '< 200 B'],
        says: /200 B/,
        after: 'OPTS',
      },
    ],
  },
  'rules/closed-after-421': {
    holds: [
      { lines: ['< 220 A', '> NOOP', '< 421 A'] },
      { lines: ['< 220 A', '> NOOP', '< 421 A', '> QUIT', 'FIN'] },
    ],
    broken: [
      { lines: ['< 220 A', '< 421 A', '> NOOP', '< 200 B'], says: /200 B/ },
      { lines: ['< 220 A', '> NOOP', '< 421 A', '> QUIT'], says: /it stayed open/ },
    ],
  },
  'rules/minimum-is-known': {
    holds: [{ lines: [...LOGGED_IN, '> MKD a', '< 550 A', '> NOOP', '< 200 A'] }],
    silent: [
      { lines: ['< 220 A', '> MKD a', '< 530 A', '> PWD', '< 502 A'] },
      { lines: [...LOGGED_IN, '> DELE', '< 500 A', '> TYPE Q', '< 500 A', '> PORT 1', '< 502 A'] },
    ],
    broken: [
      { lines: [...LOGGED_IN, '> MKD a', '< 502 A'], says: /502 A/, severity: 'fail' },
      { lines: [...LOGGED_IN, '> SYST', '< 500 A'], says: /500 A/, severity: 'warn' },
    ],
  },
  'rules/active-source-address': {
    holds: [{ lines: [], data: [accepted('192.0.2.1', 20)] }],
    broken: [{ lines: [], data: [accepted('192.0.2.9', 20)], says: /192\.0\.2\.9:20/ }],
  },
  'rules/active-source-port': {
    holds: [{ lines: [], data: [accepted('192.0.2.1', 20)] }],
    broken: [{ lines: [], data: [accepted('192.0.2.1', 4000)], says: /192\.0\.2\.1:4000/ }],
  },
  'rules/close-notify': {
    holds: [{ lines: [], data: [received(true), received(undefined)] }],
    broken: [{ lines: [], data: [received(false)], says: /FIN alone behind 10 bytes/ }],
  },
};

function checksOf(id: string, written: Written) {
  const found = judgeRecords(records(written), catalogue.replies).find(
    ({ rule }) => rule.id === id,
  );
  return found?.checks ?? [];
}

function isDeviation(check: Check): check is RuleDeviation {
  return check !== 'ok' && !('shown' in check);
}

/** How soft a level is. */
const rank = (level: Level): number =>
  LEVELS.findIndex((one) => one === level.replace(/-NOT$/, ''));

describe('the wire rules', () => {
  it('are all tested here, each both ways', () => {
    expect(Object.keys(CASES)).to.have.members(RULES.map(({ id }) => id));
    for (const [id, { holds, broken }] of Object.entries(CASES)) {
      expect(holds, id).to.not.be.empty;
      expect(broken, id).to.not.be.empty;
    }
  });

  it('cover requirements that there are, under the level of one of them or a softer one', () => {
    for (const { id, covers, level } of RULES) {
      const levels = covers.map((one) => catalogue.requirements.get(one)?.level);
      expect(levels, id).to.not.include(undefined);
      const hardest = Math.min(...levels.map((one) => rank(one!)));
      expect(rank(level), `${id}: ${level} for ${levels.join(', ')}`).to.be.at.least(hardest);
    }
  });

  for (const { id, title } of RULES)
    describe(`${id}: ${title}`, () => {
      const { holds = [], silent = [], broken = [] } = CASES[id] ?? {};
      for (const written of silent)
        it(`says nothing about ${describeWritten(written)}`, () =>
          expect(checksOf(id, written)).to.deep.equal([]));

      for (const written of holds)
        it(`holds for ${describeWritten(written)}`, () => {
          const checks = checksOf(id, written);
          expect(checks).to.not.be.empty;
          expect(checks.filter(isDeviation)).to.deep.equal([]);
        });

      for (const written of broken)
        it(`is broken by ${describeWritten(written)}`, () => {
          const deviations = checksOf(id, written).filter(isDeviation);
          expect(deviations).to.have.length(1);
          expect(deviations[0]?.actual).to.match(written.says);
          if (written.after) expect(deviations[0]?.command?.verb).to.equal(written.after);
          if (written.severity) expect(deviations[0]?.severity).to.equal(written.severity);
        });
    });
});

function describeWritten({ lines, data = [] }: Written): string {
  return [...lines.map((line) => JSON.stringify(line)), ...data.map(({ kind }) => kind)].join(', ');
}
