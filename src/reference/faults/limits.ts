import type { Fault } from './hooks.ts';
import { answer, drop, first } from './making.ts';

/** Faults of limits, time-outs and of keeping sessions apart. */
export const limits: readonly Fault[] = [
  {
    id: 'long-line-resets',
    title: 'A line of more than 512 octets closes the connection',
    breaks: ['RFC959-4.2-LINE-1'],
    verbs: {
      '*': (exchange, honest) => {
        if (exchange.line.length <= 512) return honest();
        exchange.session.control.destroy();
        return undefined;
      },
    },
  },
  {
    id: 'long-line-ignored',
    title: 'A line of more than 512 octets draws no reply',
    breaks: ['RFC959-4.2-LINE-1', 'RFC959-4.2-FMT-3'],
    verbs: { '*': (exchange, honest) => (exchange.line.length <= 512 ? honest() : undefined) },
  },
  {
    id: 'idle-after-two-seconds',
    title: 'Two seconds of silence end a session',
    breaks: ['RFC1123-4.1.3.2-IDLE-1'],
    options: { idleTimeoutMs: 2000 },
  },
  {
    id: 'idle-without-421',
    title: 'An idle session is closed after two seconds without a reply',
    breaks: ['RFC1123-4.1.3.2-IDLE-1'],
    options: { idleTimeoutMs: 2000 },
    replies: { '': drop(421) },
  },
  {
    id: 'full-without-reply',
    title: 'A full server closes without a word',
    breaks: ['PRACTICE-LIMIT-1', 'RFC959-5.4-CONN-1'],
    options: { maxClients: 2 },
    replies: { CONNECT: drop(421) },
  },
  {
    id: 'full-and-open',
    title: 'A full server greets with 421 and stays connected',
    breaks: ['RFC959-5.4-CONN-4', 'RFC959-4.2-421-1'],
    options: { maxClients: 4 },
    quirks: ['staysAfter421'],
  },
  {
    id: 'http-obeyed',
    title: 'HTTP requests are answered line by line and the connection stays',
    breaks: ['PRACTICE-CTRL-8'],
    verbs: {
      GET: answer(500),
      POST: answer(500),
    },
  },
  {
    id: 'sessions-share-directory',
    title: 'CWD counts for all sessions',
    breaks: ['PRACTICE-CTRL-9'],
    verbs: {
      CWD: async ({ session }, honest) => {
        await honest();
        shared.set(session.store, session.workingDirectory);
      },
      PWD: first((session) => {
        session.workingDirectory = shared.get(session.store) ?? session.workingDirectory;
      }),
    },
  },
  {
    id: 'passive-ports-run-out',
    title: 'The fifth PASV of a session finds no port',
    breaks: ['PRACTICE-PASV-5', 'RFC1123-4.1.2.6-PASV-2', 'RFC959-3.3-XFER-11'],
    verbs: {
      PASV: (exchange, honest) => {
        const count = (asked.get(exchange.session) ?? 0) + 1;
        asked.set(exchange.session, count);
        if (count < 5) return honest();
        exchange.reply(425, 'No passive port is free.');
        return undefined;
      },
    },
  },
  {
    id: 'permanent-errors-for-passing-ones',
    title: 'A transfer without its data connection ends with 550',
    breaks: ['RFC959-4.2-45YZ-1', 'RFC959-5.4-PORT-10', 'RFC959-5.4-PASV-12'],
    replies: { '*': (reply) => (reply.code === 425 ? { ...reply, code: 550 } : reply) },
  },
  {
    id: 'odd-bytes-close',
    title: 'A space or tab before a verb closes the connection',
    breaks: ['PRACTICE-CTRL-4'],
    verbs: {
      '*': (exchange, honest) => {
        if (!/^[\s\x80-\xff]/.test(exchange.line)) return honest();
        exchange.session.control.destroy();
        return undefined;
      },
    },
  },
  {
    id: 'login-does-not-count',
    title: 'PASS is answered 230 and nobody is logged in',
    breaks: ['RFC959-5.4-PASS-1', 'RFC1123-4.1.2.13-PASS-1'],
    verbs: { PASS: answer(230) },
  },
];

/** The directory that the sessions of a store share. */
const shared = new WeakMap<object, string>();
/** How often a session has sent PASV. */
const asked = new WeakMap<object, number>();
