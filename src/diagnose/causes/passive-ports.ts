import { quoteAnswer } from '../evidence/describe.ts';
import { SYMPTOMS } from '../symptoms/index.ts';
import type { Cause } from './cause.ts';
import { ELSEWHERE, WRONG_ADDRESS } from './exclusions.ts';
import { announcedPorts, firstTransfer, portStatistics } from './phrases.ts';

export const portCauses: readonly Cause[] = [
  {
    code: 'passive-ports-filtered',
    title: 'The passive ports are filtered',
    about:
      'The address is right, but every dial to an announced port goes unanswered: the server’s passive range is not open in a firewall, or not forwarded by a router.',
    stage: 'passive dial',
    severity: 'by reach',
    patterns: [
      {
        needs: ['every passive dial silent'],
        unless: [...ELSEWHERE, ...WRONG_ADDRESS],
        sure: 0.82,
        and: {
          'active works': 0.12,
          'active silent': -0.2,
          'client behind NAT': 0.2,
          'clear not compared': -0.1,
          'IPv6 data fails': -0.05,
          'peer’s ports are dropped': 0.15,
          'peer opens at ports that failed': -0.4,
          'only named ports of the peer open': -0.1,
        },
      },
      {
        needs: ['every passive dial silent', 'peer address dead'],
        unless: ELSEWHERE,
        sure: 0.4,
      },
    ],
    summary: (view) =>
      `every dial to the announced ${announcedPorts(view)} goes unanswered, the address being right`,
    remedies: ['passive range', 'open range'],
    tellApart:
      'run this from the other side of the firewall: where passive works there, the range is not open in it',
  },
  {
    code: 'passive-ports-refused',
    title: 'The passive ports refuse connections',
    about:
      'The address is right, but every dial to an announced port is refused at once: a container does not publish its range, or a firewall rejects it.',
    stage: 'passive dial',
    severity: 'by reach',
    patterns: [
      {
        needs: ['every passive dial refused'],
        unless: [...ELSEWHERE, ...WRONG_ADDRESS],
        sure: 0.88,
        and: {
          'active works': 0.07,
          'active silent': -0.05,
          'peer’s ports are turned away': 0.1,
          'peer opens at ports that failed': -0.4,
          // A forward that is one off does that, and so does a balancer by chance.
          'a passive dial leads astray': -0.3,
        },
      },
      {
        needs: ['every passive dial unreachable'],
        unless: [...ELSEWHERE, ...WRONG_ADDRESS],
        sure: 0.85,
        and: { 'active works': 0.07, 'active silent': -0.25, 'client behind NAT': 0.2 },
      },
      { needs: ['every passive dial refused', 'peer address dead'], unless: ELSEWHERE, sure: 0.4 },
    ],
    summary: (view) => {
      const but = SYMPTOMS['a passive dial leads astray'].evidence(view).length;
      const every = but === 0 ? 'every dial' : `every dial but ${but}`;
      return `${every} to the announced ${announcedPorts(view)} is refused at once, the address being right`;
    },
    remedies: ['passive range', 'publish ports', 'open range'],
    tellApart:
      'connect to an announced port from the server itself: where that works, a firewall in front of it rejects the connection',
  },
  {
    code: 'passive-ports-partly-open',
    title: 'Only a part of the passive range is open',
    about:
      'The server announces ports from a wider range than the firewall lets through, so that transfers fail now and then.',
    stage: 'passive dial',
    severity: 'degraded',
    patterns: [
      {
        needs: ['some ports fail, apart from the others'],
        sure: 0.85,
        and: { 'outside the declared range': 0.08, 'that port belongs to another protocol': -0.3 },
      },
      {
        needs: ['the same ports fail each time'],
        sure: 0.85,
        // Who counts connections drops a port that is dialled again at once as well.
        and: { 'outside the declared range': 0.08, 'connections fail from some moment on': -0.4 },
      },
      {
        needs: ['one port fails among others'],
        unless: ['some ports fail, apart from the others'],
        sure: 0.4,
      },
    ],
    summary: (view) => `announced ports differ: ${portStatistics(view)}`,
    remedies: ['passive range', 'open range'],
  },
  {
    code: 'passive-port-hijacked',
    title: 'A single passive port is taken by another device',
    about:
      'One port of the range always fails while its neighbours work: a router’s inspection (5060 for SIP, for example) or another service has it.',
    stage: 'passive dial',
    severity: 'degraded',
    patterns: [
      {
        needs: ['one port fails among others'],
        sure: 0.7,
        and: {
          'that port belongs to another protocol': 0.25,
          'some ports fail, apart from the others': -0.2,
        },
      },
    ],
    summary: (view) => `one announced port never works: ${portStatistics(view)}`,
    remedies: ['passive range', 'ALG off'],
  },
  {
    code: 'passive-range-exhausted',
    title: 'The passive range is too small',
    about:
      'The first transfers work, then set-ups are refused or hang until ports are free again (a closed port stays in TIME_WAIT for a minute or more): there are more transfers than ports.',
    stage: 'passive set-up',
    severity: 'degraded',
    patterns: [
      { needs: ['ports run out'], sure: 0.88 },
      { needs: ['busy ports lead outside'], sure: 0.85 },
      { needs: ['one session takes the other’s port'], unless: ['ports run out'], sure: 0.8 },
      {
        needs: ['set-up refused for now', 'passive mode refused'],
        unless: ['protection demanded', 'ports run out'],
        sure: 0.6,
        severity: 'by reach',
      },
    ],
    summary: (view) => {
      const one =
        firstTransfer(view, 'ports run out') ??
        firstTransfer(view, 'busy ports lead outside') ??
        firstTransfer(view, 'one session takes the other’s port') ??
        firstTransfer(view, 'set-up refused for now');
      return `passive set-ups work at first and then do not: ${quoteAnswer(one?.setup)} (${announcedPorts(view)})`;
    },
    remedies: ['passive range'],
  },
  {
    code: 'passive-load-balanced',
    title: 'A balancer sends data to another server than control',
    about:
      'Announced ports work and fail at random: data connections reach another replica than the one that announced the port.',
    stage: 'passive dial',
    severity: 'degraded',
    patterns: [
      {
        needs: ['ports fail here and there'],
        sure: 0.85,
        and: {
          'rejection speaks of the address': -0.3,
          'the same ports fail each time': -0.5,
          'connections fail from some moment on': -0.5,
          'a reply to the transfer comes late': -0.6,
        },
      },
      // One attempt of many may have been any packet.
      { needs: ['one port failed once'], sure: 0.4, severity: 'note' },
    ],
    summary: (view) => `passive ports work and fail at random: ${portStatistics(view)}`,
    remedies: ['balancer'],
  },
];
