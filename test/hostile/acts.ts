import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Act, Drive, Stream } from './behaviour.ts';
import { ORDINARY } from './server/ordinary.ts';
import { send, type Session } from './server/session.ts';
import { isOwn } from './server/tree.ts';

/** Floods go out in portions of about this size, so that they come as fast as they can be read. */
const PORTION = 64 * 1024;

/** A run of one suite. */
export function run(suite: string, ...args: readonly string[]): Drive {
  return { command: 'run', args: ['--suite', suite, ...args] };
}

/** A run of all suites. */
export function whole(...args: readonly string[]): Drive {
  return { command: 'run', args, whole: true };
}

export function diagnose(...args: readonly string[]): Drive {
  return { command: 'diagnose', args };
}

/** Text beyond Latin-1 as the bytes of UTF-8, a character a byte. */
export function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** These lines, each with its CRLF. */
export function reply(...lines: readonly string[]): Act {
  return (session) => session.write(lines.map((line) => `${line}\r\n`).join(''));
}

/** These bytes as they are. */
export function bytes(text: string | (() => Buffer)): Act {
  return (session) => session.write(typeof text === 'string' ? text : text());
}

/** What an ordinary server does with this verb. */
export function ordinary(verb: string): Act {
  return async (session, argument) => await ORDINARY[verb]?.(session, argument);
}

/** One after another. */
export function all(...acts: readonly Act[]): Act {
  return async (session, argument) => {
    for (const act of acts) await act(session, argument);
  };
}

/** No answer; the next command has one. */
export const silence: Act = () => Promise.resolve();

/** No answer any more. */
export const freeze: Act = (session) => session.closed;

export function pause(ms: number): Act {
  return async () => await delay(ms);
}

export const fin: Act = (session) => {
  session.socket.end();
  return Promise.resolve();
};

export const rst: Act = (session) => {
  session.socket.resetAndDestroy();
  return Promise.resolve();
};

/** The server dies with all its sessions, and comes back after a while. */
export function crash(backMs?: number): Act {
  return (session) => {
    session.server.crash(backMs);
    return Promise.resolve();
  };
}

/** The same text without end, as fast as it is read. */
export function flood(text: string): Act {
  return (session) => pour(session, text, Infinity);
}

/** The same text so many times, between a beginning and an end. */
export function many(count: number, text: string, before = '', after = ''): Act {
  return async (session) => {
    await session.write(before);
    await pour(session, text, count);
    await session.write(after);
  };
}

/** A character at a time. */
export function drip(text: string, ms: number): Act {
  return async (session) => {
    for (const character of text) {
      if (!session.open) return;
      await session.write(character);
      await delay(ms);
    }
  };
}

/** The same text again and again, with a pause after each. */
export function dripping(text: string, ms: number): Act {
  return async (session) => {
    while (session.open) {
      await session.write(text);
      await delay(ms);
    }
  };
}

/** Random bytes, without end where no size is given. */
export function noise(size = Infinity): Act {
  return async (session) => {
    for (let left = size; left > 0 && session.open; left -= PORTION)
      await session.write(randomBytes(Math.min(left, PORTION)));
  };
}

async function pour(session: Session, text: string, count: number): Promise<void> {
  const times = Math.max(1, Math.floor(PORTION / text.length));
  const portion = Buffer.from(text.repeat(times), 'latin1');
  for (let left = count; left > 0 && session.open; left -= times)
    await session.write(left < times ? text.repeat(left) : portion);
}

/** From the nth time on, counted over all sessions. */
export function since(nth: number, act: Act, before: Act): Act {
  let count = 0;
  return (session, argument) => (++count >= nth ? act : before)(session, argument);
}

/** The nth time only. */
export function once(nth: number, act: Act, otherwise: Act): Act {
  let count = 0;
  return (session, argument) => (++count === nth ? act : otherwise)(session, argument);
}

/** Every nth time. */
export function every(nth: number, act: Act, otherwise: Act): Act {
  let count = 0;
  return (session, argument) => (++count % nth === 0 ? act : otherwise)(session, argument);
}

/** So many per cent of the times, the same in each play. */
export function sometimes(percent: number, act: Act, otherwise: Act): Act {
  let state = 1;
  return (session, argument) => {
    state = (state * 48_271) % 0x7fffffff;
    return (state % 100 < percent ? act : otherwise)(session, argument);
  };
}

/** Where the command concerns ftpspec's own directory. */
export function inScratch(act: Act, otherwise: Act): Act {
  return (session, argument) =>
    (isOwn(session.path(argument)) ? act : otherwise)(session, argument);
}

/** Each of these verbs. */
export function each(verbs: readonly string[], act: (verb: string) => Act): Record<string, Act> {
  return Object.fromEntries(verbs.map((verb) => [verb, act(verb)]));
}

/** Every listing. */
export function listings(stream: Stream): Record<string, Stream> {
  return { LIST: stream, NLST: stream, MLSD: stream };
}

/** The same without end over a data connection. */
export function endless(text: string): Stream {
  return times(text, Infinity);
}

export function times(text: string, count: number): Stream {
  return async (socket) => {
    const fit = Math.max(1, Math.floor(PORTION / text.length));
    const portion = Buffer.from(text.repeat(fit), 'latin1');
    for (let left = count; left > 0 && !socket.destroyed; left -= fit)
      await send(socket, left < fit ? text.repeat(left) : portion);
  };
}

/** The same without end over a data connection, with a pause after each. */
export function trickle(text: string, ms: number): Stream {
  return async (socket) => {
    while (!socket.destroyed) {
      await send(socket, text);
      await delay(ms);
    }
  };
}

/** A data connection that says nothing until the client goes. */
export const dumb: Stream = async (socket) => {
  if (socket.destroyed) return;
  // What is not read does not tell that it ends.
  await new Promise<void>((resolve) => socket.resume().once('close', () => resolve()));
};
