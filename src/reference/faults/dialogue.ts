import type { Fault } from './hooks.ts';
import { answerWhen, drop, each, first, recode } from './making.ts';

/** Faults in what a server makes of unusual lines and of wishes that it cannot fulfil. */
export const dialogue: readonly Fault[] = [
  {
    id: 'telnet-command-closes',
    title: 'A Telnet command on the control connection closes it',
    breaks: [
      'RFC959-4.1.3-IP-1',
      'RFC959-4.1.3-IP-2',
      'RFC1123-4.1.2.12-TELNET-1',
      'RFC1123-4.1.2.12-TELNET-2',
    ],
    quirks: ['deafToTelnet'],
    verbs: {
      '*': (exchange, honest) => {
        if (!exchange.line.includes('\xff')) return honest();
        exchange.session.control.destroy();
        return undefined;
      },
    },
  },
  {
    id: 'bare-lf-closes',
    title: 'A line end without CR closes the connection',
    breaks: ['PRACTICE-CTRL-2'],
    verbs: {
      '*': (exchange, honest) => {
        if (!exchange.line.includes('\n')) return honest();
        exchange.session.control.destroy();
        return undefined;
      },
    },
  },
  {
    id: 'overlong-line-ignored',
    title: 'A line that is too long draws no reply',
    breaks: ['RFC959-4.2-LINE-1', 'RFC959-4.2-FMT-3'],
    replies: { '': drop(500) },
  },
  {
    id: 'noop-forgets-user',
    title: 'NOOP behind USER makes the right password wrong',
    breaks: ['RFC959-4.1.1-PASS-3', 'RFC959-4.1.3-NOOP-2'],
    verbs: {
      NOOP: first((session) => {
        if (session.claimed !== undefined) session.claimed = '';
      }),
    },
  },
  {
    id: 'rnto-refused-twice',
    title: 'RNTO before login is answered 530 twice',
    breaks: ['RFC959-4.2-FMT-4'],
    replies: { RNTO: (reply) => (reply.code === 530 ? [reply, reply] : reply) },
  },
  {
    id: 'unknown-commands-ignored',
    title: 'From the twentieth unknown command on nothing is answered',
    breaks: ['PRACTICE-CTRL-5', 'RFC959-4.2-FMT-3'],
    verbs: {
      XYZZY: (exchange, honest) => {
        const count = (unknown.get(exchange.session) ?? 0) + 1;
        unknown.set(exchange.session, count);
        return count < 20 ? honest() : undefined;
      },
    },
  },
  {
    id: 'missing-names-450',
    title: 'CWD and RETR of what is not there are answered 450',
    breaks: ['RFC959-4.2-45YZ-1'],
    replies: each(['CWD', 'RETR'], recode(550, 450)),
  },
  {
    id: 'parameters-451',
    title: 'STRU and MODE answer 451 where a parameter is not implemented',
    breaks: ['RFC959-3.1.2.2-STRU-2', 'RFC959-3.4.2-MODE-2', 'RFC959-3.1.2.3-STRU-3'],
    replies: each(['STRU', 'MODE'], recode(504, 451)),
  },
  {
    id: 'anonymous-hyphen-refused',
    title: 'An anonymous password that begins with a hyphen is wrong',
    breaks: ['RFC1635-ANON-4', 'RFC1635-ANON-2'],
    verbs: {
      PASS: answerWhen(
        ({ session, argument }) =>
          /^(?:anonymous|ftp)$/i.test(session.claimed ?? '') && argument.startsWith('-'),
        530,
      ),
    },
  },
];

/** How many unknown commands a session has sent. */
const unknown = new WeakMap<object, number>();
