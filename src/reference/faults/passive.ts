import { formatHostPort, parse227 } from '../../wire/endpoint.ts';
import type { Session } from '../session.ts';
import type { Fault } from './fault.ts';
import {
  after,
  before,
  DOWNLOADS,
  drop,
  forVerbs,
  replyWhen,
  replyWith,
  reword,
  TRANSFERS,
  withArgument,
} from '../behaviours/builders.ts';

/** Says another endpoint in the 227 reply. */
function other227(change: (host: string, port: number) => string) {
  return reword(227, (line) => {
    const { host, port } = parse227(line);
    return `Entering Passive Mode (${change(host, port)}).`;
  });
}

/** Faults of PASV, EPSV and their listeners. */
export const passiveFaults: readonly Fault[] = [
  {
    id: 'pasv-any-address',
    title: 'The 227 reply names 0.0.0.0',
    breaks: ['RFC1123-4.1.2.6-PASV-3', 'PRACTICE-PASV-2'],
    replies: { PASV: other227((_, port) => formatHostPort({ host: '0.0.0.0', port })) },
  },
  {
    id: 'pasv-inside-address',
    title: 'The 227 reply names an address that is not the server’s',
    breaks: ['RFC1123-4.1.2.6-PASV-3', 'PRACTICE-PASV-2'],
    replies: { PASV: other227((_, port) => formatHostPort({ host: '127.11.12.13', port })) },
  },
  {
    id: 'pasv-nobody-listens',
    title: 'Nobody listens where the 227 reply says',
    breaks: ['RFC959-4.1.2-PASV-5', 'RFC959-4.1.2-PASV-14'],
    verbs: { PASV: after((session) => void session.closeDataPort()) },
  },
  {
    id: 'pasv-names-data-port',
    title: 'The 227 reply names the default data port',
    breaks: ['RFC959-4.1.2-PASV-4', 'RFC1123-4.1.2.6-PASV-3'],
    replies: {
      PASV: (reply, { session }) => {
        const numbers = formatHostPort({ host: session.local.host, port: session.local.port - 1 });
        return reply.code === 227
          ? { ...reply, lines: [`Entering Passive Mode (${numbers}).`] }
          : reply;
      },
    },
  },
  {
    id: 'first-listener-wins',
    title: 'PASV repeated names the listener of before',
    breaks: ['RFC1123-4.1.2.6-PASV-2', 'RFC959-3.2-PASV-7'],
    verbs: {
      PASV: (exchange, honest) => {
        const { session } = exchange;
        const port = session.listeningPort;
        if (port === undefined) return honest();
        const numbers = formatHostPort({ host: session.local.host, port });
        exchange.reply(227, `Entering Passive Mode (${numbers}).`);
        return undefined;
      },
    },
  },
  {
    id: 'early-dial-dropped',
    title: 'A data connection made before RETR or a listing command is dropped',
    breaks: ['RFC959-4.1.2-PASV-6', 'RFC959-4.1.2-PASV-5'],
    verbs: forVerbs(
      DOWNLOADS,
      before((session) => {
        if (session.dataWaits) session.closeDataPort();
      }),
    ),
  },
  {
    id: 'passive-ignored-after-port',
    title: 'PASV after PORT leaves the target of PORT in force',
    breaks: ['RFC959-3.2-PASV-8'],
    verbs: {
      PASV: async ({ session }, honest) => {
        const before = session.hasDataPort && !session.listeningPort ? session.dataPort : undefined;
        await honest();
        if (before) session.dataPort = before;
      },
    },
  },
  {
    id: 'refused-transfer-drops-listener',
    title: 'A transfer that is refused leaves the next one waiting without a reply',
    breaks: ['RFC959-4.1.2-PASV-13'],
    verbs: {
      RETR: after((session, { codes }) => {
        if (codes.includes(550)) session.closeDataPort();
      }),
    },
    replies: { RETR: drop(425) },
  },
  {
    id: 'pasv-in-ipv6',
    title: 'PASV over IPv6 names 0.0.0.0',
    breaks: ['PRACTICE-PASV-1'],
    verbs: {
      PASV: replyWhen(
        ({ session }) => session.local.host.includes(':'),
        227,
        'Entering Passive Mode (0,0,0,0,0,0).',
      ),
    },
  },
  {
    id: 'epsv-names-address',
    title: 'The 229 reply names family and address',
    breaks: ['RFC2428-3-EPSV-2'],
    replies: {
      EPSV: (reply, { session }) => {
        const address = `|${session.local.host.includes(':') ? 2 : 1}|${session.local.host}|`;
        return { ...reply, lines: reply.lines.map((line) => line.replace('|||', address)) };
      },
    },
  },
  {
    id: 'epsv-nobody-listens',
    title: 'Nobody listens where the 229 reply says',
    breaks: ['RFC2428-3-EPSV-4', 'PRACTICE-DUAL-1'],
    verbs: { EPSV: after((session) => void session.closeDataPort()) },
  },
  {
    id: 'epsv-any-family',
    title: 'EPSV takes every family number',
    breaks: ['RFC2428-3-EPSV-6'],
    verbs: { EPSV: withArgument((family) => (/^\d+$/.test(family) ? '' : family)) },
  },
  {
    id: 'epsv-takes-garbage',
    title: 'EPSV takes words that mean nothing',
    breaks: ['RFC2428-3-EPSV-8'],
    verbs: { EPSV: withArgument((word) => (/^(?:all|\d*)$/i.test(word) ? word : '')) },
  },
  {
    id: 'epsv-on-ipv6-only',
    title: 'EPSV is refused over IPv4',
    breaks: ['RFC2428-4-EPSV-11'],
    verbs: { EPSV: replyWhen(({ session }) => !session.local.host.includes(':'), 522) },
  },
  {
    id: 'epsv-all-not-kept',
    title: 'After EPSV ALL the other commands go on working',
    breaks: ['RFC2428-3-EPSVALL-2'],
    verbs: {
      EPSV: after((session) => {
        session.epsvAll = false;
      }),
    },
  },
  {
    id: 'pasv-after-epsv-all',
    title: 'PASV works after EPSV ALL',
    breaks: ['RFC2428-3-EPSVALL-2'],
    verbs: {
      PASV: before((session) => {
        session.epsvAll = false;
      }),
    },
  },
  {
    id: 'epsv-all-stops-epsv',
    title: 'EPSV is refused after EPSV ALL',
    breaks: ['RFC2428-3-EPSVALL-3'],
    verbs: { EPSV: replyWhen(({ session }) => session.epsvAll, 501) },
  },
  {
    id: 'epsv-all-forgotten-after-transfer',
    title: 'A transfer lifts EPSV ALL',
    breaks: ['RFC2428-4-EPSVALL-4'],
    verbs: forVerbs(
      ['LIST', 'NLST', 'MLSD', 'RETR'],
      after((session) => {
        session.epsvAll = false;
      }),
    ),
  },
  {
    id: 'epsv-all-forgotten-after-abor',
    title: 'ABOR lifts EPSV ALL',
    breaks: ['RFC2428-4-EPSVALL-4'],
    verbs: {
      ABOR: after((session) => {
        session.epsvAll = false;
      }),
    },
  },
  {
    id: 'late-dial-refused',
    title: 'A transfer whose passive connection is not there yet is refused',
    breaks: ['RFC959-4.1.2-PASV-6'],
    verbs: forVerbs(
      TRANSFERS,
      replyWhen(({ session }) => session.listeningPort !== undefined && !session.dataWaits, 425),
    ),
  },
  {
    id: 'pasv-dead-after-abor',
    title: 'Behind ABOR nobody listens where a 227 reply says',
    breaks: ['RFC959-4.1.2-PASV-5', 'RFC959-4.1.3-ABOR-5'],
    verbs: {
      ABOR: after((session) => void aborted.add(session)),
      PASV: after((session) => {
        if (aborted.has(session)) session.closeDataPort();
      }),
    },
  },
  {
    id: 'sessions-share-listener',
    title: 'The 227 reply names the listener of another session',
    breaks: ['RFC1123-4.1.2.6-PASV-2'],
    replies: {
      PASV: (reply, { session }) => {
        if (reply.code !== 227) return reply;
        const other = newest.get(session.store);
        newest.set(session.store, session);
        if (other?.listeningPort === undefined || other === session) return reply;
        const theirs = { host: session.local.host, port: other.listeningPort };
        return { ...reply, lines: [`Entering Passive Mode (${formatHostPort(theirs)}).`] };
      },
    },
  },
  {
    id: 'pasv-leads-nowhere',
    title: 'PASV names an endpoint where nobody is, and EPSV is not known',
    breaks: ['RFC1123-4.1.2.6-PASV-3', 'PRACTICE-PASV-2', 'PRACTICE-PASV-3'],
    verbs: { EPSV: replyWith(502) },
    replies: {
      PASV: other227((_, port) => formatHostPort({ host: '127.11.12.13', port: port ^ 1 })),
    },
  },
  {
    id: 'passive-ports-low',
    title: 'PASV and EPSV announce ports below 1024',
    breaks: ['RFC1579-PASV-2'],
    replies: {
      PASV: other227((host) => formatHostPort({ host, port: 1000 })),
      EPSV: reword(229, (line) => line.replace(/\d{4,}/, '1000')),
    },
  },
];

/** Sessions that have had ABOR. */
const aborted = new WeakSet<Session>();
/** The session of a store that asked last. */
const newest = new WeakMap<object, Session>();
