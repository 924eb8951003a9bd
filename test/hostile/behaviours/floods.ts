import {
  all,
  diagnose,
  dripping,
  each,
  flood,
  many,
  ordinary,
  reply,
  run,
  since,
  whole,
} from '../acts.ts';
import type { Act, Behaviour } from '../behaviour.ts';

const EVERY = ['USER', 'PASS', 'PWD', 'TYPE', 'SYST', 'FEAT', 'NOOP', 'CWD', 'EPSV', 'QUIT'];

/** Something more to every answer, however long it takes, while commands go on. */
function beside(more: Act, verb: string): Act {
  return all(ordinary(verb), (session, argument) => {
    void more(session, argument);
    return Promise.resolve();
  });
}

/** More replies than anybody asked for. */
export const floods: readonly Behaviour[] = [
  {
    id: 'flood-pwd',
    title: 'PWD draws complete replies without end',
    drives: [run('navigation'), diagnose()],
    on: { PWD: flood('257 "/"\r\n') },
  },
  {
    id: 'flood-noop',
    title: 'NOOP draws complete replies without end',
    drives: [run('commands'), { ...diagnose('--deep'), whole: true }],
    on: { NOOP: flood('200 ok\r\n') },
  },
  {
    id: 'flood-feat',
    title: 'FEAT draws complete replies without end',
    drives: [run('features'), diagnose()],
    on: { FEAT: flood('211 end\r\n') },
  },
  {
    id: 'flood-preliminary',
    title: 'LIST draws "150 soon" without end',
    drives: [run('listing'), diagnose()],
    on: { LIST: flood('150 soon\r\n') },
  },
  {
    id: 'flood-user',
    title: 'USER draws "331" without end',
    drives: [run('login'), diagnose()],
    on: { USER: flood('331 password\r\n') },
  },
  {
    id: 'flood-login',
    title: 'From the login on "230" comes without end, and commands are answered in between',
    drives: [run('session'), diagnose()],
    on: { PASS: beside(flood('230 logged in\r\n'), 'PASS') },
  },
  {
    id: 'flood-epsv',
    title: 'EPSV announces ports without end',
    drives: [run('extended'), diagnose()],
    on: { EPSV: flood('229 ok (|||2048|)\r\n') },
  },
  {
    id: 'flood-226',
    title: 'A transfer ends again and again',
    drives: [run('transfer'), diagnose()],
    on: { RETR: all(ordinary('RETR'), flood('226 done\r\n')) },
  },
  {
    id: 'flood-quit',
    title: 'QUIT draws "221 bye" without end',
    drives: [run('session'), diagnose()],
    on: { QUIT: flood('221 bye\r\n') },
  },
  {
    id: 'flood-empty-lines',
    title: 'PWD draws empty lines without end',
    drives: [run('navigation'), diagnose()],
    on: { PWD: flood('\r\n') },
  },
  {
    id: 'flood-telnet',
    title: 'PWD draws Telnet commands without end',
    drives: [run('navigation')],
    on: { PWD: flood('\xff\xf1') },
  },
  {
    id: 'flood-dele',
    title: 'DELE draws replies without end',
    drives: [run('navigation')],
    on: { DELE: flood('550 no\r\n') },
    leaves: 'nothing can be deleted',
  },
  {
    id: 'flood-rmd',
    title: 'RMD draws replies without end',
    drives: [run('navigation')],
    on: { RMD: flood('250 done\r\n') },
    leaves: 'no directory can be removed',
  },
  {
    id: 'replies-2',
    title: 'Every command is answered twice',
    drives: [whole(), diagnose()],
    on: each(EVERY, (verb) => all(ordinary(verb), reply('200 and again'))),
  },
  {
    id: 'replies-10000',
    title: 'Every command draws 10,000 replies more',
    drives: [whole(), diagnose()],
    on: each(EVERY, (verb) => all(ordinary(verb), many(10_000, '200 and again\r\n'))),
  },
  {
    id: 'replies-200000',
    title: 'SYST draws 200,000 replies, which then have an end',
    drives: [run('commands'), diagnose()],
    on: { SYST: many(200_000, '215 UNIX\r\n') },
  },
  {
    id: 'replies-late',
    title: 'A reply that nobody asked for comes every 50 ms',
    drives: [run('session'), diagnose()],
    on: { PASS: beside(dripping('200 by the way\r\n', 50), 'PASS') },
  },
  {
    id: 'replies-half-way',
    title: 'After 60 commands each draws replies without end',
    drives: [run('parameters'), diagnose()],
    on: { TYPE: since(20, flood('200 ok\r\n'), ordinary('TYPE')) },
  },
  {
    id: 'feat-100000',
    title: 'FEAT has 100,000 lines',
    drives: [run('features'), diagnose()],
    on: { FEAT: many(100_000, ' X\r\n', '211-features\r\n', '211 end\r\n') },
  },
  {
    id: 'feat-million',
    title: 'FEAT has a million lines',
    drives: [run('features'), diagnose()],
    on: { FEAT: many(1_000_000, ' X\r\n', '211-features\r\n', '211 end\r\n') },
  },
  {
    id: 'stat-100000',
    title: 'STAT has 100,000 lines',
    drives: [run('session')],
    on: { STAT: many(100_000, ' all is well\r\n', '211-status\r\n', '211 end\r\n') },
  },
  {
    id: 'help-100000',
    title: 'HELP has 100,000 lines',
    drives: [run('commands')],
    on: { HELP: many(100_000, ' USER PASS\r\n', '214-help\r\n', '214 end\r\n') },
  },
];
