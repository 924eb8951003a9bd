import type { Session } from '../session.ts';
import type { Fault } from './hooks.ts';
import { also, answer, answerWhen, argument, each, first, recode } from './making.ts';

/** Sessions that have had their first PORT. */
const hadPort = new WeakSet<Session>();

const ACTIVE = ['PORT', 'EPRT'];

/** Faults of PORT, EPRT and the connections that follow. */
export const active: readonly Fault[] = [
  {
    id: 'port-unknown',
    title: 'PORT is not known',
    breaks: ['RFC1123-4.1.2.13-PORT-1'],
    verbs: { PORT: answer(502) },
  },
  {
    id: 'port-250',
    title: 'PORT is answered 250',
    breaks: ['RFC959-5.4-PORT-1'],
    replies: { PORT: recode(200, 250) },
  },
  {
    id: 'connects-on-port',
    title: 'PORT connects at once',
    breaks: ['RFC959-3.2-PORT-2'],
    verbs: each(
      ACTIVE,
      also((session, { codes }) => {
        if (!codes.includes(200)) return;
        session.dataPort.open(AbortSignal.timeout(2000)).then(
          (socket) => socket.destroy(),
          () => undefined,
        );
      }),
    ),
  },
  {
    id: 'any-source-port',
    title: 'Active connections come from any port',
    breaks: ['RFC959-5.2-PORT-3'],
    quirks: ['anySourcePort'],
  },
  {
    id: 'port-octet-300-accepted',
    title: 'PORT takes numbers beyond 255',
    breaks: ['RFC959-5.3.2-PORT-4'],
    verbs: {
      PORT: argument((numbers) =>
        numbers.replace(/\d+/g, (number) => String(Number(number) & 255)),
      ),
    },
  },
  {
    id: 'port-takes-garbage',
    title: 'PORT takes what is no endpoint',
    breaks: ['RFC959-5.3.2-PORT-4'],
    verbs: { PORT: answerWhen(({ argument: text }) => !/^\d+(?:,\d+){5}$/.test(text), 200) },
  },
  {
    id: 'port-refuses-zero',
    title: 'PORT refuses a port with the number 0 in it',
    breaks: ['RFC959-5.3.2-PORT-5'],
    verbs: { PORT: answerWhen(({ argument: text }) => /,(?:0,\d+|\d+,0)$/.test(text), 501) },
  },
  {
    id: 'port-0-hangs',
    title: 'PORT to TCP port 0 is not answered',
    breaks: ['RFC959-5.3.2-PORT-6'],
    verbs: {
      PORT: (exchange, honest) => (exchange.argument.endsWith(',0,0') ? undefined : honest()),
    },
  },
  {
    id: 'first-port-counts',
    title: 'A later PORT is accepted and does not count',
    breaks: ['RFC959-4.1.2-PORT-7', 'RFC2428-2-EPRT-10'],
    verbs: each(ACTIVE, (exchange, honest) => {
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
    verbs: each(
      ['LIST', 'NLST', 'RETR'],
      also((session) => void session.closeDataPort()),
    ),
  },
  {
    id: 'port-after-pasv-ignored',
    title: 'PORT after PASV leaves the listener in force',
    breaks: ['RFC959-3.2-PORT-9', 'RFC2428-2-EPRT-10'],
    verbs: each(
      ACTIVE,
      answerWhen(({ session }) => session.listeningPort !== undefined, 200),
    ),
  },
  {
    id: 'no-connection-is-success',
    title: 'A transfer whose connection failed ends with 226',
    breaks: ['RFC959-5.4-PORT-10', 'RFC3659-7.2-MLSD-12'],
    replies: { '*': recode(425, 226) },
  },
  {
    id: 'uploads-not-over-port',
    title: 'Uploads are refused in active mode',
    breaks: ['RFC959-5.4-PORT-11'],
    verbs: each(
      ['STOR', 'APPE', 'STOU'],
      answerWhen(({ session }) => session.listeningPort === undefined, 425),
    ),
  },
  {
    id: 'no-default-port',
    title: 'Without PORT and PASV a transfer is refused',
    breaks: ['RFC959-3.3-DEFPORT-1'],
    verbs: each(
      ['LIST', 'NLST', 'RETR', 'STOR', 'MLSD'],
      answerWhen(({ session }) => !session.hasDataPort, 503),
    ),
  },
  {
    id: 'default-port-hangs',
    title: 'Without PORT and PASV a transfer ends at its 150',
    breaks: ['RFC959-3.3-DEFPORT-2', 'RFC959-3.3-DEFPORT-1', 'RFC959-4.2-1YZ-2'],
    verbs: each(
      ['LIST', 'NLST', 'RETR', 'STOR', 'MLSD'],
      answerWhen(({ session }) => !session.hasDataPort, 150),
    ),
  },
  {
    id: 'third-party-accepted',
    title: 'PORT and EPRT take any address',
    breaks: ['RFC2577-3-BOUNCE-2', 'RFC2577-3-BOUNCE-3', 'RFC2577-4-PEER-2'],
    quirks: ['acceptsForeignAddress'],
  },
  {
    id: 'low-ports-accepted',
    title: 'PORT and EPRT take ports below 1024',
    breaks: ['RFC2577-3-BOUNCE-1', 'RFC2577-3-BOUNCE-3'],
    quirks: ['acceptsLowPort'],
  },
  {
    id: 'connects-next-port',
    title: 'Data goes to the port above the one announced',
    breaks: ['RFC959-5.4-PORT-11', 'RFC959-3.2-LISTEN-1', 'RFC2428-2-EPRT-9'],
    verbs: {
      PORT: argument((numbers) => numbers.replace(/\d+$/, (last) => String(Number(last) ^ 1))),
      EPRT: argument((text) =>
        text.replace(/(\d+)(.)$/, (_, port: string, end: string) => `${Number(port) ^ 1}${end}`),
      ),
    },
  },
  {
    id: 'eprt-250',
    title: 'EPRT is answered 250',
    breaks: ['RFC2428-2-EPRT-1'],
    replies: { EPRT: recode(200, 250) },
  },
  {
    id: 'eprt-bars-only',
    title: 'EPRT knows no delimiter but the bar',
    breaks: ['RFC2428-2-EPRT-2'],
    verbs: { EPRT: answerWhen((exchange) => !exchange.argument.startsWith('|'), 501) },
  },
  {
    id: 'eprt-short-ipv6-only',
    title: 'EPRT knows IPv6 addresses in their short form only',
    breaks: ['RFC2428-2-EPRT-4'],
    verbs: { EPRT: answerWhen(({ argument: text }) => /:0:0:|[A-F]/.test(text), 501) },
  },
  {
    id: 'eprt-any-family',
    title: 'EPRT takes families that do not exist',
    breaks: ['RFC2428-2-EPRT-5'],
    verbs: { EPRT: answerWhen(({ argument: text }) => /^\|(?![12]\|)\d+\|/.test(text), 200) },
  },
  {
    id: 'unknown-family-501',
    title: 'EPRT and EPSV answer 501 to unknown families',
    breaks: ['RFC2428-2-EPRT-5', 'RFC2428-3-EPSV-6', 'RFC2428-2-EPRT-6'],
    replies: each(['EPRT', 'EPSV'], recode(522, 501)),
  },
  {
    id: 'eprt-takes-garbage',
    title: 'EPRT takes what is malformed',
    breaks: ['RFC2428-2-EPRT-7'],
    replies: { EPRT: recode(501, 200) },
  },
  {
    id: 'eprt-not-used',
    title: 'EPRT is accepted and forgotten',
    breaks: ['RFC2428-2-EPRT-9', 'RFC2428-2-EPRT-3'],
    verbs: { EPRT: also((session) => void session.closeDataPort()) },
  },
  {
    id: 'other-source-address',
    title: 'Active connections come from another address than the control connection goes to',
    breaks: ['RFC1123-4.1.2.12-PORT-1', 'RFC2577-4-PEER-2'],
    quirks: ['otherSourceAddress'],
  },
  {
    id: 'eprt-two-spaces-closes',
    title: 'EPRT with two spaces closes the control connection',
    breaks: ['RFC2428-2-EPRT-8'],
    verbs: {
      EPRT: first((session, { argument }) => {
        if (argument.startsWith(' ')) session.control.destroy();
      }),
    },
  },
  {
    id: 'lprt-226',
    title: 'LPSV and LPRT are answered 226',
    breaks: ['RFC5797-2.5-HIST-2'],
    verbs: each(['LPSV', 'LPRT'], answer(226)),
  },
];
