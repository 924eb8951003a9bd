import {
  all,
  bytes,
  diagnose,
  dripping,
  dumb,
  fin,
  flood,
  freeze,
  noise,
  ordinary,
  reply,
  rst,
  run,
} from '../acts.ts';
import type { Act, Behaviour, Stream } from '../behaviour.ts';
import { send } from '../server/session.ts';

const TLS = { scheme: 'ftpes' } as const;
const BOTH = [run('session'), diagnose()];

/** What comes in place of the server's part of the handshake. */
const HANDSHAKES: readonly (readonly [string, string, Act])[] = [
  ['silence', 'Nothing comes', freeze],
  ['noise', 'Random bytes come', noise(50_000)],
  ['endless', 'Random bytes come without end', noise()],
  [
    'drip',
    'A record comes, a byte every 300 ms',
    all(bytes('\x16\x03\x03\x3f\xff'), dripping('\x02', 300)),
  ],
  ['rst', 'A reset comes', rst],
  ['fin', 'The connection ends', fin],
  ['plain', 'The server goes on in clear', reply('200 ok', '200 ok', '200 ok')],
  ['alert', 'A fatal alert comes', bytes('\x15\x03\x03\x00\x02\x02\x28')],
  ['warnings', 'Warnings come without end', flood('\x15\x03\x03\x00\x02\x01\x5a')],
  ['records', 'Empty records come without end', flood('\x16\x03\x03\x00\x00')],
  [
    'huge',
    'A handshake message says that it has 16 MB',
    all(bytes('\x16\x03\x03\x40\x00\x02\xff\xff\xff'), flood('x')),
  ],
];

/** What comes in place of the handshake of a data connection. */
const DATA: readonly (readonly [string, string, Stream])[] = [
  ['silence', 'Nothing comes', dumb],
  ['noise', 'Text comes in clear', (socket) => send(socket, 'x'.repeat(50_000))],
  [
    'rst',
    'A reset comes',
    (socket) => {
      socket.resetAndDestroy();
      return Promise.resolve();
    },
  ],
];

const deaf: Act = (session) => {
  session.deafen();
  return Promise.resolve();
};

/** Behaviours around TLS. */
export const secure: readonly Behaviour[] = [
  ...HANDSHAKES.map(([name, title, act]) => ({
    id: `tls-${name}`,
    title: `AUTH TLS is taken. ${title}`,
    drives: BOTH,
    tls: TLS,
    on: { AUTH: all(deaf, reply('234 go on'), act) },
  })),
  ...DATA.map(([name, title, dataTls]) => ({
    id: `tls-data-${name}`,
    title: `A data connection is to be secured. ${title}`,
    drives: [run('listing'), diagnose()],
    tls: TLS,
    dataTls,
  })),
  {
    id: 'tls-injected',
    title: 'Replies in clear follow the 234 in the same segment',
    drives: BOTH,
    tls: TLS,
    on: {
      AUTH: async (session) => {
        await session.write('234 go on\r\n331 password\r\n230 logged in\r\n257 "/ev');
        session.secure();
      },
    },
  },
  {
    id: 'tls-refused',
    title: 'AUTH TLS is refused in many words',
    drives: BOTH,
    tls: TLS,
    on: { AUTH: reply('534-no', '534-never', '534 not ever') },
  },
  {
    id: 'tls-reset-later',
    title: 'The connection is reset after the handshake',
    drives: BOTH,
    tls: TLS,
    on: { USER: rst },
  },
  {
    id: 'tls-flood-later',
    title: 'Replies come without end after the handshake',
    drives: BOTH,
    tls: TLS,
    on: { PBSZ: flood('200 PBSZ=0\r\n') },
  },
  {
    id: 'tls-evil-name',
    title: 'The certificate is for a name with controls, overrides and commands',
    drives: BOTH,
    tls: { scheme: 'ftpes', name: 'x\u001b[31m\u202e ::error::EVIL <evil/> ##[error]EVIL' },
  },
  {
    id: 'tls-implicit-noise',
    title: 'Random bytes come after an implicit handshake',
    drives: BOTH,
    tls: { scheme: 'ftps' },
    on: { USER: noise(200_000) },
  },
  {
    id: 'tls-implicit-fin',
    title: 'The connection ends after an implicit handshake',
    drives: BOTH,
    tls: { scheme: 'ftps' },
    greeting: fin,
  },
  {
    id: 'tls-suite',
    title: 'AUTH TLS draws random bytes, where the run itself is in clear',
    drives: [run('tls')],
    tls: { scheme: 'ftp' },
    on: { AUTH: all(deaf, ordinary('NOOP'), noise(50_000)) },
  },
];
