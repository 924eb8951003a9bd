import { ACCOUNT } from '../account.ts';
import {
  all,
  crash,
  diagnose,
  each,
  every,
  fin,
  freeze,
  once,
  ordinary,
  pause,
  reply,
  rst,
  run,
  since,
  sometimes,
  whole,
} from '../acts.ts';
import type { Act, Behaviour } from '../behaviour.ts';
import { ORDINARY } from '../server/ordinary.ts';

const VERBS = Object.keys(ORDINARY);
const LATE = pause(500);

/** The same in front of every answer, or in its place. */
const always = (act: (verb: string) => Act): Record<string, Act> => each(VERBS, act);

/** Shared by all verbs: counts every command. */
function counted(nth: number, act: Act, choose: typeof once): Record<string, Act> {
  const count = choose(
    nth,
    () => Promise.reject(new Error('now')),
    () => Promise.resolve(),
  );
  return always((verb) => async (session, argument) => {
    const now = await count(session, argument).then(
      () => false,
      () => true,
    );
    await (now ? act : ordinary(verb))(session, argument);
  });
}

const REFUSE = all(reply('421 banned'), fin);

/** Servers that go, come back, or do not want. */
export const lives: readonly Behaviour[] = [
  {
    id: 'ordinary',
    title: 'Nothing is wrong',
    drives: [whole(), diagnose('--upload', '--active')],
  },
  {
    id: 'dies-half-way',
    title: 'The server dies after 800 commands',
    drives: [whole()],
    on: counted(800, crash(), since),
    leaves: 'the server is dead',
  },
  {
    id: 'dies-early',
    title: 'The server dies after 15 commands',
    drives: [run('navigation'), diagnose()],
    on: counted(15, crash(), since),
    leaves: 'the server is dead',
  },
  {
    id: 'dies-and-is-back',
    title: 'The server dies after 100 commands and is back after 3 s',
    drives: [run('navigation'), diagnose()],
    on: counted(100, crash(3000), once),
  },
  {
    id: 'dies-often',
    title: 'The server dies at every 60th command and is back at once',
    drives: [run('navigation')],
    on: counted(60, crash(300), every),
  },
  {
    id: 'freezes',
    title: 'After 120 commands nothing is answered',
    drives: [run('navigation'), diagnose()],
    on: counted(120, freeze, since),
    leaves: 'the server is frozen',
  },
  {
    id: 'freezes-whole',
    title: 'After 500 commands nothing is answered',
    drives: [whole()],
    on: counted(500, freeze, since),
    leaves: 'the server is frozen',
  },
  {
    id: 'slow',
    title: 'Every answer takes 0.5 s',
    drives: [run('session')],
    on: always((verb) => all(LATE, ordinary(verb))),
  },
  {
    id: '421-random',
    title: 'Every 30th command draws "421" and the end of the connection',
    drives: [run('navigation'), diagnose()],
    on: counted(30, all(reply('421 too long'), fin), every),
  },
  {
    id: 'rst-random',
    title: 'Every 40th command draws a reset',
    drives: [run('navigation'), diagnose()],
    on: counted(40, rst, every),
  },
  {
    id: '421-silent',
    title: 'Every 25th command draws "421", and the connection stays',
    drives: [run('parameters')],
    on: counted(25, reply('421 perhaps'), every),
  },
  {
    id: 'one-session',
    title: 'One session at a time is let in',
    drives: [run('navigation'), diagnose()],
    greeting: async (session) => {
      const crowded = session.server.sessions.size > 1;
      await (crowded ? REFUSE(session, '') : session.reply('220 ready'));
    },
  },
  {
    id: 'one-session-silent',
    title: 'Others than the first session hear nothing',
    drives: [run('navigation')],
    greeting: async (session) => {
      if (session.server.sessions.size <= 1) await session.reply('220 ready');
      else await session.closed;
    },
  },
  {
    id: 'bans',
    title: 'After 12 logins nobody is let in',
    drives: [run('navigation'), diagnose()],
    on: { PASS: since(12, all(reply('530 banned'), fin), ordinary('PASS')) },
    leaves: 'nobody is let in any more',
  },
  {
    id: 'bans-connections',
    title: 'After 15 connections each is reset',
    drives: [run('navigation'), diagnose()],
    greeting: since(15, rst, reply('220 ready')),
    leaves: 'nobody is let in any more',
  },
  {
    id: 'bans-for-a-while',
    title: 'Some logins are refused with 421',
    drives: [run('navigation')],
    on: { PASS: sometimes(40, REFUSE, ordinary('PASS')) },
  },
  {
    id: 'strangers',
    title: 'Everybody is let in, and everything is well',
    drives: [whole(), diagnose()],
    on: {
      USER: reply('230 welcome'),
      '*': async (session, argument) => {
        session.loggedIn = true;
        await session.reply(`200 ${argument.slice(0, 40)}`);
      },
    },
    leaves: 'nothing was made',
  },
  {
    id: 'refuses-all',
    title: 'Nothing but the login is known',
    drives: [run('navigation'), diagnose()],
    on: {
      USER: ordinary('USER'),
      PASS: ordinary('PASS'),
      QUIT: ordinary('QUIT'),
      '*': reply('502 not here'),
    },
  },
  {
    id: 'wrong-codes',
    title: 'Every answer has the code of another',
    drives: [whole(), diagnose()],
    on: {
      USER: ordinary('USER'),
      PASS: ordinary('PASS'),
      '*': reply(`227 ${ACCOUNT.user} (127,0,0,1,0,21)`),
    },
  },
  {
    id: 'echo',
    title: 'Every command is answered with itself',
    drives: [run('commands'), diagnose()],
    on: {
      USER: ordinary('USER'),
      PASS: all(ordinary('PASS'), async (session, argument) => session.reply(`230 ${argument}`)),
      '*': async (session, argument) => session.write(`${argument}\r\n`),
    },
  },
  {
    id: 'password-refused',
    title: 'The login is refused with the password',
    drives: [run('session'), diagnose()],
    on: { PASS: async (session, argument) => session.reply(`530 not ${argument}, guess again`) },
  },
];
