import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import {
  all,
  diagnose,
  dumb,
  endless,
  fin,
  freeze,
  inScratch,
  noise,
  ordinary,
  reply,
  rst,
  run,
  sometimes,
  times,
  trickle,
} from '../acts.ts';
import type { Act, Behaviour, Stream } from '../behaviour.ts';
import { transfer } from '../server/ordinary.ts';
import { send } from '../server/session.ts';

const BOTH = [run('transfer'), diagnose()];

/** Many connect to where the client listens. */
const crowd: Act = async (session, argument) => {
  const numbers = argument.split(',').map(Number);
  const [high = 0, low = 0] = numbers.slice(4);
  const port = argument.startsWith('|') ? Number(argument.split('|')[3]) : high * 256 + low;
  for (let count = 0; count < 400; count++)
    connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .resume();
  await session.reply('200 ok');
};

const half: Stream = async (socket) => {
  await times('x', 10_000)(socket, undefined as never);
  socket.resetAndDestroy();
};

/** Transfers that do not go as they should. */
export const transfers: readonly Behaviour[] = [
  {
    id: 'retr-endless',
    title: 'A file has no end',
    drives: BOTH,
    sends: { RETR: endless('x') },
  },
  {
    id: 'retr-trickle',
    title: 'A byte of a file comes every second',
    drives: BOTH,
    sends: { RETR: trickle('x', 1000) },
  },
  {
    id: 'retr-silence',
    title: 'Nothing of a file comes, and the connection stays',
    drives: BOTH,
    sends: { RETR: dumb },
  },
  { id: 'retr-half', title: 'Files break off', drives: BOTH, sends: { RETR: half } },
  {
    id: 'retr-gigabyte',
    title: 'Every file has 1 GB',
    drives: BOTH,
    sends: { RETR: times('\0', 1_000_000_000) },
  },
  {
    id: 'retr-early',
    title: 'RETR is said to be done before anything comes',
    drives: BOTH,
    on: { RETR: all(reply('150 here', '226 done'), ordinary('RETR')) },
  },
  {
    id: 'retr-no-end',
    title: 'Nobody says that a transfer is done',
    drives: BOTH,
    on: {
      RETR: async (session) => {
        await reply('150 here')(session, '');
        const socket = await session.data?.connection();
        if (socket) await send(socket, 'x');
        session.dropData();
        await freeze(session, '');
      },
    },
  },
  {
    id: 'retr-breaks-control',
    title: 'The control connection is reset in a transfer',
    drives: BOTH,
    on: {
      RETR: async (session, argument) => {
        await reply('150 here')(session, '');
        await session.data?.connection();
        await rst(session, argument);
      },
    },
  },
  {
    id: 'retr-two-ends',
    title: 'A transfer is done, broken off and refused',
    drives: BOTH,
    on: { RETR: all(ordinary('RETR'), reply('426 broken off', '550 no such file')) },
  },
  {
    id: 'retr-no-connection',
    title: 'RETR opens a transfer and the data port is closed',
    drives: BOTH,
    on: {
      RETR: async (session, argument) => {
        session.dropData();
        await all(reply('150 here'), freeze)(session, argument);
      },
    },
  },
  {
    id: 'stor-unread',
    title: 'What is stored is not read',
    drives: [run('transfer'), diagnose('--upload')],
    on: {
      STOR: (session) =>
        transfer(session, async (socket) => {
          socket.pause();
          await Promise.race([session.closed, delay(60_000)]);
        }),
    },
  },
  {
    id: 'stor-data-rst',
    title: 'The data connection is reset while something is stored',
    drives: [run('transfer'), diagnose('--upload')],
    on: {
      STOR: (session) =>
        transfer(session, (socket) => {
          socket.resetAndDestroy();
          return Promise.resolve();
        }),
    },
  },
  {
    id: 'stor-answers',
    title: 'Bytes come back while something is stored',
    drives: [run('transfer'), diagnose('--upload')],
    on: { STOR: (session) => transfer(session, endless('no thanks ').bind(undefined) as never) },
  },
  {
    id: 'stor-refused',
    title: 'The disk is full',
    drives: [run('transfer'), diagnose('--upload')],
    on: { STOR: reply('552 no space'), APPE: reply('552 no space') },
  },
  {
    id: 'stor-unread-break',
    title: 'The server goes in the middle of what is stored in the scratch directory',
    drives: [run('restart')],
    on: { STOR: inScratch(sometimes(50, fin, ordinary('STOR')), ordinary('STOR')) },
  },
  {
    id: 'active-crowd',
    title: '400 connections come to an active port',
    drives: [run('active'), diagnose('--active')],
    on: { PORT: crowd, EPRT: crowd },
  },
  {
    id: 'active-never',
    title: 'PORT is taken, and nobody comes',
    drives: [run('active'), diagnose('--active')],
    on: {
      PORT: all(reply('200 ok'), (session) => {
        session.dropData();
        return Promise.resolve();
      }),
      EPRT: reply('200 ok'),
    },
  },
  {
    id: 'active-noise',
    title: 'PORT draws random bytes',
    drives: [run('active'), diagnose('--active')],
    on: { PORT: noise(200_000), EPRT: noise(200_000) },
  },
];
