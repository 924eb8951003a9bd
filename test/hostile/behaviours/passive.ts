import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { diagnose, ordinary, reply, run } from '../acts.ts';
import type { Act, Behaviour, Drive } from '../behaviour.ts';

const VERBS = [run('passive'), diagnose()];
const EXTENDED = [run('extended'), diagnose()];

/** The port of the control connection, as EPSV and PASV show it. */
const controlPort = (show: (port: number) => string): Act => {
  return (session) => session.reply(show(session.server.port));
};

/** Announces a host that is not the server, and tells of who comes there. */
/**
 * An address of this machine's that is not near the loopback address: what is near may be the server's own, and is
 * tried. A diagnosis dials what is announced, as clients do, but never an address of its own machine.
 */
const ELSEWHERE = Object.values(networkInterfaces())
  .flatMap((one) => one ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

const thirdParty =
  (host: string): Act =>
  async (session) => {
    const trap = createServer((socket) => {
      session.tree.strays(`dial ${host}`);
      socket.destroy();
    });
    await new Promise<void>((resolve) => trap.listen(0, host, resolve));
    void session.closed.then(() => trap.close());
    const address = trap.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await session.reply(`227 ok (${host.replaceAll('.', ',')},${port >> 8},${port & 255})`);
  };

const pasv = (port: number): string => `227 ok (127,0,0,1,${port >> 8},${port & 255})`;
const epsv = (port: number): string => `229 ok (|||${port}|)`;

/** Id, title, what PASV and EPSV draw. The other of the two is not known. */
const ANNOUNCEMENTS: readonly (readonly [string, string, string, Act, readonly Drive[]])[] = [
  ['pasv-port-0', 'PASV announces port 0', 'PASV', reply('227 ok (127,0,0,1,0,0)'), VERBS],
  [
    'pasv-huge',
    'PASV announces numbers above 255',
    'PASV',
    reply('227 ok (999,999,999,999,999,999)'),
    VERBS,
  ],
  ['pasv-ipv6', 'PASV announces an IPv6 address', 'PASV', reply('227 ok (::1,4,1)'), VERBS],
  [
    'pasv-elsewhere',
    'PASV announces a host that cannot be reached',
    'PASV',
    reply('227 ok (192,0,2,1,4,1)'),
    VERBS,
  ],
  ...(ELSEWHERE === undefined
    ? []
    : [
        [
          'pasv-third-party',
          'PASV announces a third party, which listens',
          'PASV',
          thirdParty(ELSEWHERE),
          [run('passive')],
        ] as const,
      ]),
  [
    'pasv-own-machine',
    'PASV announces another port of the machine that asks',
    'PASV',
    thirdParty('127.0.0.2'),
    [diagnose()],
  ],
  [
    'pasv-broadcast',
    'PASV announces the broadcast address',
    'PASV',
    reply('227 ok (255,255,255,255,4,1)'),
    [run('passive')],
  ],
  ['pasv-any', 'PASV announces 0.0.0.0', 'PASV', reply('227 ok (0,0,0,0,4,1)'), [run('passive')]],
  [
    'pasv-control-port',
    'PASV announces the control port',
    'PASV',
    controlPort(pasv),
    [run('passive'), diagnose()],
  ],
  [
    'pasv-negative',
    'PASV announces negative numbers',
    'PASV',
    reply('227 ok (-127,0,0,1,-4,-1)'),
    [run('passive')],
  ],
  ['pasv-empty', 'PASV announces nothing', 'PASV', reply('227 '), VERBS],
  ['pasv-closed', 'PASV announces a port where nobody listens', 'PASV', reply(pasv(1)), VERBS],
  ['epsv-0', 'EPSV announces port 0', 'EPSV', reply(epsv(0)), EXTENDED],
  ['epsv-999999', 'EPSV announces port 999999', 'EPSV', reply(epsv(999_999)), EXTENDED],
  [
    'epsv-third-party',
    'EPSV announces another host',
    'EPSV',
    reply('229 ok (|1|192.0.2.1|1025|)'),
    EXTENDED,
  ],
  ['epsv-control-port', 'EPSV announces the control port', 'EPSV', controlPort(epsv), EXTENDED],
  [
    'epsv-letters',
    'EPSV announces letters between digits',
    'EPSV',
    reply('229 ok (111port1)'),
    [run('extended')],
  ],
  ['epsv-nothing', 'EPSV announces nothing', 'EPSV', reply('229'), [run('extended')]],
];

const OTHER: Readonly<Record<string, string>> = { PASV: 'EPSV', EPSV: 'PASV' };

/** Data ports that lead nowhere, or to somebody else. */
export const passive: readonly Behaviour[] = [
  ...ANNOUNCEMENTS.map(([id, title, verb, act, drives]) => ({
    id,
    title,
    drives,
    on: { [verb]: act, [OTHER[verb] ?? '']: reply('502 not here') },
  })),
  {
    id: 'passive-refused',
    title: 'Neither PASV nor EPSV is there',
    drives: [run('navigation'), diagnose()],
    on: { PASV: reply('502 not here'), EPSV: reply('502 not here') },
  },
  {
    id: 'passive-late',
    title: 'A port is announced and closed again at once',
    drives: [run('listing'), diagnose()],
    on: Object.fromEntries(
      ['PASV', 'EPSV'].map(
        (verb) =>
          [
            verb,
            async (session, argument) => {
              await ordinary(verb)(session, argument);
              session.dropData();
            },
          ] satisfies [string, Act],
      ),
    ),
  },
];
