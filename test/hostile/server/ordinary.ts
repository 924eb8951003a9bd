import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { ACCOUNT } from '../account.ts';
import type { Act } from '../behaviour.ts';
import { active, passive } from './data-port.ts';
import { listed, type Form } from './listing.ts';
import { send, type Session } from './session.ts';

const PASSWORD = Buffer.from(ACCOUNT.password).toString('latin1');
const FEATURES = [
  'EPRT',
  'EPSV',
  'MDTM',
  'MLST type*;size*;modify*;',
  'REST STREAM',
  'SIZE',
  'UTF8',
];
const SECURE = ['AUTH TLS', 'PBSZ', 'PROT'];

/** What a plain server answers, by verb. */
export const ORDINARY: Readonly<Record<string, Act>> = {
  USER: async (session, argument) => {
    session.user = argument;
    session.loggedIn = false;
    await session.reply('331 password please');
  },
  PASS: async (session, argument) => {
    session.loggedIn = session.user === ACCOUNT.user && argument === PASSWORD;
    await session.reply(session.loggedIn ? '230 logged in' : '530 no');
  },
  ACCT: says('202 not needed'),
  REIN: says('502 not here'),
  QUIT: async (session) => {
    await session.reply('221 bye');
    session.socket.end();
  },
  NOOP: says('200 ok'),
  HELP: says('214-commands', ' USER PASS QUIT', '214 end'),
  SYST: says('215 UNIX Type: L8'),
  FEAT: async (session) => {
    const features = [...FEATURES, ...(session.behaviour.tls ? SECURE : [])];
    await session.reply('211-features', ...features.map((one) => ` ${one}`), '211 end');
  },
  OPTS: async (session, argument) => {
    await session.reply(/^(utf8|mlst)/i.test(argument) ? '200 ok' : '501 no such option');
  },
  AUTH: async (session, argument) => {
    if (!session.behaviour.tls || session.secured || !/^tls$/i.test(argument)) {
      await session.reply('504 not here');
      return;
    }
    await session.reply('234 go on');
    session.secure();
  },
  PBSZ: says('200 PBSZ=0'),
  PROT: async (session, argument) => {
    const level = /^[cp]$/i.test(argument) ? argument.toUpperCase() : undefined;
    if (level === 'C' || level === 'P') session.protection = level;
    await session.reply(level ? '200 ok' : '504 no such level');
  },
  TYPE: async (session, argument) => {
    await session.reply(/^(a( n)?|i|l 8)$/i.test(argument) ? '200 ok' : '504 no such type');
  },
  MODE: async (session, argument) => {
    await session.reply(/^s$/i.test(argument) ? '200 ok' : '504 no such mode');
  },
  STRU: async (session, argument) => {
    await session.reply(/^f$/i.test(argument) ? '200 ok' : '504 no such structure');
  },
  ALLO: says('202 not needed'),
  SITE: says('500 no such command'),
  ABOR: says('226 nothing goes on'),
  PWD: forUsers(async (session) => await session.reply(`257 ${quoted(session.cwd)}`)),
  CWD: forUsers((session, argument) => enter(session, session.path(argument))),
  CDUP: forUsers((session) => enter(session, session.path('..'))),
  MKD: forUsers(async (session, argument) => {
    const path = target(session, argument);
    const made = session.tree.at(path) === undefined && session.tree.put(path, { kind: 'dir' });
    await session.reply(made ? `257 ${quoted(path)} made` : '550 no');
  }),
  RMD: forUsers(async (session, argument) => {
    await done(session, session.tree.remove(target(session, argument), 'dir'));
  }),
  DELE: forUsers(async (session, argument) => {
    await done(session, session.tree.remove(target(session, argument), 'file'));
  }),
  RNFR: forUsers(async (session, argument) => {
    session.renaming = target(session, argument);
    await session.reply(session.tree.at(session.renaming) ? '350 and now?' : '550 no such file');
  }),
  RNTO: forUsers(async (session, argument) => {
    const from = session.renaming;
    session.renaming = undefined;
    if (from === undefined) await session.reply('503 RNFR first');
    else await done(session, session.tree.move(from, target(session, argument)));
  }),
  SIZE: forUsers(async (session, argument) => {
    const bytes = contentOf(session, argument);
    await session.reply(bytes ? `213 ${bytes.length}` : '550 no such file');
  }),
  MDTM: forUsers(async (session, argument) => {
    await session.reply(contentOf(session, argument) ? '213 20260102030405' : '550 no such file');
  }),
  MLST: forUsers(async (session, argument) => {
    const path = session.path(argument);
    const node = session.tree.at(session.tree.real(path, 'follow'));
    if (node)
      await session.reply(
        '250-here',
        ` type=${node.kind};modify=20260102030405; ${path}`,
        '250 end',
      );
    else await session.reply('550 no such file');
  }),
  STAT: async (session, argument) => {
    if (argument === '') await session.reply('211-status', ' all is well', '211 end');
    else {
      const lines = listed(session, pathOf(argument), 'LIST');
      await session.write('213-status\r\n');
      for (const portion of lines) await session.write(portion);
      await session.reply('213 end');
    }
  },
  PASV: forUsers(async (session) => {
    await listen(session);
    const port = session.data?.port ?? 0;
    await session.reply(`227 Entering Passive Mode (127,0,0,1,${port >> 8},${port & 255})`);
  }),
  EPSV: forUsers(async (session, argument) => {
    if (/^all$/i.test(argument)) {
      await session.reply('200 ok');
      return;
    }
    if (argument !== '' && argument !== '1') {
      await session.reply('522 use (1)');
      return;
    }
    await listen(session);
    await session.reply(`229 Entering Extended Passive Mode (|||${session.data?.port ?? 0}|)`);
  }),
  PORT: forUsers(async (session, argument) => {
    const numbers = argument.split(',').map(Number);
    const [high = 0, low = 0] = numbers.slice(4);
    await dialLater(session, numbers.slice(0, 4).join('.'), high * 256 + low);
  }),
  EPRT: forUsers(async (session, argument) => {
    const [, family, host = '', port] = argument.split('|');
    if (family === '1') await dialLater(session, host, Number(port));
    else await session.reply('522 use (1)');
  }),
  REST: forUsers(async (session, argument) => {
    session.restart = Number(argument) || 0;
    await session.reply('350 and now?');
  }),
  LIST: forUsers(list('LIST')),
  NLST: forUsers(list('NLST')),
  MLSD: forUsers(list('MLSD')),
  RETR: forUsers(async (session, argument) => {
    const bytes = contentOf(session, argument);
    const from = session.restart;
    session.restart = 0;
    const instead = session.behaviour.sends?.['RETR'];
    if (instead) await transfer(session, (socket) => instead(socket, session));
    else if (bytes) await transfer(session, (socket) => send(socket, bytes.subarray(from)));
    else await session.reply('550 no such file');
  }),
  STOR: forUsers(async (session, argument) => await receive(session, target(session, argument))),
  APPE: forUsers(async (session, argument) => {
    session.restart = Infinity;
    await receive(session, target(session, argument));
  }),
};

function says(...lines: readonly string[]): Act {
  return (session) => session.reply(...lines);
}

/** No file system has longer names. */
const LONGEST = 4096;

function forUsers(act: Act): Act {
  return async (session, argument) => {
    if (!session.loggedIn) await session.reply('530 log in first');
    else if (argument.length > LONGEST) await session.reply('553 name too long');
    else await act(session, argument);
  };
}

async function done(session: Session, well: boolean): Promise<void> {
  await session.reply(well ? '250 done' : '550 no');
}

function quoted(path: string): string {
  return `"${path.replaceAll('"', '""')}"`;
}

function target(session: Session, argument: string): string {
  return session.tree.real(session.path(argument), 'stay');
}

function contentOf(session: Session, argument: string): Buffer | undefined {
  const node = session.tree.at(session.tree.real(session.path(argument), 'follow'));
  return node?.kind === 'file' ? node.bytes : undefined;
}

async function enter(session: Session, path: string): Promise<void> {
  const there = session.tree.at(session.tree.real(path, 'follow'))?.kind === 'dir';
  if (there) session.cwd = path;
  await done(session, there);
}

async function listen(session: Session): Promise<void> {
  session.dropData();
  session.data = await passive();
}

async function dialLater(session: Session, host: string, port: number): Promise<void> {
  session.dropData();
  session.data = active(host, port);
  await session.reply('200 ok');
}

/** The directory that a listing is asked for, without options of `ls`. */
function pathOf(argument: string): string {
  return argument.replace(/^-\S*\s*/, '');
}

function list(form: Form): Act {
  return async (session, argument) => {
    const instead = session.behaviour.sends?.[form];
    await transfer(session, async (socket) => {
      if (instead) await instead(socket, session);
      else
        for (const portion of listed(session, pathOf(argument), form)) {
          if (socket.destroyed) return;
          await send(socket, portion);
        }
    });
  };
}

/** A data connection from its opening to its end, with the replies around it. */
export async function transfer(
  session: Session,
  work: (socket: Socket) => Promise<void>,
): Promise<void> {
  if (!session.data) {
    await session.reply('425 PASV or PORT first');
    return;
  }
  await session.reply('150 here it comes');
  let socket: Socket;
  try {
    socket = await session.data.connection();
  } catch {
    session.dropData();
    await session.reply('425 no data connection');
    return;
  }
  session.transfer = socket;
  const stream = session.protection === 'P' ? await secured(session, socket) : socket;
  await work(stream);
  await ended(stream);
  session.dropData();
  await session.reply(socket.errored ? '426 broken off' : '226 done');
}

/** Closes a data connection when all has been sent. */
async function ended(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  const settled = new Promise<void>((resolve) => {
    socket.once('finish', resolve).once('close', () => resolve());
  });
  socket.end();
  await settled;
}

async function secured(session: Session, socket: Socket): Promise<Socket> {
  const { dataTls } = session.behaviour;
  const context = session.server.context;
  if (!context || dataTls) {
    await dataTls?.(socket, session);
    return socket;
  }
  const secure = new TLSSocket(socket, { isServer: true, secureContext: context });
  secure.on('error', () => undefined);
  return secure;
}

async function receive(session: Session, path: string): Promise<void> {
  const before = session.restart > 0 ? (contentOf(session, path) ?? Buffer.alloc(0)) : undefined;
  const kept = before?.subarray(0, session.restart) ?? Buffer.alloc(0);
  session.restart = 0;
  if (!session.tree.put(path, { kind: 'file', bytes: kept })) {
    await session.reply('550 no');
    return;
  }
  await transfer(session, async (socket) => {
    const chunks = [kept];
    socket.on('data', (bytes: Buffer) => chunks.push(bytes));
    await new Promise((resolve) => socket.once('end', resolve).once('close', resolve));
    session.tree.put(path, { kind: 'file', bytes: shared(Buffer.concat(chunks)) });
  });
}

const contents = new Map<string, Buffer>();

/** One copy of each content: the same large file is stored many times. */
function shared(bytes: Buffer): Buffer {
  const key = createHash('sha1').update(bytes).digest('hex');
  const known = contents.get(key) ?? bytes;
  contents.set(key, known);
  return known;
}
