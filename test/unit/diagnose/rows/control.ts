import type { Observation } from '../../../../src/probe/observations.ts';
import {
  asked,
  at,
  dialled,
  greeted,
  loggedIn,
  lookup,
  passive,
  reply,
  secured,
  SERVER,
  SERVER6,
} from '../observed.ts';
import { both, here, refusedLogin, type Row, samples, works } from './row.ts';

const shutOut = [
  ...works,
  passive('PASV', {
    purpose: 'sample',
    setup: reply('PASV', 'silence'),
    endpoint: undefined,
    dial: undefined,
    opened: undefined,
    bytes: 0,
    dataEnd: 'none',
    completion: undefined,
    stopped: 'set-up',
  }),
  dialled({ session: 'idle', outcome: 'filtered', code: 'timeout', otherSessions: 1, ms: 5000 }),
];
const denied = (verb: 'PASV' | 'EPSV', command: string): Observation =>
  passive(verb, {
    purpose: command === 'LIST' ? 'listing' : 'large',
    opened: reply(command, 550, 'Permission denied.'),
    bytes: 0,
    completion: undefined,
    stopped: 'open',
  });

export const controlRows: readonly Row[] = [
  {
    name: 'a client that is banned half-way',
    code: 'client-banned',
    severity: 'degraded',
    seen: here(...shutOut),
  },
  {
    name: 'words before the greeting',
    code: 'greeting-malformed',
    severity: 'degraded',
    seen: [
      lookup(),
      dialled(),
      greeted({ ...reply('', 220, 'ready'), lines: ['Welcome to our host', '220 ready'] }),
      loggedIn(),
      ...works,
    ],
  },
  {
    name: 'a directory that is not there',
    code: 'directory-refused',
    severity: 'degraded',
    seen: here(asked(reply('CWD pub/none', 550, 'No such directory.')), ...works),
    over: { target: { directory: 'pub/none' } },
  },
  {
    name: 'a server that gives no listing',
    code: 'access-denied',
    severity: 'broken',
    seen: here(...both((verb) => denied(verb, 'LIST'))),
  },
  {
    name: 'a server that lists and gives no file',
    code: 'access-denied',
    severity: 'degraded',
    seen: here(...works, denied('PASV', 'RETR a'), denied('PASV', 'RETR b')),
  },
  {
    name: 'implicit TLS that begins late',
    code: 'greeting-stalled',
    severity: 'degraded',
    seen: [
      lookup(),
      dialled(),
      secured({ how: 'implicit', ms: 4100 }),
      greeted(),
      loggedIn({ at: at({ secured: true }) }),
      ...both((verb) => passive(verb, { secured: true })),
    ],
    over: { target: { security: 'ftps' } },
  },
  {
    name: 'a name that does not resolve',
    code: 'dns-failure',
    severity: 'broken',
    seen: [lookup({ error: 'ftp.example.net does not resolve', addresses: [] })],
  },
  {
    name: 'a dead AAAA next to a live A',
    code: 'dns-failure',
    severity: 'degraded',
    seen: here(
      dialled({
        session: 'v6',
        family: 6,
        to: { host: SERVER6, port: 21 },
        outcome: 'filtered',
        code: 'timeout',
      }),
      ...works,
    ),
  },
  {
    name: 'only IPv6 addresses for a client without',
    code: 'dns-failure',
    severity: 'broken',
    seen: [
      lookup({ addresses: [SERVER6], localFamilies: [4] }),
      dialled({
        family: 6,
        to: { host: SERVER6, port: 21 },
        outcome: 'unreachable',
        code: 'ENETUNREACH',
      }),
    ],
  },
  {
    name: 'a control port that says nothing',
    code: 'control-filtered',
    severity: 'broken',
    seen: [lookup(), dialled({ outcome: 'filtered', code: 'timeout' })],
  },
  {
    name: 'a control port that refuses',
    code: 'control-refused',
    severity: 'broken',
    seen: [lookup(), dialled({ outcome: 'refused', code: 'ECONNREFUSED' })],
  },
  {
    name: 'a connection that is reset as soon as it is made',
    code: 'control-closed',
    severity: 'broken',
    seen: [lookup(), dialled({ outcome: 'refused', code: 'ECONNRESET' })],
  },
  {
    name: 'ICMP for the control port',
    code: 'control-unreachable',
    severity: 'broken',
    seen: [lookup(), dialled({ outcome: 'unreachable', code: 'EHOSTUNREACH' })],
  },
  {
    name: 'an SSH banner',
    code: 'not-ftp',
    severity: 'broken',
    seen: [
      lookup(),
      dialled(),
      greeted({ ...reply('', 'garbled'), lines: ['SSH-2.0-OpenSSH_9.2'] }),
    ],
  },
  {
    name: 'a 220 of a mail server',
    code: 'not-ftp',
    severity: 'broken',
    seen: [lookup(), dialled(), greeted(reply('', 220, 'mx.example.net ESMTP Postfix'))],
  },
  {
    name: 'a silence that answers a ClientHello',
    code: 'not-ftp',
    severity: 'broken',
    seen: [
      lookup(),
      dialled(),
      greeted(reply('', 'silence')),
      {
        kind: 'wrong protocol',
        to: { host: SERVER, port: 21 },
        tried: 'TLS ClientHello',
        heard: 'TLSv1.3 220 ready',
        tls: true,
        ms: 9,
      },
    ],
  },
  {
    name: 'no greeting at all',
    code: 'greeting-stalled',
    severity: 'broken',
    seen: [lookup(), dialled(), greeted(reply('', 'silence'))],
  },
  {
    name: 'a greeting after eight seconds',
    code: 'greeting-stalled',
    severity: 'degraded',
    seen: [lookup(), dialled(), greeted({ ...reply('', 220), ms: 8000 }), loggedIn(), ...works],
  },
  {
    name: '421 to the first session',
    code: 'connection-limit',
    severity: 'broken',
    seen: [lookup(), dialled(), greeted(reply('', 421, 'Too many users'))],
  },
  {
    name: '421 to the second session',
    code: 'connection-limit',
    severity: 'degraded',
    seen: here(
      greeted(reply('', 421, 'Too many connections from your address'), { otherSessions: 1 }),
      ...works,
    ),
  },
  {
    name: '530 for the number of clients',
    code: 'connection-limit',
    severity: 'degraded',
    seen: here(
      loggedIn({
        otherSessions: 1,
        outcome: 'refused',
        answers: [
          reply(
            'PASS ****',
            530,
            'Sorry, the maximum number of clients (1) from your host are already connected.',
          ),
        ],
      }),
      ...works,
    ),
  },
  {
    name: 'a wrong password',
    code: 'login-refused',
    severity: 'broken',
    seen: [lookup(), dialled(), greeted(), refusedLogin],
  },
  {
    name: 'a command that arrived as XXXX',
    code: 'inspection-masks',
    severity: 'degraded',
    seen: here(asked(reply('AUTH TLS', 500, 'XXXX XXX not understood')), ...works),
  },
  {
    name: 'a greeting of asterisks',
    code: 'inspection-masks',
    severity: 'degraded',
    seen: [
      lookup(),
      dialled(),
      greeted(reply('', 220, '*******0******2****')),
      loggedIn(),
      ...works,
    ],
  },
  {
    name: 'a reset at EPSV',
    code: 'control-closed',
    severity: 'degraded',
    seen: here(
      passive('EPSV', {
        setup: reply('EPSV', 'reset'),
        endpoint: undefined,
        dial: undefined,
        stopped: 'set-up',
      }),
      passive('PASV'),
    ),
  },
  {
    name: 'IPv4 that is silent, and IPv6 without a route',
    code: 'control-filtered',
    severity: 'broken',
    seen: [
      lookup({ addresses: [SERVER6, SERVER] }),
      dialled({
        family: 6,
        to: { host: SERVER6, port: 21 },
        outcome: 'unreachable',
        code: 'ENETUNREACH',
      }),
      dialled({ outcome: 'filtered', code: 'timeout' }),
    ],
  },
  {
    name: 'a 220 from a server that does not know USER',
    code: 'not-ftp',
    severity: 'broken',
    seen: [
      lookup(),
      dialled(),
      greeted(reply('', 220, 'mx.example.net ready')),
      loggedIn({
        outcome: 'refused',
        answers: [reply('USER tester', 500, '5.5.1 Unrecognized command')],
      }),
    ],
  },
  {
    name: 'ports that stop opening, whatever their number',
    code: 'connection-limit',
    severity: 'degraded',
    seen: here(
      ...works,
      ...samples([50_070, 50_003, 50_044, 50_020, 50_061], [50_010, 50_066, 50_031, 50_052]),
    ),
  },
];
