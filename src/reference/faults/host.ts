import type { SecureContext } from 'node:tls';
import type { Exchange } from '../exchange.ts';
import { makeCertificate, makeContext } from '../tls.ts';
import type { Fault } from './fault.ts';
import { before, forVerbs, replyWhen, withArgument } from '../behaviours/builders.ts';

/** A certificate for each host, the same in every session. */
function ofTheHost({ session: { host = 'default.example' } }: Exchange): Promise<SecureContext> {
  const known = contexts.get(host) ?? makeCertificate([host], []).then(makeContext);
  contexts.set(host, known);
  return known;
}

const contexts = new Map<string, Promise<SecureContext>>();

/** Faults of HOST. */
export const hostFaults: readonly Fault[] = [
  {
    id: 'unknown-host-sticks',
    title: 'After an unknown HOST nobody can log in',
    breaks: ['RFC7151-3.3-HOST-5'],
    verbs: {
      USER: replyWhen(({ session }) => stuck.has(session), 530),
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
    title: 'HOST takes a port after the name',
    breaks: ['RFC7151-3.1-HOST-6'],
    verbs: { HOST: withArgument((name) => name.replace(/(?<=[a-z\]]):\d+$/i, '')) },
  },
  {
    id: 'host-in-small-letters-only',
    title: 'HOST tells capitals from small letters',
    breaks: ['RFC7151-3.1-HOST-10'],
    verbs: { HOST: replyWhen(({ argument: name }) => name !== name.toLowerCase(), 504) },
  },
  {
    id: 'host-needed',
    title: 'USER without HOST is refused',
    breaks: ['RFC7151-3.3-USER-1'],
    verbs: { USER: replyWhen(({ session }) => session.host === undefined, 503) },
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
      HOST: replyWhen(({ session }) => session.control.serverName !== undefined, 220),
    },
  },
  {
    id: 'first-host-counts',
    title: 'Of several HOST the first chooses the certificate',
    breaks: ['RFC7151-3-HOST-3'],
    verbs: {
      HOST: async ({ session }, honest) => {
        const first = session.host;
        await honest();
        session.host = first ?? session.host;
      },
    },
    tlsContexts: { AUTH: ofTheHost },
  },
  {
    id: 'rein-keeps-host',
    title: 'REIN leaves the host chosen',
    breaks: ['RFC7151-3.2.1-REIN-1'],
    verbs: {
      REIN: async ({ session }, honest) => {
        const { host } = session;
        await honest();
        session.host = host;
      },
    },
    tlsContexts: { AUTH: ofTheHost },
  },
  {
    id: 'host-hides-features',
    title: 'FEAT is refused behind HOST until somebody logs in',
    breaks: ['RFC7151-3.2-HOST-16'],
    verbs: {
      FEAT: replyWhen(({ session }) => session.host !== undefined && !session.loggedIn, 530),
    },
  },
  {
    id: 'login-needs-default-host',
    title: 'HOST ends what USER and PASS could do',
    breaks: ['RFC7151-3-HOST-1', 'RFC7151-3-HOST-3'],
    verbs: forVerbs(
      ['PASS'],
      before((session) => {
        if (session.host !== undefined) session.claimed = undefined;
      }),
    ),
  },
];

/** Sessions that have named an unknown host. */
const stuck = new WeakSet<object>();
