import type { Fault } from './hooks.ts';
import { also, answer, answerWhen, each, first, recode, reword, TRANSFERS } from './making.ts';

const inClear = ({ session }: { session: { control: { secured: boolean } } }): boolean =>
  !session.control.secured;

/** Faults of AUTH, PBSZ, PROT, CCC and of data under TLS. */
export const tls: readonly Fault[] = [
  {
    id: 'auth-334',
    title: 'AUTH TLS is answered 334',
    breaks: ['RFC4217-4.2-AUTH-2', 'RFC2228-3-AUTH-6', 'RFC4217-4.2-AUTH-1'],
    replies: { AUTH: recode(234, 334) },
  },
  {
    id: 'auth-without-handshake',
    title: 'AUTH TLS is answered 234 and no handshake follows',
    breaks: ['RFC4217-4.2-AUTH-1', 'RFC4217-10.1-AUTH-7'],
    verbs: { AUTH: answer(234) },
  },
  {
    id: 'auth-takes-all',
    title: 'AUTH takes any mechanism',
    breaks: ['RFC2228-3-AUTH-3', 'RFC2228-3-CODE-1', 'RFC2228-A1-GSS-1'],
    replies: { AUTH: recode(504, 234) },
  },
  {
    id: 'auth-in-capitals-only',
    title: 'AUTH tls is not known',
    breaks: ['RFC2228-3-AUTH-4'],
    verbs: { AUTH: answerWhen(({ argument }) => argument !== argument.toUpperCase(), 504) },
  },
  {
    id: 'auth-tls-c-unknown',
    title: 'AUTH TLS-C is not known',
    breaks: ['RFC4217-17-AUTH-3'],
    verbs: { AUTH: answerWhen(({ argument }) => /^tls-c$/i.test(argument), 504) },
  },
  {
    id: 'auth-first-only',
    title: 'AUTH is refused after any other command',
    breaks: ['RFC4217-4-AUTH-8'],
    verbs: {
      '*': first((session) => void spoken.add(session)),
      AUTH: answerWhen(({ session }) => spoken.has(session), 503),
    },
  },
  {
    id: 'auth-226',
    title: 'AUTH TLS is answered 226',
    breaks: ['RFC2228-3-AUTH-1'],
    verbs: { AUTH: answer(226) },
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
    id: 'clear-commands-behind-auth',
    title: 'Commands sent in clear behind AUTH are executed under TLS',
    breaks: ['PRACTICE-TLS-3'],
    quirks: ['keepsPipelinedClear'],
  },
  {
    id: 'auth-again-keeps-login',
    title: 'AUTH under TLS is answered 234 and leaves the login in force',
    breaks: ['RFC2228-3-AUTH-7'],
    verbs: { AUTH: answerWhen(({ session }) => session.control.secured, 234) },
  },
  {
    id: 'adat-accepted',
    title: 'ADAT is answered 235 without an exchange',
    breaks: ['RFC2228-3-ADAT-1', 'RFC2228-3-CODE-1'],
    replies: { ADAT: recode(503, 235) },
  },
  {
    id: 'envelopes-accepted',
    title: 'MIC, CONF and ENC are answered 200',
    breaks: ['RFC2228-3-MIC-1', 'RFC2228-3-CODE-1'],
    verbs: each(['MIC', 'CONF', 'ENC'], answer(200)),
  },
  {
    id: 'pbsz-in-clear',
    title: 'PBSZ is accepted before AUTH',
    breaks: ['RFC2228-3-PBSZ-1', 'RFC4217-9-PBSZ-2'],
    verbs: { PBSZ: answerWhen(inClear, 200, 'PBSZ=0') },
  },
  {
    id: 'pbsz-0-refused',
    title: 'PBSZ 0 is refused',
    breaks: ['RFC4217-9-PBSZ-1'],
    verbs: { PBSZ: answerWhen((exchange) => exchange.argument === '0', 501) },
  },
  {
    id: 'pbsz-takes-words',
    title: 'PBSZ takes what is no number',
    breaks: ['RFC2228-3-PBSZ-2'],
    replies: { PBSZ: recode(501, 200) },
  },
  {
    id: 'pbsz-without-size',
    title: 'The reply to PBSZ does not say the size',
    breaks: ['RFC2228-3-PBSZ-3'],
    replies: { PBSZ: reword(200, () => 'Done.') },
  },
  {
    id: 'pbsz-250',
    title: 'PBSZ is answered 250',
    breaks: ['RFC2228-8.2-PBSZ-4'],
    replies: { PBSZ: recode(200, 250) },
  },
  {
    id: 'prot-without-pbsz',
    title: 'PROT is accepted without PBSZ',
    breaks: ['RFC2228-3-PROT-1', 'RFC4217-9-PROT-1'],
    verbs: {
      PROT: first((session) => {
        session.bufferSizeKnown = true;
      }),
    },
  },
  {
    id: 'prot-in-clear',
    title: 'PROT is accepted before AUTH',
    breaks: ['RFC2228-3-PROT-2'],
    verbs: { PROT: answerWhen(inClear, 200) },
  },
  {
    id: 'prot-takes-all',
    title: 'PROT takes levels that do not exist',
    breaks: ['RFC2228-3-PROT-3'],
    replies: { PROT: recode(504, 200) },
  },
  {
    id: 'prot-s-accepted',
    title: 'PROT S and PROT E are accepted',
    breaks: ['RFC4217-9-PROT-3', 'RFC2228-3-PROT-4', 'RFC2228-3-CODE-1'],
    replies: { PROT: recode(536, 200) },
  },
  {
    id: 'prot-250',
    title: 'PROT is answered 250',
    breaks: ['RFC2228-3-PROT-7', 'RFC2228-8.2-PROT-8'],
    replies: { PROT: recode(200, 250) },
  },
  {
    id: 'prot-in-capitals-only',
    title: 'PROT p is not known',
    breaks: ['RFC2228-3-PROT-9'],
    verbs: { PROT: answerWhen(({ argument }) => argument !== argument.toUpperCase(), 504) },
  },
  {
    id: 'prot-drops-listener',
    title: 'PROT closes the passive listener',
    breaks: ['RFC4217-8-PROT-5'],
    verbs: { PROT: also((session) => void session.closeDataPort()) },
  },
  {
    id: 'prot-counts-once',
    title: 'PROT P counts for one transfer',
    breaks: ['RFC4217-9-PROT-4'],
    verbs: each(
      TRANSFERS,
      also((session) => {
        session.protection = 'C';
      }),
    ),
  },
  {
    id: 'prot-forgotten-at-login',
    title: 'PROT P before the login is forgotten with it',
    breaks: ['RFC4217-12.1-PROT-7'],
    verbs: {
      PASS: also((session) => {
        session.protection = 'C';
      }),
    },
  },
  {
    id: 'data-in-clear',
    title: 'Data goes in clear under PROT P',
    breaks: ['RFC4217-9-DATA-4', 'RFC4217-9-PROT-2', 'RFC4217-9-PROT-4', 'RFC4217-10.2-PROT-8'],
    quirks: ['clearData'],
  },
  {
    id: 'data-always-under-tls',
    title: 'Data goes under TLS without PROT P',
    breaks: ['RFC2228-3-PROT-6', 'RFC4217-9-PROT-6', 'RFC4217-9-PROT-2', 'RFC2228-6-DATA-1'],
    quirks: ['alwaysSecuresData'],
  },
  {
    id: 'data-without-close-notify',
    title: 'Data under TLS ends without close_notify',
    breaks: ['RFC4217-12.7-DATA-5'],
    quirks: ['noCloseNotify'],
  },
  {
    id: 'data-handshake-failure-ignored',
    title: 'A failed handshake on data ends with 226',
    breaks: ['RFC4217-10.2-DATA-1', 'RFC4217-10.2-ORDER-1'],
    replies: each(TRANSFERS, recode(522, 226)),
  },
  {
    id: 'data-handshake-failure-closes',
    title: 'A failed handshake on data closes the control connection',
    breaks: ['RFC4217-10.2-DATA-1'],
    verbs: each(
      TRANSFERS,
      also(({ control }, { codes }) => {
        if (codes.includes(522)) control.destroy();
      }),
    ),
  },
  {
    id: 'resumption-or-death',
    title: 'Data that does not resume the TLS session closes the control connection',
    breaks: ['RFC4217-10.2-DATA-1', 'RFC4217-10.2-DATA-2'],
    options: { requireReuse: true },
    verbs: each(
      TRANSFERS,
      also(({ control }, { codes }) => {
        if (codes.includes(522)) control.destroy();
      }),
    ),
  },
  {
    id: 'data-refused-under-tls',
    title: 'Transfers under PROT P draw no reply behind 150',
    breaks: ['RFC4217-9-PROT-2', 'RFC4217-7-ROLE-1', 'PRACTICE-TLS-6'],
    verbs: each(
      TRANSFERS,
      answerWhen(({ session }) => session.protectsData, 150),
    ),
  },
  {
    id: 'ccc-in-clear-accepted',
    title: 'CCC in clear is answered 200',
    breaks: ['RFC2228-3-CCC-1', 'RFC4217-5-CCC-2', 'RFC2228-3-CODE-1'],
    replies: { CCC: recode(533, 200) },
  },
  {
    id: 'ccc-closes',
    title: 'CCC closes the connection behind its 200',
    breaks: ['RFC4217-5-CCC-4'],
    verbs: { CCC: also(({ control }) => control.destroy()) },
  },
  {
    id: 'ccc-keeps-tls',
    title: 'CCC is answered 200 and TLS goes on',
    breaks: ['RFC4217-5-CCC-4'],
    verbs: { CCC: answerWhen(({ session }) => session.control.secured && session.loggedIn, 200) },
  },
  {
    id: 'prot-after-ccc',
    title: 'PROT is accepted behind CCC',
    breaks: ['RFC4217-5-CCC-5'],
    verbs: { PROT: answerWhen(({ session }) => session.levelFixed, 200) },
  },
  {
    id: 'ccc-opens-data',
    title: 'CCC puts data in clear too',
    breaks: ['RFC4217-5-CCC-5'],
    verbs: {
      CCC: also((session) => {
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
    verbs: { USER: answerWhen(({ session }) => session.control.secured, 502) },
  },
];

/** Sessions that have sent a command. */
const spoken = new WeakSet<object>();
