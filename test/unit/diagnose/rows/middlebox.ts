import { dead, loggedIn, misled, passive, reply, unheard } from '../observed.ts';
import { arrivedUnderTls, both, ftpes, here, type Row, tls, wide } from './row.ts';

export const middleboxRows: readonly Row[] = [
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
      ...arrivedUnderTls,
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
];
