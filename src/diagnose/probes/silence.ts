import { DataConnection } from '../../client/data.ts';
import { dial } from '../../client/dial.ts';
import { visible } from '../../wire/bytes.ts';
import type { Disguise } from '../observations.ts';
import type { Session } from '../session.ts';
import { soon } from '../soon.ts';
import type { World } from '../world.ts';

/** How long a port may take to answer when it is spoken to. */
const ANSWER_MS = 3000;
/** TLS with a session of its own. */
const ALONE = { session: undefined, timeoutMs: ANSWER_MS, onSession: () => undefined } as const;
/** How long what it says may pause. */
const PAUSE_MS = 200;
/** So many bytes tell what speaks there. */
const MOST_HEARD = 200;

/** Speaks to a port that says nothing of itself: TLS, and a line that every text protocol answers. */
async function unmask(world: World, host: string): Promise<Disguise[]> {
  // TLS is what such a target promises: what speaks inside is the question.
  if (world.target.security === 'ftps') return [await overhear(world, host, 'a line of text')];
  return await Promise.all([
    overhear(world, host, 'TLS ClientHello'),
    overhear(world, host, 'a line of text'),
  ]);
}

/** Listens on a connection of its own for what the port says, in answer or by itself. */
export async function overhear(
  world: World,
  host: string,
  tried: Disguise['tried'],
): Promise<Disguise> {
  const start = performance.now();
  const to = { host, port: world.target.port };
  const finish = (heard: string, tls: boolean): Disguise => {
    const seen: Disguise = {
      kind: 'disguise',
      to,
      tried,
      heard,
      tls,
      ms: performance.now() - start,
    };
    world.see(seen);
    return seen;
  };
  const dialled = await dial(to, { timeoutMs: world.limits.dialMs, signal: world.signal });
  if (dialled.outcome !== 'connected') return finish('', false);
  const connection = new DataConnection(dialled.channel);
  try {
    if (tried === 'TLS ClientHello') {
      const { protocol } = await connection.secure({ ...world.tls, ...ALONE });
      const greeting = await firstBytes(connection);
      return finish(`${protocol} ${greeting}`.trim(), true);
    }
    if (world.target.security === 'ftps' && tried === 'a line of text')
      await connection.secure({ ...world.tls, ...ALONE });
    // QUIT does no harm to any text protocol, and makes HTTP complain.
    if (tried === 'a line of text') await connection.send(Buffer.from('QUIT\r\n\r\n'));
    return finish(await firstBytes(connection), false);
  } catch {
    return finish('', false);
  } finally {
    connection.destroy();
  }
}

/** What comes first, and what follows it without a pause: a line may be all that comes. */
async function firstBytes(connection: DataConnection): Promise<string> {
  const heard: Buffer[] = [];
  try {
    for (let ms = ANSWER_MS; heard.length < MOST_HEARD; ms = PAUSE_MS) {
      const { bytes } = await connection.receive(1, ms);
      if (bytes.length === 0) break;
      heard.push(bytes);
    }
  } catch {
    // Nothing more comes.
  }
  return visible(Buffer.concat(heard));
}

/** The greeting of a session; where it does not come soon, the port is spoken to otherwise meanwhile. */
export async function greetPatiently(session: Session): Promise<{ greeted: boolean }> {
  const { world } = session;
  const greeting = session.greet(world.limits.greetingMs);
  const patience = Math.min(2500, world.limits.greetingMs / 2);
  const early = await soon(greeting, patience);
  if (!early && !world.signal.aborted) {
    const heard = await unmask(world, session.control.peer.host);
    const other = heard.some(
      ({ tls, heard: text }) => tls || (text !== '' && !/^(?:1|2|4)\d\d[ -]/.test(text)),
    );
    if (other) session.destroy();
  }
  return { greeted: (await greeting).code === 220 };
}
