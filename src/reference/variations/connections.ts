import { forVerbs, replyWhen, TRANSFERS, UPLOADS } from '../behaviours/builders.ts';
import type { Exchange, ServerReply } from '../exchange.ts';
import type { Variation } from './variation.ts';

/** What cannot be written is found out behind the preliminary reply. */
const REFUSED_LATE = forVerbs(
  UPLOADS,
  (reply: ServerReply, { codes }: Exchange): readonly ServerReply[] =>
    [450, 550, 553].includes(reply.code) && codes.length === 0
      ? [{ code: 150, lines: ['Here we go.'] }, reply]
      : [reply],
);

/** Data connections and TLS. */
export const connectionsVariations: readonly Variation[] = [
  {
    id: 'nothing-set-up-503',
    title: 'A transfer for which nothing was set up is answered 503',
    allowedBy: ['R10'],
    verbs: forVerbs(
      TRANSFERS,
      replyWhen(
        ({ session }) => session.loggedIn && !session.hasDataPort,
        503,
        'PORT or PASV first.',
      ),
    ),
  },
  {
    id: 'nothing-set-up-425',
    title: 'A transfer for which nothing was set up is answered 425',
    allowedBy: ['R10'],
    verbs: forVerbs(
      TRANSFERS,
      replyWhen(
        ({ session }) => session.loggedIn && !session.hasDataPort,
        425,
        'Use PORT or PASV first.',
      ),
    ),
  },
  {
    id: 'uploads-refused-late',
    title: 'An upload is refused behind its preliminary reply',
    allowedBy: ['R18', 'R45', 'RFC959 5.4'],
    replies: REFUSED_LATE,
  },
  {
    id: 'uploads-refused-late-under-tls',
    title: 'An upload under TLS is refused behind its preliminary reply, without a handshake',
    allowedBy: ['R18', 'R45', 'R24', 'RFC4217 10.1'],
    options: { tls: 'required' },
    replies: REFUSED_LATE,
  },
  {
    id: 'nothing-uploaded-told-late',
    title: 'Nobody may upload, which is said behind the preliminary reply, before a handshake',
    allowedBy: ['R03', 'R18', 'R45', 'R24', 'RFC959 5.4', 'RFC4217 10.1'],
    options: { tls: 'required', refuses: { STOR: 550, APPE: 550, STOU: 550 } },
    replies: REFUSED_LATE,
  },
  {
    id: 'passive-needs-prot-p',
    title: 'PASV and EPSV are refused with 522 where data has to be protected and is not',
    allowedBy: ['R28', 'R24'],
    options: { tls: 'required' },
    verbs: forVerbs(
      ['PASV', 'EPSV'],
      replyWhen(
        ({ session, argument }) =>
          session.loggedIn && !session.protectsData && !/^all$/i.test(argument),
        522,
        'PROT P first.',
      ),
    ),
  },
  {
    id: 'ccc-refused',
    title: 'CCC is refused under TLS',
    allowedBy: ['R32', 'RFC4217 5'],
    verbs: {
      CCC: replyWhen(
        ({ session }) => session.control.secured,
        534,
        'The control connection stays protected.',
      ),
    },
  },
  {
    id: 'auth-again-503',
    title: 'AUTH under TLS is answered 503',
    allowedBy: ['R31'],
    verbs: { AUTH: replyWhen(({ session }) => session.control.secured, 503, 'TLS is up already.') },
  },
  {
    id: 'prot-does-without-pbsz',
    title: 'PROT does without PBSZ',
    allowedBy: ['R25'],
    verbs: {
      PROT: (exchange, honest) => {
        exchange.session.bufferSizeKnown = true;
        return honest();
      },
    },
  },
  {
    id: 'host-unknown-220',
    title: 'Every host name leads to the one host, but for one that TLS has not named',
    allowedBy: ['R46'],
    replies: {
      HOST: (reply, { session }) =>
        reply.code === 504 && session.control.serverName === undefined
          ? { code: 220, lines: ['This is the host that serves all.'] }
          : reply,
    },
  },
];
