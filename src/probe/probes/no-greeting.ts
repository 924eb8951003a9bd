import { DataConnection } from '../../client/data.ts';
import { dial } from '../../client/dial.ts';
import { visible } from '../../wire/bytes.ts';
import type { WrongProtocol } from '../observations.ts';
import { onAbort } from '../../client/abort.ts';
import type { Session } from '../session.ts';
import { withTimeout } from '../with-timeout.ts';
import type { ProbeContext } from '../context.ts';

/** How long a port may take to answer when it is spoken to. */
const ANSWER_MS = 3000;
/** TLS with a session of its own. */
const ALONE = { session: undefined, timeoutMs: ANSWER_MS, onSession: () => undefined } as const;
/** How long what it says may pause. */
const PAUSE_MS = 200;
/** How many bytes tell what speaks there. */
const MOST_HEARD = 200;

/** Speaks to a port that says nothing of itself: TLS, and a line that every text protocol answers. */
async function identifyProtocol(context: ProbeContext, host: string): Promise<WrongProtocol[]> {
  // TLS is what such a target promises: what speaks inside is the question.
  if (context.target.security === 'ftps')
    return [await listenForProtocol(context, host, 'a line of text')];
  return await Promise.all([
    listenForProtocol(context, host, 'TLS ClientHello'),
    listenForProtocol(context, host, 'a line of text'),
  ]);
}

/** Listens on a connection of its own for what the port says, in answer or by itself. */
export async function listenForProtocol(
  context: ProbeContext,
  host: string,
  tried: WrongProtocol['tried'],
): Promise<WrongProtocol> {
  const start = performance.now();
  const to = { host, port: context.target.port };
  const finish = (heard: string, tls: boolean): WrongProtocol => {
    const seen: WrongProtocol = {
      kind: 'wrong protocol',
      to,
      tried,
      heard,
      tls,
      ms: performance.now() - start,
    };
    context.see(seen);
    return seen;
  };
  const dialled = await dial(to, { timeoutMs: context.limits.dialMs, signal: context.signal });
  if (dialled.outcome !== 'connected') return finish('', false);
  const connection = new DataConnection(dialled.channel);
  const release = onAbort(context.signal, () => connection.destroy());
  try {
    if (tried === 'TLS ClientHello') {
      const { protocol } = await connection.secure({ ...context.tls, ...ALONE });
      const greeting = await firstBytes(connection);
      return finish(`${protocol} ${greeting}`.trim(), true);
    }
    if (context.target.security === 'ftps' && tried === 'a line of text')
      await connection.secure({ ...context.tls, ...ALONE });
    // QUIT does no harm to any text protocol, and makes HTTP complain.
    if (tried === 'a line of text') await connection.send(Buffer.from('QUIT\r\n\r\n'));
    return finish(await firstBytes(connection), false);
  } catch {
    return finish('', false);
  } finally {
    release();
    connection.destroy();
  }
}

/** What comes first, and what follows it without a pause: a line may be all that comes. */
async function firstBytes(connection: DataConnection): Promise<string> {
  const heard: Buffer[] = [];
  const end = performance.now() + ANSWER_MS;
  try {
    for (let ms = ANSWER_MS; heard.length < MOST_HEARD; ms = PAUSE_MS) {
      if (heard.length > 0 && performance.now() >= end) break;
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
export async function awaitGreeting(session: Session): Promise<{ greeted: boolean }> {
  const { context } = session;
  const greeting = session.greet(context.limits.greetingMs);
  const patience = Math.min(2500, context.limits.greetingMs / 2);
  const early = await withTimeout(greeting, patience);
  if (!early && !context.signal.aborted) {
    const heard = await identifyProtocol(context, session.control.peer.host);
    const other = heard.some(
      ({ tls, heard: text }) => tls || (text !== '' && !/^(?:1|2|4)\d\d[ -]/.test(text)),
    );
    if (other) session.destroy();
  }
  return { greeted: (await greeting).code === 220 };
}
