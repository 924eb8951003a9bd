import { SYMPTOMS } from '../symptoms/index.ts';
import type { Cause } from './cause.ts';
import type { SymptomName } from '../symptoms/index.ts';
import type { Transfer } from '../../probe/observations.ts';
import { worked } from '../evidence/view.ts';
import { formatMs } from '../../client/failures.ts';
import { describe, quoteAnswer } from '../evidence/describe.ts';
import { firstTransfer, lastAnswer } from './phrases.ts';

/** What acquits the way that packets take. */
const NOT_THE_PATH: readonly SymptomName[] = [
  'the server is this machine',
  'data comes late',
  'a reply to the transfer comes late',
];

function isWholeOverIPv4(one: Transfer): boolean {
  return worked(one) && one.at.family === 4;
}

export const transferCauses: readonly Cause[] = [
  {
    code: 'transfer-late',
    title: 'The server holds transfers back',
    about:
      'A transfer works, but its first byte or its confirmation comes many seconds late: a virus scanner holds the file, the storage behind the server is slow or asleep, a quota is counted. Clients with a shorter time-out give up, and may send the same file again.',
    stage: 'transfer',
    severity: 'degraded',
    patterns: [
      { needs: ['data comes late'], sure: 0.9 },
      { needs: ['a reply to the transfer comes late'], sure: 0.9 },
      {
        needs: ['upload arrived whole'],
        sure: 0.6,
        and: { 'NOOP is answered meanwhile': 0.3 },
      },
      {
        needs: ['completion never comes', 'NOOP is answered meanwhile'],
        sure: 0.8,
      },
    ],
    summary: (view) => {
      const data = firstTransfer(view, 'data comes late');
      const reply = firstTransfer(view, 'a reply to the transfer comes late');
      if (data) return `the data comes after ${formatMs(data.gapMs)} without a byte`;
      if (reply) {
        const { opened, completion } = reply;
        const ms = Math.max(opened?.ms ?? 0, completion?.ms ?? 0);
        return `${reply.opened?.command.split(' ', 1)[0] ?? 'the transfer'} works, and a reply to it comes after ${formatMs(ms)}`;
      }
      const one = firstTransfer(view, 'NOOP is answered meanwhile', 'upload stalls');
      return `all data went over, and no confirmation came within ${formatMs(one?.completion?.ms ?? 0)}`;
    },
    remedies: ['server holds', 'client time-out'],
  },
  {
    code: 'path-mtu-black-hole',
    title: 'Large packets vanish on the way',
    about:
      'Small transfers work, and a large one stalls at its very first full-sized packets: a link on the way takes only smaller ones (a tunnel, PPPoE), and the ICMP message that says so is dropped.',
    stage: 'large transfer',
    severity: 'degraded',
    patterns: [
      {
        needs: ['large transfer stalls at once', 'small transfer works'],
        unless: NOT_THE_PATH,
        sure: 0.6,
        and: { 'long silence': 0.32, 'confirmed, and nothing came': 0.25 },
      },
      {
        needs: ['listing stalls at once', 'small transfer works'],
        unless: ['large transfer works', ...NOT_THE_PATH],
        sure: 0.6,
        and: { 'long silence': 0.28, 'confirmed, and nothing came': 0.25 },
      },
      {
        needs: ['handshake silent'],
        unless: ['large transfer works', 'another protocol', ...NOT_THE_PATH],
        sure: 0.55,
        severity: 'by login',
        and: { 'TLS from the first byte': -0.15 },
      },
      {
        needs: ['data handshake silent', 'small transfer works'],
        unless: NOT_THE_PATH,
        sure: 0.5,
      },
      {
        needs: ['upload stalls', 'small transfer works'],
        unless: [...NOT_THE_PATH, 'upload arrived whole'],
        sure: 0.55,
        and: { 'long silence': 0.25 },
      },
    ],
    summary: (view) => {
      const one = firstTransfer(
        view,
        'large transfer stalls at once',
        'listing stalls at once',
        'upload stalls',
      );
      const over =
        one?.at.family === 6 && view.transfers.some(isWholeOverIPv4) ? 'over IPv6, ' : '';
      return one
        ? `${over}small transfers work, and a larger one stalls after ${one.bytes} bytes: full-sized packets do not come through`
        : 'the server’s first large answer, its certificate, never arrives: full-sized packets do not come through';
    },
    remedies: ['path MTU'],
    tellApart:
      'lower the MTU of this client’s interface to 1280 and try again: where it works then, it is this',
  },
  {
    code: 'packet-loss',
    title: 'Packets get lost on the way',
    about:
      'Many packets in a hundred do not arrive: a bad cable or radio link, a line that is full, a device on the way that drops them. TCP sends them again, which takes longer each time: connections open after 1 or 3 s, replies come in jumps, and what is lost several times over looks like a time-out.',
    stage: 'connect',
    severity: 'degraded',
    patterns: [
      { needs: ['packets are sent again'], unless: ['the server is this machine'], sure: 0.85 },
      {
        needs: ['packets are sent again now and then'],
        unless: ['the server is this machine'],
        sure: 0.5,
        severity: 'note',
      },
    ],
    summary: (view) => {
      const late = [
        ...SYMPTOMS['packets are sent again'].evidence(view),
        ...SYMPTOMS['packets are sent again now and then'].evidence(view),
      ];
      return `${late.length} connections and replies came as late as what is lost and sent again`;
    },
    remedies: ['lossy line'],
    bringsAbout: [
      ...['passive-ports-partly-open', 'passive-load-balanced', 'connection-limit'],
      ...['passive-ports-filtered', 'transfer-stalled', 'transfer-late', 'greeting-stalled'],
      ...['path-mtu-black-hole', 'control-dropped-during-transfer', 'control-closed'],
      ...['helper-missing', 'passive-port-hijacked', 'client-banned', 'epsv-broken'],
      ...['active-inbound-blocked', 'alg-drops-reply', 'passive-range-exhausted'],
    ],
    tellApart:
      'let mtr or ping run for a minute: where no packet is lost, the server lets new connections wait',
  },
  {
    code: 'transfer-stalled',
    title: 'The transfer opens, but no data comes',
    about:
      'The data connection opens, the server says 150, and no byte comes, or the flow stops on the way.',
    stage: 'transfer',
    severity: 'by reach',
    patterns: [
      {
        needs: ['listing stalls at once'],
        unless: ['small transfer works'],
        sure: 0.8,
        and: { 'small transfer stalls too': 0.1 },
      },
      {
        needs: ['listing stalls at once', 'small transfer works'],
        sure: 0.35,
        and: { 'the server is this machine': 0.4 },
      },
      { needs: ['transfer stalls on the way'], sure: 0.85 },
      { needs: ['ignored without a reply', 'active ignored too'], sure: 0.8 },
      {
        needs: ['large transfer stalls at once', 'small transfer works'],
        sure: 0.35,
        and: { 'the server is this machine': 0.4 },
      },
      {
        needs: ['upload stalls', 'the server is this machine'],
        unless: ['upload arrived whole', 'NOOP is answered meanwhile'],
        sure: 0.6,
      },
      { needs: ['data handshake silent'], unless: ['small transfer works'], sure: 0.5 },
    ],
    summary: (view) => {
      const one = firstTransfer(
        view,
        'listing stalls at once',
        'transfer stalls on the way',
        'large transfer stalls at once',
        'data handshake silent',
      );
      if (!one)
        return `the data connection opens, and ${quoteAnswer(firstTransfer(view, 'ignored without a reply')?.opened)}`;
      return `the server answers ${quoteAnswer(one.opened)}, and the data stops after ${one.bytes} bytes`;
    },
    remedies: ['server log', 'path MTU'],
  },
  {
    code: 'transfer-truncated',
    title: 'Data is missing at the end',
    about:
      'The data connection ends before all bytes came, or the server says 226 although bytes are missing.',
    stage: 'large transfer',
    severity: 'degraded',
    patterns: [
      { needs: ['short count'], unless: ['farewell in a transfer'], sure: 0.93 },
      { needs: ['data cut'], unless: ['short count', 'farewell in a transfer'], sure: 0.8 },
      { needs: ['completion before the end'], unless: ['short count'], sure: 0.7 },
      { needs: ['completion refused'], sure: 0.6 },
    ],
    summary: (view) => {
      const one = firstTransfer(
        view,
        'short count',
        'data cut',
        'completion before the end',
        'completion refused',
      );
      const of = one?.expected === undefined ? '' : ` of ${one.expected}`;
      return `${one?.bytes ?? 0}${of} bytes came, then the data connection ended, with ${quoteAnswer(one && lastAnswer(one))}`;
    },
    remedies: ['server log', 'disk and quota'],
  },
  {
    code: 'control-dropped-during-transfer',
    title: 'The control connection is forgotten while data flows',
    about:
      'A stateful device on the way forgets the control connection because no packet passes on it during a long transfer. The data is complete, but the completion never arrives.',
    stage: 'idle',
    severity: 'degraded',
    patterns: [
      {
        needs: ['completion never comes'],
        unless: ['end refused under TLS', 'NOOP is answered meanwhile', 'upload arrived whole'],
        sure: 0.5,
        and: { 'completion comes after short transfers': 0.15, 'long silence': 0.25 },
      },
      { needs: ['idle session forgotten'], sure: 0.85 },
    ],
    summary: (view) => {
      const [idle] = SYMPTOMS['idle session forgotten'].evidence(view);
      const one = firstTransfer(view, 'completion never comes');
      return one
        ? `all ${one.bytes} bytes came in ${(one.ms / 1000).toFixed(1)} s, and the completion never did`
        : `a control connection that is silent for ${((idle?.ms ?? 0) / 1000).toFixed(0)} s is forgotten on the way`;
    },
    remedies: ['state timeout'],
  },
  {
    code: 'server-idle-timeout',
    title: 'The server’s idle timer is too short',
    about:
      'The server ends sessions that are idle for a short time, and some servers count a running transfer as idle.',
    stage: 'idle',
    severity: 'degraded',
    patterns: [
      { needs: ['farewell in a transfer'], sure: 0.88 },
      { needs: ['idle session ended by the server'], sure: 0.85 },
      { needs: ['farewell at a command'], sure: 0.7 },
    ],
    summary: (view) => {
      const one = firstTransfer(view, 'farewell in a transfer');
      const [idle] = SYMPTOMS['idle session ended by the server'].evidence(view);
      const [farewell] = SYMPTOMS['farewell at a command'].evidence(view);
      if (!one && !idle && farewell)
        return `the server ends a session in use: ${describe(farewell)}`;
      return one
        ? `the server ended the session ${(one.ms / 1000).toFixed(1)} s into a transfer: ${quoteAnswer(lastAnswer(one))}`
        : `the server ends a session that is silent for ${((idle?.ms ?? 0) / 1000).toFixed(1)} s`;
    },
    remedies: ['timeouts'],
  },
];
