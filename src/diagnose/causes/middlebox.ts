import { SYMPTOMS, type SymptomName } from '../symptoms/index.ts';
import type { Cause } from './cause.ts';
import { describe } from '../evidence/describe.ts';
import { ELSEWHERE, WRONG_ADDRESS } from './exclusions.ts';
import { announcedPorts, firstTransfer } from './phrases.ts';

/** NAT explains a silent active mode, and under TLS a helper that is there is blind. */
const NO_VERDICT_ON_HELPERS: readonly SymptomName[] = [
  'client behind NAT',
  'passive works in clear',
  'clear not compared',
];

export const middleboxCauses: readonly Cause[] = [
  {
    code: 'alg-rewrites',
    title: 'A middlebox rewrites addresses wrongly',
    about:
      'An FTP helper in a router (ALG) rewrites the addresses or ports that FTP announces, and gets them wrong. Under TLS it cannot read them, so there they are right.',
    stage: 'passive set-up',
    severity: 'by reach',
    patterns: [
      {
        needs: ['passive dead in clear', 'passive works under TLS'],
        sure: 0.8,
        and: { 'other endpoint under TLS': 0.15 },
      },
      {
        needs: ['other endpoint under TLS', 'passive works under TLS'],
        unless: ['PASV works'],
        sure: 0.85,
      },
      {
        needs: ['PASV dead', 'EPSV works'],
        unless: [
          'peer address answers',
          'PASV names an unusable address',
          'ports fail here and there',
          'some ports fail, apart from the others',
          'one port fails among others',
          'one port failed once',
        ],
        sure: 0.7,
      },
      { needs: ['peer’s 227 is rewritten wrongly'], sure: 0.95 },
      { needs: ['PORT is rewritten wrongly'], sure: 0.95, severity: 'if active matters' },
      { needs: ['PORT works under TLS only'], sure: 0.9, severity: 'if active matters' },
      { needs: ['PORT fails, EPRT works'], sure: 0.7, severity: 'if active matters' },
      { needs: ['private PORT honoured'], sure: 0.6, severity: 'note' },
    ],
    summary: (view) => {
      const port =
        firstTransfer(view, 'PORT fails, EPRT works') ??
        firstTransfer(view, 'PORT works under TLS only');
      if (port) return 'PORT fails in clear, although the server does what it says in another way';
      const [line] = [
        ...SYMPTOMS['peer’s 227 is rewritten wrongly'].evidence(view),
        ...SYMPTOMS['PORT is rewritten wrongly'].evidence(view),
      ];
      if (line) return describe(line);
      const clear = view.passive.find(
        (one) => !one.at.secured && one.endpoint && one.stopped !== undefined,
      );
      return clear?.endpoint
        ? `PASV arrives as ${clear.endpoint.host}:${clear.endpoint.port}, where nothing answers, although the server is ready at another place`
        : 'a NAT helper rewrites PORT on the way, and does it well';
    },
    remedies: ['ALG off'],
  },
  {
    code: 'alg-blinded-by-tls',
    title: 'TLS hides the endpoints from the firewall’s FTP helper',
    about:
      'In clear, a firewall’s FTP helper reads the announced ports and opens them. Under TLS it cannot, and the ports stay closed: the login works, the listing hangs.',
    stage: 'passive dial',
    severity: 'by reach',
    patterns: [
      {
        needs: ['passive dead under TLS', 'passive works in clear'],
        unless: ['peer address answers'],
        sure: 0.93,
      },
      {
        needs: ['passive dead under TLS', 'only named ports of the peer open'],
        unless: ['passive works'],
        sure: 0.95,
      },
      {
        needs: ['passive dead under TLS', 'clear not compared'],
        unless: ['passive works', ...WRONG_ADDRESS],
        sure: 0.5,
        and: {
          'active silent': 0.15,
          'ports spread wide': 0.15,
          'active works': -0.1,
          'TLS from the first byte': -0.3,
        },
      },
    ],
    summary: (view) => {
      const shows = (name: SymptomName): boolean => SYMPTOMS[name].evidence(view).length > 0;
      if (shows('passive works in clear'))
        return `passive transfers work in clear, and their ports are closed under TLS (${announcedPorts(view)})`;
      if (shows('only named ports of the peer open'))
        return `passive ports are closed under TLS (${announcedPorts(view)}), and one that a 227 in clear names opens`;
      return 'passive ports are closed under TLS; whether they open in clear, for an FTP helper, was not tried (--allow-plain allows it)';
    },
    remedies: ['passive range', 'open range'],
    tellApart:
      'run it with --allow-plain, or as anonymous: where passive works in clear, a helper opens the ports there',
  },
  {
    code: 'alg-drops-reply',
    title: 'A middlebox drops the reply to PASV or EPSV',
    about:
      'NOOP is answered, and the next command, PASV or EPSV, gets no reply at all: a helper on the way drops the reply because it cannot parse it, and the control connection hangs.',
    stage: 'passive set-up',
    severity: 'by reach',
    patterns: [
      {
        needs: ['set-up silent'],
        unless: ['set-up worked before'],
        sure: 0.63,
        and: { 'long silence': 0.25, 'NOOP is answered behind it': 0.3 },
      },
      { needs: ['closed after the set-up'], sure: 0.6 },
    ],
    summary: (view) => {
      const one =
        firstTransfer(view, 'set-up silent') ?? firstTransfer(view, 'closed after the set-up');
      return `NOOP is answered, then ${one?.setup.command.split(' ', 1)[0] ?? 'PASV'} draws ${one?.setup.how === 'reply' ? 'its reply and a close' : 'nothing'}`;
    },
    remedies: ['ALG off', 'FTP helper'],
  },
  {
    code: 'helper-missing',
    title: 'A stateful firewall has no FTP helper',
    about:
      'A firewall lets the control connection through and nothing else, in either direction: neither passive nor active data connections open. It used to have a helper that reads FTP, or needs the passive range opened.',
    stage: 'passive dial',
    severity: 'by reach',
    patterns: [
      {
        needs: ['every passive dial silent', 'active silent'],
        unless: [...ELSEWHERE, ...WRONG_ADDRESS, ...NO_VERDICT_ON_HELPERS],
        sure: 0.5,
        and: {
          'ports spread wide': 0.35,
          'control port is not 21': -0.2,
          'peer opens at ports that failed': -0.4,
        },
      },
      {
        needs: ['every passive dial unreachable', 'active silent'],
        unless: [...ELSEWHERE, ...WRONG_ADDRESS, ...NO_VERDICT_ON_HELPERS],
        sure: 0.5,
        and: { 'ports spread wide': 0.35, 'control port is not 21': -0.2 },
      },
      {
        needs: ['every passive dial refused', 'active silent'],
        unless: [...ELSEWHERE, ...WRONG_ADDRESS, ...NO_VERDICT_ON_HELPERS],
        sure: 0.5,
      },
    ],
    summary: () =>
      'control works, and no data connection opens in either direction: a stateful firewall without an FTP helper',
    remedies: ['FTP helper', 'passive range', 'open range'],
    tellApart:
      'try any other closed port of the server: where that is silent too, the firewall opens nothing but the control port',
  },
  {
    code: 'helper-port-21-only',
    title: 'The FTP helper watches port 21 only',
    about:
      'The firewall’s FTP helper is bound to port 21, and this server’s control port is another: there the helper is blind, and no data connection opens.',
    stage: 'passive dial',
    severity: 'by reach',
    patterns: [
      {
        needs: ['control port is not 21', 'every passive dial silent', 'active silent'],
        unless: [...ELSEWHERE, ...WRONG_ADDRESS, ...NO_VERDICT_ON_HELPERS],
        sure: 0.75,
      },
      {
        needs: ['control port is not 21', 'every passive dial unreachable', 'active silent'],
        unless: [...ELSEWHERE, ...WRONG_ADDRESS, ...NO_VERDICT_ON_HELPERS],
        sure: 0.75,
      },
      {
        needs: ['control port is not 21', 'every passive dial silent'],
        unless: [...ELSEWHERE, 'active works', 'clear not compared'],
        sure: 0.4,
      },
    ],
    summary: (view) =>
      `no data connection opens with the control port ${view.target.port}, which a helper bound to port 21 does not watch`,
    remedies: ['FTP helper port', 'passive range', 'open range'],
    tellApart:
      'run it against port 21 of the same host: where that works, the helper is bound to that port',
  },
];
