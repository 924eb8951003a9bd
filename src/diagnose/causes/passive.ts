import { quoteAnswer } from '../evidence/describe.ts';
import { setUpVerb } from '../evidence/view.ts';
import { SYMPTOMS } from '../symptoms/index.ts';
import type { Cause } from './cause.ts';
import { firstTransfer, lastAnswer } from './phrases.ts';

export const passiveCauses: readonly Cause[] = [
  {
    code: 'passive-disabled',
    title: 'The server does not offer passive mode',
    about:
      'The server refuses PASV and EPSV as such: passive mode is switched off in its settings, or it never learned it. No port and no firewall has a part in it.',
    stage: 'passive set-up',
    severity: 'by reach',
    patterns: [
      {
        needs: ['passive mode refused'],
        unless: [
          'set-up refused for now',
          'protection demanded',
          'masked command',
          'ports run out',
          'no EPSV over IPv6',
        ],
        sure: 0.8,
        and: { 'refusal of passive mode says so': 0.15 },
      },
    ],
    summary: (view) => {
      const drawn = SYMPTOMS['passive mode refused']
        .evidence(view)
        .flatMap((one) =>
          one.kind === 'transfer' ? [`${setUpVerb(one)} draws ${quoteAnswer(one.setup)}`] : [],
        );
      return `the server does not offer passive mode: ${[...new Set(drawn)].join(', ')}`;
    },
    remedies: ['passive mode', 'use active'],
  },
  {
    code: 'passive-rejects-peer',
    title: 'The server rejects the data connection’s sender',
    about:
      'The data connection opens, then the server rejects it, because it comes from another address than the control connection: NAT with several addresses, a proxy, a container’s relay.',
    stage: 'transfer',
    severity: 'by reach',
    patterns: [
      {
        needs: ['connected, then rejected'],
        unless: [
          'protection demanded',
          'ports fail here and there',
          'one port fails among others',
          'some ports fail, apart from the others',
          'reply asks for session reuse',
          'active ignored too',
        ],
        sure: 0.75,
        and: { 'rejection speaks of the address': 0.18, 'ignored without a reply': -0.1 },
      },
      {
        needs: ['connected, then rejected', 'rejection speaks of the address'],
        unless: ['protection demanded'],
        sure: 0.88,
      },
    ],
    summary: (view) => {
      const one = firstTransfer(view, 'connected, then rejected');
      return `data connections open, and the server rejects them: ${quoteAnswer(one && lastAnswer(one))}`;
    },
    remedies: ['peer check'],
  },
  {
    code: 'epsv-broken',
    title: 'EPSV does not work',
    about:
      'EPSV is refused, or its port is dead, while PASV works. Clients that prefer EPSV wait before they fall back, or fail.',
    stage: 'passive set-up',
    severity: 'degraded',
    patterns: [
      {
        needs: ['EPSV dead', 'PASV works'],
        unless: [
          'ports fail here and there',
          'some ports fail, apart from the others',
          'one port fails among others',
          'one port failed once',
        ],
        sure: 0.9,
      },
      {
        needs: ['EPSV refused', 'PASV works'],
        unless: ['masked command', 'ports run out', 'one session takes the other’s port'],
        sure: 0.9,
        severity: 'note',
      },
    ],
    summary: (view) => {
      const dead = firstTransfer(view, 'EPSV dead');
      return dead
        ? `EPSV answers ${quoteAnswer(dead.setup)}, but that port is dead; PASV works`
        : `the server refuses EPSV: ${quoteAnswer(firstTransfer(view, 'EPSV refused')?.setup)}; PASV works`;
    },
    remedies: ['EPSV'],
  },
  {
    code: 'ipv6-data-broken',
    title: 'IPv6 carries control but no data',
    about:
      'The control connection works over IPv6 and data connections do not: the server does not know EPSV, a NAT64 stands between, or the passive range is open for IPv4 only.',
    stage: 'passive dial',
    severity: 'by reach',
    patterns: [
      { needs: ['IPv6 data fails', 'IPv4 data works'], sure: 0.93 },
      { needs: ['IPv6 data fails', 'no EPSV over IPv6'], sure: 0.9 },
      { needs: ['IPv6 data fails', 'behind NAT64'], sure: 0.8 },
      { needs: ['IPv6 data fails', 'every passive dial silent'], sure: 0.4 },
    ],
    summary: (view) => {
      const one = firstTransfer(view, 'IPv6 data fails');
      return `over IPv6 the login works, and data does not: EPSV ${one?.stopped === 'dial' ? `announced port ${one.endpoint?.port ?? ''}, which does not answer` : `drew ${quoteAnswer(one && lastAnswer(one))}`}`;
    },
    remedies: ['EPSV', 'open range'],
  },
];
