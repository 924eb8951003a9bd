import type { Fault } from './fault.ts';
import { before, type VerbHook } from '../behaviours/builders.ts';

const LATE_MS = 3000;
/** When the last command that is not asked about came. */
const heardAt = new WeakMap<object, number>();
const inTime: VerbHook = ({ session }, honest) =>
  performance.now() - (heardAt.get(session) ?? 0) < LATE_MS ? honest() : undefined;

/** Faults of limits, time-outs and of keeping sessions apart. */
export const limitsFaults: readonly Fault[] = [
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
    id: 'sessions-share-directory',
    title: 'CWD counts for all sessions',
    breaks: ['PRACTICE-CTRL-9'],
    verbs: {
      CWD: async ({ session }, honest) => {
        await honest();
        shared.set(session.store, session.workingDirectory);
      },
      PWD: before((session) => {
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
    id: 'late-use-unanswered',
    title: 'LIST, RETR and RNTO that come three seconds behind the command before draw no reply',
    breaks: ['RFC959-4.2-FMT-3'],
    verbs: {
      '*': before((session) => void heardAt.set(session, performance.now())),
      LIST: inTime,
      RETR: inTime,
      RNTO: inTime,
    },
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
];

/** The directory that the sessions of a store share. */
const shared = new WeakMap<object, string>();
/** How often a session has sent PASV. */
const asked = new WeakMap<object, number>();

/** How many unknown commands a session has sent. */
const unknown = new WeakMap<object, number>();
