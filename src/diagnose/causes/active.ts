import { quoteAnswer } from '../evidence/describe.ts';
import type { Cause } from './cause.ts';
import { firstTransfer, lastAnswer } from './phrases.ts';

export const activeCauses: readonly Cause[] = [
  {
    code: 'active-inbound-blocked',
    title: 'The server’s connection does not reach the client',
    about:
      'The server accepts PORT, but its connection never arrives: a firewall or NAT at the client lets nothing in, which is usual. Passive mode does not need it.',
    stage: 'active accept',
    severity: 'if active matters',
    patterns: [
      {
        needs: ['active silent'],
        sure: 0.85,
        and: {
          'passive works': 0.08,
          'every passive dial silent': -0.25,
          'peer does not reach this client': 0.2,
          'peer reaches this client': -0.4,
        },
      },
    ],
    summary: (view) => {
      const one = firstTransfer(view, 'active silent');
      const to = one?.endpoint ? `${one.endpoint.host}:${one.endpoint.port}` : 'the client';
      return `the server accepts PORT, but no connection reaches ${to}`;
    },
    remedies: ['use passive', 'client firewall'],
  },
  {
    code: 'active-address-refused',
    title: 'The server refuses the client’s address in PORT',
    about:
      'Behind NAT the client names its private address; the server sees it under another, and refuses to connect to an address that is not the client’s.',
    stage: 'active set-up',
    severity: 'if active matters',
    patterns: [
      {
        needs: ['active refused'],
        unless: ['masked command'],
        sure: 0.4,
        and: {
          'client behind NAT': 0.4,
          'another address is accepted': 0.4,
          'refusal speaks of the client’s address': 0.2,
          'refusal speaks of the mode': -0.3,
          'server sees this client’s own address': -0.4,
        },
      },
    ],
    summary: (view) => {
      const one = firstTransfer(view, 'active refused');
      return `the server refuses to connect to ${one?.endpoint?.host ?? 'this client'}: ${quoteAnswer(one?.setup)}`;
    },
    remedies: ['use passive', 'external address', 'peer check'],
    tellApart:
      'run it from a host that has a public address: where PORT is refused there too, active mode is off',
  },
  {
    code: 'active-disabled',
    title: 'The server does not offer active mode',
    about: 'The server refuses PORT and EPRT whatever they name: active mode is switched off.',
    stage: 'active set-up',
    severity: 'if active matters',
    patterns: [
      {
        needs: ['active refused'],
        unless: ['masked command', 'another address is accepted'],
        sure: 0.55,
        and: {
          'client behind NAT': -0.25,
          'refusal speaks of the mode': 0.35,
          'refusal speaks of the client’s address': -0.1,
          'server sees this client’s own address': 0.3,
        },
      },
    ],
    summary: (view) =>
      `the server refuses active mode: ${quoteAnswer(firstTransfer(view, 'active refused')?.setup)}`,
    remedies: ['use passive', 'active mode'],
  },
  {
    code: 'active-port-collision',
    title: 'A second active transfer fails',
    about:
      'The server connects from a fixed port and does not share it with connections that are just closing: the first active transfer works, the next is refused at once.',
    stage: 'active accept',
    severity: 'if active matters',
    patterns: [{ needs: ['second active transfer fails'], sure: 0.88 }],
    summary: (view) => {
      const one = firstTransfer(view, 'second active transfer fails');
      return `an active transfer works, and the next one draws ${quoteAnswer(one && lastAnswer(one))}`;
    },
    remedies: ['source port', 'use passive'],
  },
  {
    code: 'active-source-address',
    title: 'Active data connections come from another address',
    about:
      'The server’s data connection comes from an address other than that of its control connection: the server has several, or NAT stands in front of it. Clients and firewalls that compare the two refuse it.',
    stage: 'active accept',
    severity: 'if active matters',
    patterns: [{ needs: ['active from another address'], sure: 0.95 }],
    summary: (view) => {
      const one = firstTransfer(view, 'active from another address');
      return `the data connection comes from ${one?.accepted?.peer.host ?? ''}, the control connection leads to ${one?.at.peer.host ?? ''}`;
    },
    remedies: ['source address'],
  },
  {
    code: 'active-source-port',
    title: 'Active data connections come from an unexpected port',
    about:
      'RFC 959 has the server connect from the port below its control port (20 for 21). Many servers do not, which only matters to firewalls that go by the port.',
    stage: 'active accept',
    severity: 'if active matters',
    patterns: [{ needs: ['active from another port'], sure: 0.7 }],
    summary: (view) => {
      const one = firstTransfer(view, 'active from another port');
      return `the server connects from port ${one?.accepted?.peer.port ?? ''}, not from ${(one?.at.peer.port ?? 1) - 1}`;
    },
    remedies: ['source port'],
  },
];
