import { createSecureContext } from 'node:tls';
import { makeCertificate, makeContext } from '../tls.ts';
import type { Fault } from './hooks.ts';
import { also, answerWhen, each, first, recode, TRANSFERS, UPLOADS } from './making.ts';

const OUT = /(?:\.\.|~|%2e|\/\/).*etc.passwd/;

/** Faults of TLS on data, of CCC and REIN, and of what attackers try. */
export const securePoints: readonly Fault[] = [
  {
    id: 'data-has-other-certificate',
    title: 'Data connections have a certificate and sessions of their own',
    breaks: ['RFC4217-15.1.1-CERT-1', 'RFC4217-10.2-DATA-3'],
    tlsContexts: each(TRANSFERS, async () =>
      makeContext(await makeCertificate(['other.example'], [])),
    ),
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
    replies: each(UPLOADS, (reply, { session }) =>
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
      CCC: also((session, { codes }) => {
        if (!codes.includes(200)) session.control.destroy();
      }),
    },
  },
  {
    id: 'auth-refused-behind-rein',
    title: 'AUTH TLS is refused behind REIN',
    breaks: ['RFC4217-13-REIN-2'],
    verbs: {
      REIN: first((session) => void reinitialised.add(session)),
      AUTH: answerWhen(({ session }) => reinitialised.has(session), 534),
    },
  },
  {
    id: 'paths-lead-out',
    title: 'Some forms of a name lead out of the root',
    breaks: ['PRACTICE-PATH-1', 'RFC1635-ANON-6'],
    verbs: {
      RETR: first((_, exchange) => {
        if (OUT.test(exchange.argument)) exchange.argument = '/welcome.txt';
      }),
    },
    sends: {
      RETR: (octets, { line }) =>
        OUT.test(line) ? [Buffer.from('root:x:0:0:root:/root:/bin/sh\r\n')] : octets,
    },
  },
  {
    id: 'wildcards-exhaust',
    title: 'Wildcards in each other keep the server busy',
    breaks: ['PRACTICE-GLOB-1'],
    verbs: {
      LIST: async ({ session, argument }, honest) => {
        if (argument.includes('*/../*')) await session.pause(60_000);
        return honest();
      },
    },
  },
  {
    id: 'fact-unique-is-path',
    title: 'The fact unique is the path in the file system',
    breaks: ['RFC3659-11-UNIQUE-3'],
    replies: {
      MLST: (reply) => ({
        ...reply,
        lines: reply.lines.map((line) => line.replace(/unique=\w+/, 'unique=/srv/ftp/file')),
      }),
    },
  },
  {
    id: 'pbsz-large-refused',
    title: 'PBSZ of a legal size that is not 0 is refused',
    breaks: ['RFC2228-3-PBSZ-3'],
    verbs: { PBSZ: answerWhen(({ argument }) => /^[1-9]/.test(argument), 501) },
  },
  {
    id: 'prot-p-in-small-letters-clear',
    title: 'PROT p is answered 200, and data goes in clear',
    breaks: ['RFC2228-3-PROT-9'],
    verbs: { PROT: answerWhen(({ argument }) => argument === 'p', 200) },
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

/** Sessions that REIN has put back. */
const reinitialised = new WeakSet<object>();
