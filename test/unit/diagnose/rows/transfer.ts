import { active, at, passive, reply } from '../observed.ts';
import { arrivedUnderTls, both, ftpes, here, ignored, type Row, stalled, works } from './row.ts';

export const transferRows: readonly Row[] = [
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
    name: 'large packets that vanish',
    code: 'path-mtu-black-hole',
    severity: 'degraded',
    seen: here(...works, passive('PASV', { purpose: 'large', bytes: 0, ...stalled })),
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
          handshake: { outcome: 'silence', code: '', offered: true, resumed: false, ms: 6000 },
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
