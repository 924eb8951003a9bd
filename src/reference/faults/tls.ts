import { createSecureContext } from 'node:tls';
import { makeCertificate, makeContext } from '../tls.ts';
import type { Fault } from './fault.ts';
import {
  after,
  before,
  forVerbs,
  recode,
  replyWhen,
  reword,
  TRANSFERS,
  UPLOADS,
} from '../behaviours/builders.ts';

const inClear = ({ session }: { session: { control: { secured: boolean } } }): boolean =>
  !session.control.secured;

/** Faults of AUTH, PBSZ, PROT, CCC and of data under TLS. */
export const tlsFaults: readonly Fault[] = [
  {
    id: 'auth-in-capitals-only',
    title: 'AUTH tls is not known',
    breaks: ['RFC2228-3-AUTH-4'],
    verbs: { AUTH: replyWhen(({ argument }) => argument !== argument.toUpperCase(), 504) },
  },
  {
    id: 'auth-first-only',
    title: 'AUTH is refused after any other command',
    breaks: ['RFC4217-4-AUTH-8'],
    verbs: {
      '*': before((session) => void spoken.add(session)),
      AUTH: replyWhen(({ session }) => spoken.has(session), 503),
    },
  },
  {
    id: 'auth-keeps-login',
    title: 'AUTH leaves the clear login in force',
    breaks: ['RFC4217-4.2-AUTH-5'],
    verbs: {
      AUTH: async ({ session }, honest) => {
        const { account } = session;
        await honest();
        session.account = account;
      },
    },
  },
  {
    id: 'auth-keeps-parameters',
    title: 'AUTH leaves the parameters as they were',
    breaks: ['RFC4217-4.2-AUTH-6'],
    verbs: {
      AUTH: async ({ session }, honest) => {
        const { representation } = session;
        await honest();
        session.representation = representation;
      },
    },
  },
  {
    id: 'auth-again-keeps-login',
    title: 'AUTH under TLS is answered 234 and leaves the login in force',
    breaks: ['RFC2228-3-AUTH-7', 'RFC2228-3-AUTH-8'],
    verbs: { AUTH: replyWhen(({ session }) => session.control.secured, 234) },
  },
  {
    id: 'pbsz-in-clear',
    title: 'PBSZ is accepted before AUTH',
    breaks: ['RFC2228-3-PBSZ-1', 'RFC4217-9-PBSZ-2'],
    verbs: { PBSZ: replyWhen(inClear, 200, 'PBSZ=0') },
  },
  {
    id: 'prot-without-pbsz',
    title: 'PROT is accepted without PBSZ',
    breaks: ['RFC2228-3-PROT-1', 'RFC4217-9-PROT-1'],
    verbs: {
      PROT: before((session) => {
        session.bufferSizeKnown = true;
      }),
    },
  },
  {
    id: 'prot-in-clear',
    title: 'PROT is accepted before AUTH',
    breaks: ['RFC2228-3-PROT-2'],
    verbs: { PROT: replyWhen(inClear, 200) },
  },
  {
    id: 'prot-in-capitals-only',
    title: 'PROT p is not known',
    breaks: ['RFC2228-3-PROT-9'],
    verbs: { PROT: replyWhen(({ argument }) => argument !== argument.toUpperCase(), 504) },
  },
  {
    id: 'prot-drops-listener',
    title: 'PROT closes the passive listener',
    breaks: ['RFC4217-8-PROT-5'],
    verbs: { PROT: after((session) => void session.closeDataPort()) },
  },
  {
    id: 'prot-counts-once',
    title: 'PROT P counts for one transfer',
    breaks: ['RFC4217-9-PROT-4'],
    verbs: forVerbs(
      TRANSFERS,
      after((session) => {
        session.protection = 'C';
      }),
    ),
  },
  {
    id: 'prot-forgotten-at-login',
    title: 'PROT P before the login is forgotten with it',
    breaks: ['RFC4217-12.1-PROT-7'],
    verbs: {
      PASS: after((session) => {
        session.protection = 'C';
      }),
    },
  },
  {
    id: 'data-handshake-failure-closes',
    title: 'A failed handshake on data closes the control connection',
    breaks: ['RFC4217-10.2-DATA-1'],
    verbs: forVerbs(
      TRANSFERS,
      after(({ control }, { codes }) => {
        if (codes.includes(522)) control.destroy();
      }),
    ),
  },
  {
    id: 'resumption-or-death',
    title: 'Data that does not resume the TLS session closes the control connection',
    breaks: ['RFC4217-10.2-DATA-1', 'RFC4217-10.2-DATA-2'],
    options: { requireReuse: true },
    verbs: forVerbs(
      TRANSFERS,
      after(({ control }, { codes }) => {
        if (codes.includes(522)) control.destroy();
      }),
    ),
  },
  {
    id: 'data-refused-under-tls',
    title: 'Transfers under PROT P draw no reply after 150',
    breaks: ['RFC4217-9-PROT-2', 'RFC4217-7-ROLE-1', 'RFC4217-12.7-DATA-6', 'PRACTICE-TLS-6'],
    verbs: forVerbs(
      TRANSFERS,
      replyWhen(({ session }) => session.protectsData, 150),
    ),
  },
  {
    id: 'clear-pasv-rewritten',
    title: 'What lies between rewrites the address of 227 where it can read it',
    breaks: ['PRACTICE-ALG-1'],
    replies: {
      PASV: (reply, exchange) =>
        inClear(exchange) ? reword(227, (text) => text.replace(/\(127,/, '(126,'))(reply) : reply,
    },
  },
  {
    id: 'ccc-closes',
    title: 'CCC closes the connection after its 200',
    breaks: ['RFC4217-5-CCC-4'],
    verbs: { CCC: after(({ control }) => control.destroy()) },
  },
  {
    id: 'ccc-keeps-tls',
    title: 'CCC is answered 200 and TLS goes on',
    breaks: ['RFC4217-5-CCC-4'],
    verbs: { CCC: replyWhen(({ session }) => session.control.secured && session.loggedIn, 200) },
  },
  {
    id: 'prot-after-ccc',
    title: 'PROT is accepted after CCC',
    breaks: ['RFC4217-5-CCC-5'],
    verbs: { PROT: replyWhen(({ session }) => session.levelFixed, 200) },
  },
  {
    id: 'ccc-opens-data',
    title: 'CCC puts data in clear too',
    breaks: ['RFC4217-5-CCC-5'],
    verbs: {
      CCC: after((session) => {
        session.protection = 'C';
      }),
    },
  },
  {
    id: 'rein-keeps-tls',
    title: 'REIN leaves TLS up',
    breaks: ['RFC4217-13-REIN-1'],
    verbs: {
      REIN: (exchange, honest) => {
        if (!exchange.session.control.secured) return honest();
        exchange.session.reset();
        exchange.reply(220, 'Service ready for a new user.');
        return undefined;
      },
    },
  },
  {
    id: 'login-refused-under-tls',
    title: 'USER is refused under TLS',
    breaks: ['RFC1123-4.1.2.13-USER-1', 'RFC4217-4.2-AUTH-5'],
    verbs: { USER: replyWhen(({ session }) => session.control.secured, 502) },
  },
  {
    id: 'data-has-other-certificate',
    title: 'Data connections have a certificate and sessions of their own',
    breaks: ['RFC4217-15.1.1-CERT-1', 'RFC4217-10.2-DATA-3'],
    tlsContexts: forVerbs(TRANSFERS, async () =>
      makeContext(await makeCertificate(['other.example'], [])),
    ),
  },
  {
    id: 'certificate-of-another',
    title: 'The certificate is that of another server',
    breaks: ['RFC4217-15.1.1-CERT-2', 'RFC7151-4-TLS-2'],
    tlsContexts: {
      AUTH: async () => makeContext(await makeCertificate(['other.example'], [])),
    },
  },
  {
    id: 'tls-of-any-age',
    title: 'TLS 1.0 and 1.1 are taken',
    breaks: ['RFC4217-1-VERSION-1'],
    tlsContexts: {
      AUTH: async () =>
        createSecureContext({
          ...(await makeCertificate(['localhost'], ['127.0.0.1'])),
          minVersion: 'TLSv1',
          ciphers: 'DEFAULT:@SECLEVEL=0',
        }),
    },
  },
  {
    id: 'upload-under-tls-incomplete',
    title: 'Uploads under TLS that end in order are reported as broken off',
    breaks: ['RFC4217-12.7-DATA-5', 'PRACTICE-TLS-6'],
    replies: forVerbs(UPLOADS, (reply, { session }) =>
      session.protectsData ? recode(226, 426)(reply) : reply,
    ),
  },
  {
    id: 'stat-lost-under-tls',
    title: 'STAT during a transfer under TLS is not answered',
    breaks: ['RFC4217-14-URG-1'],
    verbs: {
      STAT: ({ session }, honest) =>
        session.transfer && session.control.secured ? undefined : honest(),
    },
  },
  {
    id: 'stat-answered-in-clear',
    title: 'STAT during a transfer under TLS is answered in clear',
    breaks: ['RFC4217-14-URG-1'],
    verbs: {
      STAT: async ({ session }, honest) => {
        if (session.transfer && session.control.secured) await session.control.stopTls();
        await honest();
      },
    },
  },
  {
    id: 'ccc-refused-closes',
    title: 'CCC that is refused closes the connection',
    breaks: ['RFC4217-5-CCC-3', 'RFC4217-15.3-CCC-6'],
    verbs: {
      CCC: after((session, { codes }) => {
        if (!codes.includes(200)) session.control.destroy();
      }),
    },
  },
  {
    id: 'auth-refused-behind-rein',
    title: 'AUTH TLS is refused after REIN',
    breaks: ['RFC4217-13-REIN-2'],
    verbs: {
      REIN: before((session) => void reinitialised.add(session)),
      AUTH: replyWhen(({ session }) => reinitialised.has(session), 534),
    },
  },
  {
    id: 'prot-p-in-small-letters-clear',
    title: 'PROT p is answered 200, and data goes in clear',
    breaks: ['RFC2228-3-PROT-9'],
    verbs: { PROT: replyWhen(({ argument }) => argument === 'p', 200) },
  },
  {
    id: 'rein-answered-in-clear',
    title: 'REIN ends TLS before its reply',
    breaks: ['RFC4217-13-REIN-1'],
    verbs: {
      REIN: async ({ session }, honest) => {
        await session.control.stopTls();
        await honest();
      },
    },
  },
];

/** Sessions that have sent a command. */
const spoken = new WeakSet<object>();
/** Sessions that REIN has put back. */
const reinitialised = new WeakSet<object>();
