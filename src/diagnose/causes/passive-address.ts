import type { SymptomName } from '../symptoms/index.ts';
import type { View } from '../evidence/view.ts';
import { quoteAnswer } from '../evidence/describe.ts';
import type { Cause } from './cause.ts';
import { firstTransfer } from './phrases.ts';

function announcedAddress(view: View, symptom: SymptomName): string {
  const one = firstTransfer(view, symptom);
  return one
    ? `PASV names ${one.endpoint?.host ?? ''}, but the server is at ${one.at.peer.host}`
    : '';
}

const WHOSE =
  '`ftpspec peer` there and --peer here, or `ip address` there, tell: where it has that address itself, it announces its own; where it has not, the setting names somebody else’s';

export const addressCauses: readonly Cause[] = [
  {
    code: 'passive-address-private',
    title: 'The server announces a private address',
    about:
      'Behind NAT the server announces its own, private address in the reply to PASV. Clients elsewhere cannot reach it. Some clients then use the control connection’s address on their own.',
    stage: 'passive dial',
    severity: 'by reach',
    patterns: [
      {
        needs: ['PASV names a private address'],
        sure: 0.85,
        and: {
          'peer address answers': 0.12,
          'EPSV works': 0.03,
          'passive works in clear': -0.3,
          'PASV names a borrowed address': -0.3,
          'PASV names a carrier’s address': -0.15,
          'announced address is the server’s own': 0.3,
        },
      },
      {
        needs: ['PASV names another host', 'PASV names a borrowed address'],
        sure: 0.4,
        and: {
          'announced address is the server’s own': 0.5,
          'announced address is nobody’s there': -0.2,
        },
      },
    ],
    summary: (view) =>
      announcedAddress(view, 'PASV names a private address') ||
      announcedAddress(view, 'PASV names a borrowed address'),
    remedies: ['advertised address', 'FTP helper'],
    // It stops each PASV, a part of the ports some transfers.
    bringsAbout: ['passive-ports-partly-open'],
    tellApart: WHOSE,
  },
  {
    code: 'passive-address-unusable',
    title: 'The server announces an address that leads nowhere',
    about:
      'The reply to PASV names 0.0.0.0, a loopback, broadcast or multicast address: the server does not know its own address, or was set to a wrong one.',
    stage: 'passive dial',
    severity: 'by reach',
    patterns: [
      {
        needs: ['PASV names an unusable address'],
        sure: 0.93,
        and: { 'peer address answers': 0.05 },
      },
      { needs: ['PASV unreadable'], unless: ['set-up silent'], sure: 0.7 },
    ],
    summary: (view) =>
      announcedAddress(view, 'PASV names an unusable address') ||
      `the reply to PASV names no endpoint: ${quoteAnswer(firstTransfer(view, 'PASV unreadable')?.setup)}`,
    remedies: ['advertised address'],
    // It stops each PASV, a part of the ports some transfers.
    bringsAbout: ['passive-ports-partly-open'],
  },
  {
    code: 'passive-address-foreign',
    title: 'The server announces another host’s address',
    about:
      'The reply to PASV names a public address that is not the server’s: a masquerade address that is out of date, or NAT without hairpinning, used from inside.',
    stage: 'passive dial',
    severity: 'by reach',
    patterns: [
      {
        needs: ['PASV names another host'],
        sure: 0.75,
        and: {
          'peer address answers': 0.2,
          'other endpoint under TLS': -0.3,
          'peer address dead': -0.1,
          'PASV names a borrowed address': -0.1,
          'announced address is the server’s own': -0.4,
          'announced address is nobody’s there': 0.2,
        },
      },
      {
        needs: ['PASV names a private address', 'PASV names a borrowed address'],
        sure: 0.6,
        and: {
          'peer address answers': 0.12,
          'announced address is the server’s own': -0.4,
          'announced address is nobody’s there': 0.2,
        },
      },
      {
        needs: ['PASV names a carrier’s address'],
        sure: 0.4,
        and: {
          'announced address is the server’s own': -0.3,
          'announced address is nobody’s there': 0.3,
        },
      },
    ],
    summary: (view) =>
      announcedAddress(view, 'PASV names another host') ||
      announcedAddress(view, 'PASV names a private address'),
    remedies: ['advertised address'],
    // It stops each PASV, a part of the ports some transfers.
    bringsAbout: ['passive-ports-partly-open'],
    tellApart: WHOSE,
  },
];
