import { expect } from 'chai';
import type { Observation } from '../../../src/diagnose/observations.ts';
import {
  active,
  ARRIVED,
  asked,
  at,
  dead,
  dialled,
  findings,
  greeted,
  loggedIn,
  lookup,
  misled,
  passive,
  refused,
  reply,
  secured,
  SERVER,
  SERVER6,
  unheard,
} from './observed.ts';

type World = readonly Observation[];
interface Row {
  readonly name: string;
  readonly code: string;
  readonly severity: string;
  readonly seen: World;
  readonly over?: Parameters<typeof findings>[1];
}

const here = (...more: Observation[]): World => [...ARRIVED, ...more];
const both = (make: (verb: 'PASV' | 'EPSV') => Observation): Observation[] => [
  make('EPSV'),
  make('PASV'),
];
const works = both((verb) => passive(verb));
const samples = (good: number[], bad: number[]): Observation[] => [
  ...good.map((port) => passive('PASV', { port, purpose: 'sample' })),
  ...bad.map((port) => dead('PASV', 'filtered', { port, purpose: 'sample' })),
];
const tls = [secured(), loggedIn({ at: at({ secured: true }) })];
const ftpes = { target: { security: 'ftpes' } } as const;
const refusedLogin = loggedIn({
  outcome: 'refused',
  answers: [reply('USER tester', 331), reply('PASS ****', 530, 'Login incorrect.')],
});
const stalled = { dataEnd: 'open', stopped: 'data', completion: undefined } as const;
const wide = [33_211, 41_007, 58_913];

const ROWS: readonly Row[] = [
  {
    name: 'a name that does not resolve',
    code: 'dns-failure',
    severity: 'broken',
    seen: [lookup({ error: 'ftp.example.net does not resolve', addresses: [] })],
  },
  {
    name: 'a dead AAAA beside a live A',
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
        kind: 'disguise',
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
      greeted(reply('', 421, 'Too many connections from your address'), { besides: 1 }),
      ...works,
    ),
  },
  {
    name: '530 for the number of clients',
    code: 'connection-limit',
    severity: 'degraded',
    seen: here(
      loggedIn({
        besides: 1,
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
      secured({ distrust: 'CERT_HAS_EXPIRED' }),
      loggedIn({ at: at({ secured: true }) }),
      passive('EPSV', { secured: true }),
    ],
    over: ftpes,
  },
  {
    name: 'a self-signed certificate nobody asked for',
    code: 'tls-untrusted',
    severity: 'note',
    seen: here(...works, secured({ distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' })),
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
      lookup(),
      dialled(),
      greeted(),
      ...tls,
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
      lookup(),
      dialled(),
      greeted(),
      ...tls,
      ...both((verb) => passive(verb, { secured: true })),
      passive('PASV', {
        secured: true,
        purpose: 'unresumed',
        handshake: { outcome: 'secured', code: '', offered: false, resumed: false, ms: 5 },
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
      lookup(),
      dialled(),
      greeted(),
      ...tls,
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
      lookup(),
      dialled(),
      greeted(),
      ...tls,
      ...both((verb) => passive(verb, { secured: true, closeNotify: false })),
    ],
    over: ftpes,
  },
  {
    name: 'a complete TLS transfer that ends with 426',
    code: 'tls-close-notify',
    severity: 'degraded',
    seen: [
      lookup(),
      dialled(),
      greeted(),
      ...tls,
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
    name: 'a private address, the port works at the peer',
    code: 'passive-address-private',
    severity: 'degraded',
    seen: here(passive('EPSV'), misled('10.1.2.20', 'connected')),
  },
  {
    name: 'a private address, nothing forwarded',
    code: 'passive-address-private',
    severity: 'broken',
    seen: here(misled('192.168.0.10', 'filtered'), dead('EPSV', 'filtered')),
  },
  {
    name: 'an address of carrier-grade NAT',
    code: 'passive-address-private',
    severity: 'degraded',
    seen: here(misled('100.64.9.20', 'connected')),
  },
  {
    name: '127.0.0.1 in 227',
    code: 'passive-address-unusable',
    severity: 'degraded',
    seen: here(misled('127.0.0.1', 'connected')),
  },
  {
    name: 'yesterday’s address in 227',
    code: 'passive-address-foreign',
    severity: 'degraded',
    seen: here(misled('192.0.2.77', 'connected')),
  },
  {
    name: 'a range that is not open',
    code: 'passive-ports-filtered',
    severity: 'degraded',
    seen: here(...both((verb) => dead(verb, 'filtered')), active('PORT')),
  },
  {
    name: 'a range that is not open, for a client behind NAT',
    code: 'passive-ports-filtered',
    severity: 'broken',
    seen: here(...both((verb) => dead(verb, 'filtered')), refused(500, 'Illegal PORT command')),
  },
  {
    name: 'a range that is not published',
    code: 'passive-ports-refused',
    severity: 'degraded',
    seen: here(...both((verb) => dead(verb, 'refused')), active('PORT')),
  },
  {
    name: 'a range rejected by ICMP',
    code: 'passive-ports-refused',
    severity: 'degraded',
    seen: here(...both((verb) => dead(verb, 'unreachable')), active('PORT')),
  },
  {
    name: 'a range half open',
    code: 'passive-ports-partly-open',
    severity: 'degraded',
    seen: here(...works, ...samples([50_000, 50_007, 50_020], [50_060, 50_071, 50_099])),
  },
  {
    name: 'one port lost among its neighbours',
    code: 'passive-port-hijacked',
    severity: 'degraded',
    seen: here(...samples([50_000, 50_001, 50_003, 50_004], [50_002, 50_002])),
  },
  {
    name: 'the SIP port lost at the end of a range',
    code: 'passive-port-hijacked',
    severity: 'degraded',
    seen: here(...samples([5057, 5058, 5059], [5060, 5060])),
  },
  {
    name: 'ports that run out',
    code: 'passive-range-exhausted',
    severity: 'degraded',
    seen: here(
      ...works,
      passive('PASV', {
        purpose: 'sample',
        setup: reply('PASV', 425, 'no port'),
        endpoint: undefined,
        stopped: 'set-up',
      }),
    ),
  },
  {
    name: 'a server that dislikes the data peer',
    code: 'passive-rejects-peer',
    severity: 'broken',
    seen: here(
      ...both((verb) =>
        passive(verb, {
          opened: reply('LIST', 425, 'Security: Bad IP connecting.'),
          stopped: 'open',
          bytes: 0,
          dataEnd: 'reset',
          completion: undefined,
        }),
      ),
    ),
  },
  {
    name: 'ports that work in turn',
    code: 'passive-load-balanced',
    severity: 'degraded',
    seen: here(
      passive('PASV', { port: 50_000 }),
      ...samples([50_000, 50_004, 50_009], [50_002, 50_006, 50_000]),
    ),
  },
  {
    name: '229 with a dead port',
    code: 'epsv-broken',
    severity: 'degraded',
    seen: here(dead('EPSV', 'filtered'), passive('PASV')),
  },
  {
    name: 'EPSV unknown',
    code: 'epsv-broken',
    severity: 'note',
    seen: here(
      passive('EPSV', {
        setup: reply('EPSV', 500, 'unknown'),
        endpoint: undefined,
        dial: undefined,
        stopped: 'set-up',
      }),
      passive('PASV'),
    ),
  },
  {
    name: 'a range open for IPv4 only',
    code: 'ipv6-data-broken',
    severity: 'degraded',
    seen: here(...works, dead('EPSV', 'filtered', { family: 6 })),
  },
  {
    name: 'no EPSV over IPv6',
    code: 'ipv6-data-broken',
    severity: 'broken',
    seen: [
      lookup({ addresses: [SERVER6] }),
      dialled({ family: 6, to: { host: SERVER6, port: 21 } }),
      greeted(),
      loggedIn({ at: at({ family: 6 }) }),
      passive('EPSV', {
        family: 6,
        setup: reply('EPSV', 500, 'unknown'),
        endpoint: undefined,
        dial: undefined,
        stopped: 'set-up',
      }),
    ],
  },
  {
    name: 'a client whose firewall lets nothing in',
    code: 'active-inbound-blocked',
    severity: 'note',
    seen: here(...works, unheard()),
  },
  {
    name: 'the same where active mode matters',
    code: 'active-inbound-blocked',
    severity: 'degraded',
    seen: here(...works, unheard()),
    over: { wishes: { active: true } },
  },
  {
    name: 'PORT with a private address refused',
    code: 'active-address-refused',
    severity: 'note',
    seen: here(
      ...works,
      refused(500, 'I won’t open a connection to 192.168.1.5 (only to 198.51.100.99)', {
        at: at({ local: { host: '192.168.1.5', port: 40_000 } }),
      }),
    ),
  },
  {
    name: 'PORT unknown',
    code: 'active-disabled',
    severity: 'note',
    seen: here(...works, refused(502, 'Command not implemented')),
  },
  {
    name: 'a connection from any port',
    code: 'active-source-port',
    severity: 'note',
    seen: here(
      ...works,
      active('PORT', { accepted: { peer: { host: SERVER, port: 43_210 }, ms: 3 } }),
    ),
  },
  {
    name: 'a connection from another address',
    code: 'active-source-address',
    severity: 'note',
    seen: here(
      ...works,
      active('PORT', { accepted: { peer: { host: '203.0.113.99', port: 20 }, ms: 3 } }),
    ),
  },
  {
    name: 'a second active transfer that fails',
    code: 'active-port-collision',
    severity: 'note',
    seen: here(
      ...works,
      active('PORT'),
      unheard({
        purpose: 'again',
        stopped: 'open',
        opened: reply('LIST', 425, 'Address already in use'),
      }),
    ),
  },
  {
    name: 'a port that 227 has and EPSV has not',
    code: 'alg-rewrites',
    severity: 'degraded',
    seen: here(passive('EPSV'), dead('PASV', 'filtered', { port: 1024 })),
  },
  {
    name: 'an address that is right under TLS only',
    code: 'alg-rewrites',
    severity: 'degraded',
    seen: here(
      misled('10.9.9.9', 'filtered'),
      passive('EPSV'),
      ...tls,
      passive('PASV', { secured: true }),
    ),
  },
  {
    name: 'ports that open in clear only',
    code: 'alg-blinded-by-tls',
    severity: 'degraded',
    seen: [
      lookup(),
      dialled(),
      greeted(),
      ...tls,
      ...both((verb) => dead(verb, 'filtered', { secured: true })),
      loggedIn(),
      passive('PASV'),
    ],
    over: ftpes,
  },
  {
    name: 'no reply to PASV',
    code: 'alg-drops-reply',
    severity: 'broken',
    seen: here(
      ...both((verb) =>
        passive(verb, {
          setup: reply(verb, 'silence'),
          endpoint: undefined,
          dial: undefined,
          stopped: 'set-up',
        }),
      ),
    ),
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
    name: 'no data connection either way',
    code: 'helper-missing',
    severity: 'broken',
    seen: here(
      ...both((verb) => dead(verb, 'filtered')),
      ...wide.map((port) => dead('PASV', 'filtered', { port, purpose: 'sample' })),
      unheard(),
    ),
  },
  {
    name: 'the same at port 2121',
    code: 'helper-port-21-only',
    severity: 'broken',
    seen: here(...both((verb) => dead(verb, 'filtered')), unheard()),
    over: { target: { port: 2121 } },
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
    name: 'an alert behind the handshake',
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
  {
    name: 'IPv4 that is silent beside IPv6 without a way',
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
  {
    name: 'holes that fail each time',
    code: 'passive-ports-partly-open',
    severity: 'degraded',
    seen: here(
      ...works,
      ...samples([50_000, 50_004, 50_012, 50_019, 50_004, 50_012], [50_003, 50_009, 50_015]),
      ...samples([], [50_003, 50_009, 50_015]),
    ),
  },
  {
    name: 'a narrow range that is silent, and a client that lets nothing in',
    code: 'passive-ports-filtered',
    severity: 'broken',
    seen: here(
      ...both((verb) => dead(verb, 'filtered')),
      ...samples([], [50_007, 50_019, 50_044]),
      unheard(),
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
      lookup(),
      dialled(),
      greeted(),
      ...tls,
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

describe('the table of causes', () => {
  for (const { name, code, severity, seen, over } of ROWS)
    it(`names ${code} first, ${severity}, for ${name}`, () => {
      const found = findings(seen, over);
      expect(found.map((one) => one.code)).to.have.property('0', code);
      expect(found[0]?.severity).to.equal(severity);
      expect(found[0]?.evidence, 'evidence').to.not.be.empty;
      expect(found[0]?.summary).to.not.match(/undefined|NaN/);
    });

  it('takes a listing that is not allowed for no fault of the network', () => {
    const denied = { opened: reply('LIST', 550, 'Permission denied.'), stopped: 'open' } as const;
    const found = findings(here(...works, unheard(denied)));
    expect(found.map((one) => one.code)).not.to.include('active-inbound-blocked');
  });

  it('does not take the server’s own end, as STAT names it, for this client behind NAT', () => {
    const stat = reply('STAT', 211, 'Connected to: 10.4.4.20:21 Logged in as: tester');
    const found = findings(here(asked(stat), ...works, refused(500, 'No.')), {
      target: { port: 2121 },
    });
    expect(found.map((one) => one.code)).to.include('active-disabled');
    expect(found.map((one) => one.code)).to.not.have.property('0', 'active-address-refused');
  });

  it('finds nothing in a healthy world', () => {
    expect(
      findings(
        here(
          ...works,
          active('PORT'),
          passive('PASV', { purpose: 'large', bytes: 4_000_000, expected: 4_000_000 }),
        ),
      ),
    ).to.deep.equal([]);
  });
});

describe('causes that cannot be told apart from one place', () => {
  it('are both named, with what would tell them apart', () => {
    const found = findings(
      [
        lookup(),
        dialled(),
        greeted(),
        ...tls,
        ...both((verb) => dead(verb, 'filtered', { secured: true })),
        loggedIn({ outcome: 'withheld', answers: [], why: 'not in clear' }),
      ],
      ftpes,
    );
    expect(found.map((one) => one.code)).to.include.members([
      'passive-ports-filtered',
      'alg-blinded-by-tls',
    ]);
    const blinded = found.find((one) => one.code === 'alg-blinded-by-tls');
    expect(blinded?.summary).to.contain('--allow-plain');
    expect(blinded?.toTell).to.contain('--allow-plain');
  });

  it('leave a helper out of account where TLS hides everything from it', () => {
    const world = [
      lookup(),
      dialled(),
      greeted(),
      ...tls,
      ...both((verb) => dead(verb, 'filtered', { secured: true })),
      unheard({ at: at({ secured: true }) }),
    ];
    const codes = findings(world, ftpes).map((one) => one.code);
    expect(codes).to.include.members(['alg-blinded-by-tls', 'passive-ports-filtered']);
    expect(codes).not.to.include('helper-missing');
  });

  it('are less sure than those that can', () => {
    const unsure = findings(here(...both((verb) => dead(verb, 'filtered')), unheard()));
    const sure = findings(here(...both((verb) => dead(verb, 'filtered')), active('PORT')));
    expect(unsure[0]?.confidence).to.be.below(sure[0]?.confidence ?? 0);
    expect(unsure.map((one) => one.code)).to.include.members([
      'helper-missing',
      'passive-ports-filtered',
    ]);
  });

  it('does not take the peer’s dead port for a wrong address only', () => {
    const found = findings(here(misled('192.168.0.10', 'filtered'), dead('EPSV', 'filtered')));
    expect(found.map((one) => one.code)).to.include('passive-ports-filtered');
  });
});

describe('evidence', () => {
  it('holds the reply, the address and the time that prove it', () => {
    const [first] = findings(here(passive('EPSV'), misled('10.1.2.20', 'connected')));
    const text = first?.evidence.join('\n') ?? '';
    expect(text).to.contain('(10,1,2,20,195,81)');
    expect(text).to.contain('dial to 10.1.2.20:50001: no answer in 5 s');
    expect(text).to.contain(`dial to ${SERVER}:50001: connected in 2 ms`);
  });

  it('comes with the setting of the server’s product', () => {
    const world = (greeting: string): World => [
      lookup(),
      dialled(),
      greeted(reply('', 220, greeting)),
      loggedIn(),
      misled('10.1.2.20', 'connected'),
    ];
    const remedy = (greeting: string): string =>
      findings(world(greeting))[0]
        ?.remedies.map((one) => `${one.for}: ${one.change}`)
        .join('\n') ?? '';
    expect(remedy('(vsFTPd 3.0.3)')).to.contain(`vsftpd: pasv_address=${SERVER}`);
    expect(remedy('ProFTPD Server')).to.contain(`ProFTPD: MasqueradeAddress ${SERVER}`);
    expect(remedy('Welcome')).to.contain('vsftpd').and.contain('IIS').and.contain('Pure-FTPd');
  });
});
