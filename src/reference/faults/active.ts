import type { Session } from '../session.ts';
import type { Fault } from './fault.ts';
import { after, before, forVerbs, replyWhen, withArgument } from '../behaviours/builders.ts';

/** Sessions that have had their first PORT. */
const hadPort = new WeakSet<Session>();

const ACTIVE = ['PORT', 'EPRT'];

/** Faults of PORT, EPRT and the connections that follow. */
export const activeFaults: readonly Fault[] = [
  {
    id: 'connects-on-port',
    title: 'PORT connects at once',
    breaks: ['RFC959-3.2-PORT-2', 'RFC2428-2-EPRT-9'],
    verbs: forVerbs(
      ACTIVE,
      after((session, { codes }) => {
        if (!codes.includes(200)) return;
        session.dataPort.open(AbortSignal.timeout(2000)).then(
          (socket) => socket.destroy(),
          () => undefined,
        );
      }),
    ),
  },
  {
    id: 'port-octet-300-accepted',
    title: 'PORT takes numbers beyond 255',
    breaks: ['RFC959-5.3.2-PORT-4'],
    verbs: {
      PORT: withArgument((numbers) =>
        numbers.replace(/\d+/g, (number) => String(Number(number) & 255)),
      ),
    },
  },
  {
    id: 'first-port-counts',
    title: 'A later PORT is accepted and does not count',
    breaks: ['RFC959-4.1.2-PORT-7', 'RFC2428-2-EPRT-10'],
    verbs: forVerbs(ACTIVE, (exchange, honest) => {
      const { session } = exchange;
      if (!hadPort.has(session)) {
        hadPort.add(session);
        return honest();
      }
      exchange.reply(200, 'The data port is set.');
      return undefined;
    }),
  },
  {
    id: 'port-serves-once',
    title: 'PORT counts for one transfer',
    breaks: ['RFC959-4.1.2-PORT-8'],
    verbs: forVerbs(
      ['LIST', 'NLST', 'RETR'],
      after((session) => void session.closeDataPort()),
    ),
  },
  {
    id: 'port-after-pasv-ignored',
    title: 'PORT after PASV leaves the listener in force',
    breaks: ['RFC959-3.2-PORT-9', 'RFC2428-2-EPRT-10'],
    verbs: forVerbs(
      ACTIVE,
      replyWhen(({ session }) => session.listeningPort !== undefined, 200),
    ),
  },
  {
    id: 'uploads-not-over-port',
    title: 'Uploads are refused in active mode',
    breaks: ['RFC959-5.4-PORT-11'],
    verbs: forVerbs(
      ['STOR', 'APPE', 'STOU'],
      replyWhen(({ session }) => session.listeningPort === undefined, 425),
    ),
  },
  {
    id: 'no-default-port',
    title: 'Without PORT and PASV a transfer is refused',
    breaks: ['RFC959-3.3-DEFPORT-1'],
    verbs: forVerbs(
      ['LIST', 'NLST', 'RETR', 'STOR', 'MLSD'],
      replyWhen(({ session }) => !session.hasDataPort, 503),
    ),
  },
  {
    id: 'default-port-hangs',
    title: 'Without PORT and PASV a transfer ends at its 150',
    breaks: ['RFC959-3.3-DEFPORT-2', 'RFC959-3.3-DEFPORT-1', 'RFC959-4.2-1YZ-2'],
    verbs: forVerbs(
      ['LIST', 'NLST', 'RETR', 'STOR', 'MLSD'],
      replyWhen(({ session }) => !session.hasDataPort, 150),
    ),
  },
  {
    id: 'connects-next-port',
    title: 'Data goes to the port above the one announced',
    breaks: ['RFC959-5.4-PORT-11', 'RFC959-3.2-LISTEN-1', 'RFC2428-2-EPRT-9'],
    verbs: {
      PORT: withArgument((numbers) =>
        numbers.replace(/(?<!\d)\d+$/, (last) => String(Number(last) ^ 1)),
      ),
      EPRT: withArgument((text) =>
        text.replace(
          /(?<!\d)(\d+)(.)$/,
          (_, port: string, end: string) => `${Number(port) ^ 1}${end}`,
        ),
      ),
    },
  },
  {
    id: 'eprt-short-ipv6-only',
    title: 'EPRT knows IPv6 addresses in their short form only',
    breaks: ['RFC2428-2-EPRT-4'],
    verbs: { EPRT: replyWhen(({ argument: text }) => /:0:0:|[A-F]/.test(text), 501) },
  },
  {
    id: 'eprt-not-used',
    title: 'EPRT is accepted and forgotten',
    breaks: ['RFC2428-2-EPRT-9', 'RFC2428-2-EPRT-3'],
    verbs: { EPRT: after((session) => void session.closeDataPort()) },
  },
  {
    id: 'eprt-two-spaces-closes',
    title: 'EPRT with two spaces closes the control connection',
    breaks: ['RFC2428-2-EPRT-8', 'RFC959-4.2-FMT-3'],
    verbs: {
      EPRT: before((session, { argument }) => {
        if (argument.startsWith(' ')) session.control.destroy();
      }),
    },
  },
];
