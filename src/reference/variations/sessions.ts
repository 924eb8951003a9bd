import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Octets } from '../codec.ts';
import { forVerbs, replyWhen } from '../behaviours/builders.ts';
import type { Exchange } from '../exchange.ts';
import type { Session } from '../session.ts';
import type { Variation } from './variation.ts';

const isStranger = ({ session }: Exchange): boolean => !session.loggedIn;
const PLEASE = 'Please login with USER and PASS.';

/** What is asked of HOST before the login. */
const HOST_RULES = [6, 8, 11, 15].map((number) => `RFC7151-3.1-HOST-${number}`);

/** By server: when connections of the last seconds came. */
const connections = new WeakMap<object, number[]>();

/** By server: sessions that have logged in. */
const users = new WeakMap<object, Session[]>();

/** What sessions are refused, and how fast they are. */
export const sessionsVariations: readonly Variation[] = [
  {
    id: 'nothing-before-login',
    title: 'Before the login there is USER, PASS and QUIT, and 530 for everything else',
    allowedBy: [
      'R04',
      'R32',
      'R36',
      'R44',
      'RFC959 4.2',
      'PRACTICE-CTRL-8',
      'RFC2228-3-CODE-1',
      ...HOST_RULES,
    ],
    verbs: {
      '*': replyWhen(isStranger, 530, PLEASE),
      ...forVerbs(['USER', 'PASS', 'ACCT', 'QUIT', 'AUTH', 'PBSZ', 'PROT'], (_, honest) =>
        honest(),
      ),
    },
  },
  {
    id: 'features-need-login',
    title: 'FEAT, OPTS and LANG need a login',
    allowedBy: ['R36', 'R04', 'R44'],
    verbs: forVerbs(['FEAT', 'OPTS', 'LANG'], replyWhen(isStranger, 530, PLEASE)),
  },
  {
    id: 'information-needs-login',
    title: 'HELP, STAT, SYST and NOOP need a login',
    allowedBy: ['R04'],
    verbs: forVerbs(['HELP', 'STAT', 'SYST', 'NOOP'], replyWhen(isStranger, 530, PLEASE)),
  },
  {
    id: 'one-login-a-session',
    title: 'USER behind a login is refused with 530',
    allowedBy: ['R20'],
    verbs: { USER: replyWhen(({ session }) => session.loggedIn, 530, 'You are logged in.') },
  },
  {
    id: 'one-login-a-session-503',
    title: 'USER and PASS behind a login are refused with 503',
    allowedBy: ['R20'],
    verbs: forVerbs(
      ['USER', 'PASS'],
      replyWhen(({ session }) => session.loggedIn, 503, 'You are logged in already.'),
    ),
  },
  {
    id: 'pass-again-superfluous',
    title: 'PASS behind a login is superfluous',
    allowedBy: ['R20', 'RFC959 5.4'],
    verbs: { PASS: replyWhen(({ session }) => session.loggedIn, 202, 'That was not needed.') },
  },
  {
    id: 'empty-lines-ignored',
    title: 'Empty lines are ignored',
    allowedBy: ['R50'],
    verbs: { '': ({ line }, honest) => (line === '' ? undefined : honest()) },
  },
  {
    id: 'few-connections-in-a-while',
    title: 'More than ten connections within half a second are turned away with 421',
    allowedBy: ['R56', 'RFC959 5.4'],
    verbs: {
      CONNECT: (exchange, honest) => {
        const now = performance.now();
        const { store } = exchange.session;
        const lately = (connections.get(store) ?? []).filter((at) => now - at < 500);
        connections.set(store, lately);
        if (lately.length < 10) {
          lately.push(now);
          return honest();
        }
        exchange.leave(421, 'Too many connections in a short time.');
        return undefined;
      },
    },
  },
  {
    id: 'three-users',
    title: 'A fourth login is refused with 530 while three last',
    allowedBy: ['R56', 'RFC959 5.4'],
    verbs: {
      PASS: async (exchange, honest) => {
        const { session } = exchange;
        const others = (users.get(session.store) ?? []).filter(
          (one) => one !== session && one.loggedIn && !one.isOver,
        );
        if (others.length >= 3) {
          exchange.reply(530, 'Too many users are logged in.');
          return;
        }
        users.set(session.store, [...others, session]);
        await honest();
      },
    },
  },
  {
    id: 'slow-greeting',
    title: 'The greeting takes two seconds',
    allowedBy: ['RFC959 5.4'],
    verbs: {
      CONNECT: async ({ session }, honest) => {
        await session.pause(2000);
        await honest();
      },
    },
  },
  {
    id: 'slow-data',
    title: 'Data comes in small pieces, with pauses',
    allowedBy: ['RFC959 3.4.1'],
    sends: { '*': inPieces(11, 40) },
  },
  {
    id: 'data-in-single-octets',
    title: 'The first octets of data come one by one',
    allowedBy: ['RFC959 3.4.1'],
    sends: { '*': inPieces(1, 500) },
  },
  {
    id: 'tls-ends-late',
    title: 'The close_notify behind the reply to REIN takes a moment',
    allowedBy: ['RFC4217 13', 'RFC4217-13-REIN-1', 'R24', 'RFC4217 10.1'],
    options: { tls: 'required' },
    verbs: {
      REIN: async (exchange, honest) => {
        const { session } = exchange;
        if (!session.control.secured || session.settings.implicit) return honest();
        session.reset();
        session.host = undefined;
        exchange.reply(220, 'Service ready for a new user.');
        await session.pause(300);
        await session.control.stopTls();
      },
    },
  },
  {
    id: 'interior-lines-have-code',
    title: 'Each line of a reply begins with its code and a hyphen',
    allowedBy: ['R52'],
    bytes: {
      '*': codeOnEachLine,
      ...forVerbs(['FEAT', 'MLST'], (bytes: Buffer) => bytes),
    },
  },
];

/** The first pieces go out for themselves, and the rest at once. */
function inPieces(octets: number, pieces: number) {
  return async function* (source: Octets): AsyncGenerator<Buffer> {
    let left = pieces;
    for await (const chunk of source) {
      let from = 0;
      for (; left > 0 && from < chunk.length; left--, from += octets) {
        yield chunk.subarray(from, from + octets);
        await nextTurn();
      }
      if (from < chunk.length) yield chunk.subarray(from);
    }
  };
}

function codeOnEachLine(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  return Buffer.from(text.replaceAll(/\r\n (?=.*\r\n)/g, `\r\n${text.slice(0, 3)}-`), 'latin1');
}
