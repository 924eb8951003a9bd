import type { Answer } from '../../../../src/probe/observations.ts';
import { active, asked, at, dialled, passive, reply } from '../observed.ts';
import {
  arrivedUnderTls,
  both,
  ftpes,
  here,
  ignored,
  type Row,
  stalled,
  works,
  samples,
  type Seen,
} from './row.ts';

/** It came that late, in milliseconds. */
const late = (code: number, ms: number): Answer => ({ ...reply('NOOP', code), ms });
const lossy: Seen = [
  ...[0, 1, 2, 3, 4].map(() => dialled()),
  ...[1003, 3010, 3013].map((ms) => dialled({ ms })),
  ...[5, 5, 6, 5, 5, 4, 209, 5, 411].map((ms) => asked(late(200, ms))),
];

export const transferRows: readonly Row[] = [
  {
    name: 'connections that open at the second SYN, and replies that come when they are sent again',
    code: 'packet-loss',
    severity: 'degraded',
    seen: here(...works, ...lossy, ...samples([50_002, 50_003, 50_007], [50_004, 50_005])),
  },
  {
    name: 'listings that draw no reply, in passive and in active mode',
    code: 'transfer-stalled',
    severity: 'broken',
    seen: here(...both((verb) => passive(verb, ignored)), active('PORT', ignored)),
  },
  {
    name: 'a long transfer under TLS whose completion never comes',
    code: 'control-dropped-during-transfer',
    severity: 'degraded',
    seen: [
      ...arrivedUnderTls,
      ...both((verb) => passive(verb, { secured: true })),
      passive('PASV', {
        secured: true,
        purpose: 'large',
        bytes: 4_000_000,
        expected: 4_000_000,
        completion: reply('RETR a', 'silence'),
        stopped: 'completion',
        ms: 12_000,
      }),
    ],
    over: ftpes,
  },
  {
    name: 'a completion that never comes',
    code: 'control-dropped-during-transfer',
    severity: 'degraded',
    seen: here(
      ...works,
      passive('PASV', {
        purpose: 'large',
        bytes: 4_000_000,
        completion: reply('RETR f', 'silence'),
        stopped: 'completion',
        ms: 20_000,
      }),
    ),
  },
  {
    name: '421 in the middle of a transfer',
    code: 'server-idle-timeout',
    severity: 'degraded',
    seen: here(
      ...works,
      passive('PASV', {
        purpose: 'large',
        bytes: 4_000_000,
        completion: reply('RETR f', 421, 'Timeout'),
        stopped: 'completion',
        ms: 9000,
      }),
    ),
  },
  {
    name: 'a file that a scanner holds for half a minute',
    code: 'transfer-late',
    severity: 'degraded',
    seen: here(...works, passive('PASV', { purpose: 'large', bytes: 4_000_000, gapMs: 31_000 })),
  },
  {
    name: 'an upload that is confirmed after a while',
    code: 'transfer-late',
    severity: 'degraded',
    seen: here(
      ...works,
      passive('PASV', {
        purpose: 'upload',
        bytes: 262_144,
        completion: { ...reply('STOR d/u', 226), ms: 22_000 },
      }),
    ),
  },
  {
    name: 'an upload that is never confirmed, and is there',
    code: 'transfer-late',
    severity: 'degraded',
    seen: here(
      ...works,
      passive('PASV', {
        purpose: 'upload',
        bytes: 262_144,
        dataEnd: 'open',
        opened: reply('STOR d/u', 150),
        completion: { ...reply('STOR d/u', 'silence'), ms: 50_000 },
        stopped: 'completion',
      }),
      asked(reply('SIZE d/u', 213, '262144')),
    ),
  },
  {
    name: 'a listing that never comes, on the machine itself',
    code: 'transfer-stalled',
    severity: 'degraded',
    seen: here(
      ...works,
      passive('PASV', {
        at: at({ peer: { host: '127.0.0.1', port: 21 }, local: { host: '127.0.0.1', port: 9 } }),
        endpoint: { host: '127.0.0.1', port: 50_001 },
        purpose: 'large',
        bytes: 0,
        ...stalled,
      }),
    ),
  },
  {
    name: 'large packets that vanish',
    code: 'path-mtu-black-hole',
    severity: 'degraded',
    seen: here(...works, passive('PASV', { purpose: 'large', bytes: 0, ...stalled })),
  },
  {
    name: 'a large directory, where the one above it is listed',
    code: 'path-mtu-black-hole',
    severity: 'degraded',
    seen: here(
      ...both((verb) => passive(verb, { bytes: 0, ...stalled })),
      passive('PASV', { purpose: 'small', bytes: 0, ...stalled }),
      passive('PASV', { purpose: 'small', bytes: 120 }),
    ),
  },
  {
    name: 'a large directory that is confirmed, and does not come',
    code: 'path-mtu-black-hole',
    severity: 'degraded',
    seen: here(
      ...both((verb) =>
        passive(verb, { ...stalled, bytes: 0, gapMs: 5000, completion: reply('LIST', 226) }),
      ),
      passive('PASV', { purpose: 'small', bytes: 120 }),
    ),
  },
  {
    name: 'a large directory in both modes',
    code: 'path-mtu-black-hole',
    severity: 'degraded',
    seen: here(
      ...both((verb) => passive(verb, { bytes: 0, ...stalled })),
      active('PORT', { bytes: 0, ...stalled }),
      passive('PASV', { purpose: 'small', bytes: 120 }),
    ),
  },
  {
    name: 'large packets that vanish over IPv6 alone',
    code: 'path-mtu-black-hole',
    severity: 'degraded',
    seen: here(
      ...works,
      passive('PASV', { purpose: 'large', bytes: 4_000_000, expected: 4_000_000 }),
      passive('EPSV', { family: 6 }),
      passive('EPSV', { family: 6, purpose: 'large', bytes: 0, ...stalled }),
    ),
  },
  {
    name: 'a large directory over IPv6 alone',
    code: 'path-mtu-black-hole',
    severity: 'degraded',
    seen: here(
      ...works,
      passive('PASV', { purpose: 'again', bytes: 22_000 }),
      passive('EPSV', { family: 6, bytes: 0, ...stalled }),
      passive('EPSV', { family: 6, purpose: 'small', bytes: 120 }),
    ),
  },
  {
    name: 'a listing that never flows',
    code: 'transfer-stalled',
    severity: 'broken',
    seen: here(...both((verb) => passive(verb, { bytes: 0, ...stalled }))),
  },
  {
    name: 'a file that stops half-way',
    code: 'transfer-stalled',
    severity: 'degraded',
    seen: here(...works, passive('PASV', { purpose: 'large', bytes: 1_048_576, ...stalled })),
  },
  {
    name: 'fewer bytes than SIZE says',
    code: 'transfer-truncated',
    severity: 'degraded',
    seen: here(
      ...works,
      passive('PASV', { purpose: 'large', bytes: 1_048_576, expected: 2_097_152, stopped: 'data' }),
    ),
  },
  {
    name: 'a session that ends with 421 at a set-up',
    code: 'server-idle-timeout',
    severity: 'degraded',
    seen: here(
      ...works,
      passive('PASV', {
        purpose: 'sample',
        setup: reply('PASV', 421, 'Session timed out.'),
        endpoint: undefined,
        dial: undefined,
        stopped: 'set-up',
      }),
    ),
  },
  {
    name: 'TLS that dies on passive data connections, and the session with it',
    code: 'transfer-stalled',
    severity: 'degraded',
    seen: [
      ...arrivedUnderTls,
      ...both((verb) =>
        passive(verb, {
          secured: true,
          handshake: {
            outcome: 'silence',
            code: '',
            offered: true,
            resumed: false,
            answered: true,
            ms: 6000,
          },
          bytes: 0,
          dataEnd: 'none',
          completion: reply('LIST', 'closed'),
          stopped: 'handshake',
          ms: 6100,
        }),
      ),
      active('PORT', { at: at({ secured: true }) }),
    ],
    over: ftpes,
  },
];
