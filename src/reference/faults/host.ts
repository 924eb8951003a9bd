import type { Fault } from './hooks.ts';
import { answer, answerWhen, argument, each, first, recode } from './making.ts';

/** Faults of HOST. */
export const host: readonly Fault[] = [
  {
    id: 'host-250',
    title: 'HOST is answered 250',
    breaks: ['RFC7151-3-HOST-1'],
    replies: { HOST: recode(220, 250) },
  },
  {
    id: 'host-331',
    title: 'HOST is answered 331',
    breaks: ['RFC7151-3.2-STATE-1', 'RFC7151-3-HOST-1'],
    replies: { HOST: recode(220, 331) },
  },
  {
    id: 'host-after-login',
    title: 'HOST is accepted after the login',
    breaks: ['RFC7151-3-HOST-2'],
    replies: { HOST: recode(503, 220) },
  },
  {
    id: 'unknown-host-226',
    title: 'HOST of an unknown name is answered 226',
    breaks: ['RFC7151-3.3-HOST-4'],
    replies: { HOST: recode(504, 226) },
  },
  {
    id: 'unknown-host-sticks',
    title: 'After an unknown HOST nobody can log in',
    breaks: ['RFC7151-3.3-HOST-5'],
    verbs: {
      USER: answerWhen(({ session }) => stuck.has(session), 530),
    },
    replies: {
      HOST: (reply, { session }) => {
        if (reply.code === 504) stuck.add(session);
        return reply;
      },
    },
  },
  {
    id: 'host-takes-port',
    title: 'HOST takes a port behind the name',
    breaks: ['RFC7151-3.1-HOST-6'],
    verbs: { HOST: argument((name) => name.replace(/(?<=[a-z\]]):\d+$/i, '')) },
  },
  {
    id: 'host-takes-malformed',
    title: 'HOST takes what is no name',
    breaks: ['RFC7151-3.3-HOST-7', 'RFC7151-3.1-HOST-15', 'RFC7151-3.1-HOST-6'],
    replies: { HOST: recode(501, 220) },
  },
  {
    id: 'host-takes-foreign-address',
    title: 'HOST takes addresses of others',
    breaks: ['RFC7151-3.1-HOST-8'],
    verbs: { HOST: answerWhen((exchange) => /^[\d.]+$|^\[[^\]]+\]$/.test(exchange.argument), 220) },
  },
  {
    id: 'host-in-small-letters-only',
    title: 'HOST tells capitals from small letters',
    breaks: ['RFC7151-3.1-HOST-10'],
    verbs: { HOST: answerWhen(({ argument: name }) => name !== name.toLowerCase(), 504) },
  },
  {
    id: 'host-needed',
    title: 'USER without HOST is refused',
    breaks: ['RFC7151-3.3-USER-1'],
    verbs: { USER: answerWhen(({ session }) => session.host === undefined, 503) },
  },
  {
    id: 'host-keeps-user',
    title: 'HOST keeps the USER of before',
    breaks: ['RFC7151-4-HOST-14'],
    verbs: {
      HOST: async ({ session }, honest) => {
        const { claimed } = session;
        await honest();
        session.claimed = claimed;
      },
    },
  },
  {
    id: 'host-other-than-sni',
    title: 'HOST may differ from the name in the TLS handshake',
    breaks: ['RFC7151-4-TLS-1'],
    verbs: {
      HOST: answerWhen(({ session }) => session.control.serverName !== undefined, 220),
    },
  },
  {
    id: 'host-unknown-in-feat',
    title: 'HOST is listed and not known',
    breaks: ['RFC7151-3.4-FEAT-1', 'RFC2389-3.2-FEAT-11'],
    verbs: { HOST: answer(500) },
  },
  {
    id: 'login-needs-default-host',
    title: 'HOST ends what USER and PASS could do',
    breaks: ['RFC7151-3-HOST-1', 'RFC7151-3-HOST-3'],
    verbs: each(
      ['PASS'],
      first((session) => {
        if (session.host !== undefined) session.claimed = undefined;
      }),
    ),
  },
];

/** Sessions that have named an unknown host. */
const stuck = new WeakSet<object>();
