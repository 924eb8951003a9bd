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
} from '../observed.ts';
import { arrivedUnderTls, both, ftpes, here, type Row, tls, works } from './row.ts';

export const tlsRows: readonly Row[] = [
  {
    name: 'a login in clear, to a server without TLS',
    code: 'clear-text',
    severity: 'note',
    seen: here(asked(reply('FEAT', 211, 'End')), ...works),
  },
  {
    name: 'AUTH TLS that FEAT lists and the server refuses',
    code: 'tls-handshake-failed',
    severity: 'note',
    seen: here(
      asked({ ...reply('FEAT', 211), lines: ['211-Features:', ' AUTH TLS', '211 End'] }),
      asked(reply('AUTH TLS', 431, 'Service is unavailable.')),
      ...works,
    ),
  },
  {
    name: 'data connections that are reset at their ClientHello',
    code: 'tls-handshake-failed',
    severity: 'broken',
    seen: [
      ...arrivedUnderTls,
      ...both((verb) =>
        passive(verb, {
          secured: true,
          bytes: 0,
          handshake: {
            outcome: 'failed',
            code: 'ECONNRESET',
            offered: false,
            resumed: false,
            answered: true,
            ms: 5,
          },
          dataEnd: 'none',
          completion: reply('LIST', 425),
          stopped: 'handshake',
        }),
      ),
    ],
    over: ftpes,
  },
  {
    name: 'a USER refused in clear, in words of any language, and a login under TLS',
    code: 'tls-required',
    severity: 'broken',
    seen: here(
      loggedIn({
        outcome: 'refused',
        answers: [reply('USER tester', 530, 'Anmeldung nur verschlüsselt')],
      }),
      ...tls,
      ...both((verb) => passive(verb, { secured: true })),
    ).filter((one) => one.kind !== 'login' || one.outcome === 'refused' || one.at.secured),
  },
  {
    name: 'a login that has to be under TLS',
    code: 'tls-required',
    severity: 'broken',
    seen: [
      lookup(),
      dialled(),
      greeted(),
      loggedIn({
        outcome: 'refused',
        answers: [reply('USER tester', 530, 'Non-anonymous sessions must use encryption.')],
      }),
      ...tls,
      passive('EPSV', { secured: true }),
    ],
  },
  {
    name: 'an expired certificate',
    code: 'tls-untrusted',
    severity: 'degraded',
    seen: [
      lookup(),
      dialled(),
      greeted(),
      secured({ trustError: 'CERT_HAS_EXPIRED' }),
      loggedIn({ at: at({ secured: true }) }),
      passive('EPSV', { secured: true }),
    ],
    over: ftpes,
  },
  {
    name: 'a self-signed certificate nobody asked for',
    code: 'tls-untrusted',
    severity: 'note',
    seen: here(...works, secured({ trustError: 'DEPTH_ZERO_SELF_SIGNED_CERT' })),
  },
  {
    name: 'an alert in the handshake',
    code: 'tls-handshake-failed',
    severity: 'broken',
    seen: [
      lookup(),
      dialled(),
      greeted(),
      secured({ outcome: 'failed', code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }),
    ],
    over: ftpes,
  },
  {
    name: 'AUTH TLS refused',
    code: 'tls-handshake-failed',
    severity: 'broken',
    seen: [
      lookup(),
      dialled(),
      greeted(),
      asked(reply('AUTH TLS', 502, 'Command not implemented')),
    ],
    over: ftpes,
  },
  {
    name: 'a listing that has to be protected',
    code: 'tls-data-protection-required',
    severity: 'broken',
    seen: here(
      ...both((verb) =>
        passive(verb, {
          opened: reply('LIST', 522, 'Data connections must be encrypted.'),
          stopped: 'open',
          bytes: 0,
          dataEnd: 'open',
          completion: undefined,
        }),
      ),
    ),
  },
  {
    name: 'PROT P refused',
    code: 'tls-data-protection-required',
    severity: 'degraded',
    seen: [
      ...arrivedUnderTls,
      asked(reply('PROT P', 536, 'no'), { secured: true }),
      passive('EPSV', { secured: true, protected: false }),
    ],
    over: ftpes,
  },
  {
    name: 'a session that has to be resumed',
    code: 'tls-session-reuse-required',
    severity: 'note',
    seen: [
      ...arrivedUnderTls,
      ...both((verb) => passive(verb, { secured: true })),
      passive('PASV', {
        secured: true,
        purpose: 'unresumed',
        handshake: {
          outcome: 'secured',
          code: '',
          offered: false,
          resumed: false,
          answered: true,
          ms: 5,
        },
        bytes: 0,
        completion: reply('LIST', 425, 'Unable to build data connection'),
        stopped: 'completion',
      }),
    ],
    over: ftpes,
  },
  {
    name: 'a session that cannot be resumed',
    code: 'tls-session-reuse-required',
    severity: 'broken',
    seen: [
      ...arrivedUnderTls,
      ...both((verb) =>
        passive(verb, {
          secured: true,
          bytes: 0,
          stopped: 'completion',
          completion: reply('LIST', 522, 'session reuse required'),
        }),
      ),
    ],
    over: ftpes,
  },
  {
    name: 'TLS data without close_notify',
    code: 'tls-close-notify',
    severity: 'degraded',
    seen: [
      ...arrivedUnderTls,
      ...both((verb) => passive(verb, { secured: true, closeNotify: false })),
    ],
    over: ftpes,
  },
  {
    name: 'a complete TLS transfer that ends with 426',
    code: 'tls-close-notify',
    severity: 'degraded',
    seen: [
      ...arrivedUnderTls,
      ...both((verb) =>
        passive(verb, {
          secured: true,
          stopped: 'completion',
          completion: reply('LIST', 426, 'Failure writing'),
        }),
      ),
    ],
    over: ftpes,
  },
  {
    name: 'an alert after the handshake',
    code: 'tls-handshake-failed',
    severity: 'broken',
    seen: [
      lookup(),
      dialled(),
      greeted(),
      secured(),
      loggedIn({
        at: at({ secured: true }),
        outcome: 'broken',
        answers: [
          {
            ...reply('USER tester', 'tls'),
            lines: ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
          },
        ],
      }),
    ],
    over: ftpes,
  },
];
