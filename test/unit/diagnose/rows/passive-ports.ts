import { active, dead, passive, refused, reply, unheard } from '../observed.ts';
import { both, here, ignored, type Row, samples, works } from './row.ts';

export const passivePortsRows: readonly Row[] = [
  {
    name: 'dead ports over IPv4, while IPv6 works',
    code: 'passive-ports-filtered',
    severity: 'degraded',
    seen: here(
      ...both((verb) => dead(verb, 'filtered')),
      passive('EPSV', { family: 6 }),
      active('PORT'),
    ),
  },
  {
    name: 'connections that after some come only one by one',
    code: 'connection-limit',
    severity: 'degraded',
    seen: here(
      ...works,
      ...samples([50_001, 50_002, 50_003, 50_004, 50_005, 50_006], []),
      ...samples([], [50_007]),
      ...samples([50_008], [50_009]).reverse(),
      ...samples([50_010], [50_011]).reverse(),
      ...samples([50_012], [50_013]).reverse(),
    ),
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
    name: 'ports forwarded to others, where a session met a port of another',
    code: 'passive-ports-refused',
    severity: 'degraded',
    seen: here(
      dead('EPSV', 'refused'),
      passive('PASV', {
        ...ignored,
        opened: reply('LIST', 150),
        completion: reply('LIST', 421),
        stopped: 'completion',
      }),
      ...[50_002, 50_003, 50_007, 50_009].map((port) => dead('PASV', 'refused', { port })),
      active('PORT'),
    ),
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
    name: 'ports that work in turn',
    code: 'passive-load-balanced',
    severity: 'degraded',
    seen: here(
      passive('PASV', { port: 50_000 }),
      ...samples([50_000, 50_004, 50_009], [50_002, 50_006, 50_000]),
    ),
  },
  {
    name: 'holes that fail each time',
    code: 'passive-ports-partly-open',
    severity: 'degraded',
    seen: here(
      ...works,
      ...samples([50_000, 50_004], [50_003, 50_009]),
      ...samples([50_012, 50_019, 50_004, 50_012], [50_015]),
      ...samples([], [50_003, 50_009, 50_015]),
    ),
  },
  {
    name: 'ports that all fail from some moment on, those dialled again at once too',
    code: 'connection-limit',
    severity: 'degraded',
    seen: here(
      ...works,
      ...samples([50_000, 50_004, 50_012, 50_019, 50_027], [50_003, 50_003, 50_009, 50_009]),
      ...samples([], [50_015, 50_015, 50_022, 50_022]),
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
];
