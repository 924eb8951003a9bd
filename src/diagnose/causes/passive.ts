import { SIGNS, type SignName } from '../signs/index.ts';
import type { View } from '../view.ts';
import type { Cause } from './cause.ts';
import { announcedPorts, lastAnswer, portStatistics, quote } from './say.ts';

function firstTransfer(view: View, sign: SignName) {
  const [one] = SIGNS[sign].shownBy(view);
  return one?.kind === 'transfer' ? one : undefined;
}

function announcedAddress(view: View, sign: SignName): string {
  const one = firstTransfer(view, sign);
  return one
    ? `PASV names ${one.endpoint?.host ?? ''}, but the server is at ${one.at.peer.host}`
    : '';
}

/** Where passive works in some other way, that way's cause says more. */
const ELSEWHERE: readonly SignName[] = ['passive works', 'other family works', 'ports run out'];
const WRONG_ADDRESS: readonly SignName[] = [
  'PASV names a private address',
  'PASV names an unusable address',
  'PASV names another host',
];

/** NAT explains a silent active mode, and under TLS a helper that is there is blind. */
const NO_VERDICT_ON_HELPERS: readonly SignName[] = [
  'client behind NAT',
  'passive works in clear',
  'clear not compared',
];

export const passiveCauses: readonly Cause[] = [
  {
    code: 'passive-address-private',
    title: 'The server announces a private address',
    about:
      'Behind NAT the server tells its own, private address in the reply to PASV. Clients elsewhere cannot reach it. Some clients then use the control connection’s address on their own.',
    stage: 'passive dial',
    severity: 'by reach',
    patterns: [
      {
        needs: ['PASV names a private address'],
        sure: 0.85,
        and: { 'peer address answers': 0.12, 'EPSV works': 0.03, 'passive works in clear': -0.3 },
      },
    ],
    summary: (view) => announcedAddress(view, 'PASV names a private address'),
    remedies: ['advertised address', 'FTP helper'],
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
      `the reply to PASV names no endpoint: ${quote(firstTransfer(view, 'PASV unreadable')?.setup)}`,
    remedies: ['advertised address'],
  },
  {
    code: 'passive-address-foreign',
    title: 'The server announces another host’s address',
    about:
      'The reply to PASV names a public address that is not the server’s: a masquerade address that is out of date, or NAT that does not turn around inside the network.',
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
        },
      },
    ],
    summary: (view) => announcedAddress(view, 'PASV names another host'),
    remedies: ['advertised address'],
  },
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
    toTell:
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
        and: { 'active works': 0.07, 'active silent': -0.05 },
      },
      {
        needs: ['every passive dial unreachable'],
        unless: [...ELSEWHERE, ...WRONG_ADDRESS],
        sure: 0.85,
        and: { 'active works': 0.07, 'active silent': -0.25, 'client behind NAT': 0.2 },
      },
      { needs: ['every passive dial refused', 'peer address dead'], unless: ELSEWHERE, sure: 0.4 },
      {
        needs: ['passive mode refused'],
        unless: [
          'set-up refused for now',
          'protection demanded',
          'masked command',
          'ports run out',
          'IPv6 data fails',
        ],
        sure: 0.5,
      },
    ],
    summary: (view) => {
      const refused = firstTransfer(view, 'passive mode refused');
      return refused
        ? `the server does not offer passive mode: PASV draws ${quote(refused.setup)}`
        : `every dial to the announced ${announcedPorts(view)} is refused at once, the address being right`;
    },
    remedies: ['passive range', 'publish ports', 'open range'],
    toTell:
      'connect to an announced port from the server itself: where that works, what stands before it rejects',
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
        and: { 'outside the declared range': 0.08 },
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
      'The first transfers work, then set-ups are refused or hang until ports are free again (a closed port rests for a minute or more): there are more transfers than ports.',
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
      return `passive set-ups work at first and then do not: ${quote(one?.setup)} (${announcedPorts(view)})`;
    },
    remedies: ['passive range'],
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
        ],
        sure: 0.75,
        and: { 'rejection speaks of the address': 0.18, 'ignored without a word': -0.1 },
      },
      {
        needs: ['connected, then rejected', 'rejection speaks of the address'],
        unless: ['protection demanded'],
        sure: 0.88,
      },
    ],
    summary: (view) =>
      `data connections open, and the server rejects them: ${quote(lastAnswerOf(firstTransfer(view, 'connected, then rejected')))}`,
    remedies: ['peer check'],
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
        },
      },
      { needs: ['one port failed once'], sure: 0.4 },
    ],
    summary: (view) => `passive ports work and fail at random: ${portStatistics(view)}`,
    remedies: ['balancer'],
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
        ? `EPSV answers ${quote(dead.setup)}, but that port is dead; PASV works`
        : `the server refuses EPSV: ${quote(firstTransfer(view, 'EPSV refused')?.setup)}; PASV works`;
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
      return `over IPv6 the login works, and data does not: EPSV ${one?.stopped === 'dial' ? `announced port ${one.endpoint?.port ?? ''}, which does not answer` : `drew ${quote(one && lastAnswer(one))}`}`;
    },
    remedies: ['EPSV', 'open range'],
  },
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
      { needs: ['PORT works under TLS only'], sure: 0.9, severity: 'if active matters' },
      { needs: ['PORT fails, EPRT works'], sure: 0.7, severity: 'if active matters' },
      { needs: ['private PORT honoured'], sure: 0.6, severity: 'note' },
    ],
    summary: (view) => {
      const port =
        firstTransfer(view, 'PORT fails, EPRT works') ??
        firstTransfer(view, 'PORT works under TLS only');
      if (port) return 'PORT fails in clear, although the server does what it says in another way';
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
    summary: (view) =>
      SIGNS['passive works in clear'].shownBy(view).length > 0
        ? `passive transfers work in clear, and their ports are closed under TLS (${announcedPorts(view)})`
        : 'passive ports are closed under TLS; whether they open in clear, for an FTP helper, was not tried (--allow-plain allows it)',
    remedies: ['passive range', 'open range'],
    toTell:
      'run it with --allow-plain, or as anonymous: where passive works in clear, a helper opens the ports there',
  },
  {
    code: 'alg-drops-reply',
    title: 'A middlebox drops the reply to PASV or EPSV',
    about:
      'NOOP is answered, and the next command, PASV or EPSV, draws nothing at all: a helper on the way drops the reply because it cannot parse it, and the connection hangs with it.',
    stage: 'passive set-up',
    severity: 'by reach',
    patterns: [
      { needs: ['set-up silent'], unless: ['set-up worked before'], sure: 0.88 },
      { needs: ['closed behind the set-up'], sure: 0.6 },
    ],
    summary: (view) => {
      const one =
        firstTransfer(view, 'set-up silent') ?? firstTransfer(view, 'closed behind the set-up');
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
        and: { 'ports spread wide': 0.35, 'control port is not 21': -0.2 },
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
    toTell:
      'try any other closed port of the server: where that is silent too, the firewall opens nothing but the control port',
  },
  {
    code: 'helper-port-21-only',
    title: 'The FTP helper looks at port 21 only',
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
      `no data connection opens with the control port ${view.target.port}, where a helper for port 21 does not look`,
    remedies: ['FTP helper port', 'passive range', 'open range'],
    toTell:
      'run it against port 21 of the same host: where that works, the helper is bound to that port',
  },
];

function lastAnswerOf(transfer: ReturnType<typeof firstTransfer>) {
  return transfer && lastAnswer(transfer);
}
