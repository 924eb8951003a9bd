import type { Octets } from '../codec.ts';
import type { Exchange, ServerReply } from '../exchange.ts';
import type { Session } from '../session.ts';

type VerbHook = (exchange: Exchange, honest: () => Promise<void>) => void | Promise<void>;
type ReplyHook = (reply: ServerReply) => ServerReply | readonly ServerReply[];
type OctetsHook = (octets: Octets) => Octets;

/** The verbs that use a data connection. */
export const DOWNLOADS = ['RETR', 'LIST', 'NLST', 'MLSD'];
export const UPLOADS = ['STOR', 'APPE', 'STOU'];
export const TRANSFERS = [...DOWNLOADS, ...UPLOADS];

/** The same hook for several verbs. */
export function each<Hook>(verbs: readonly string[], hook: Hook): Record<string, Hook> {
  return Object.fromEntries(verbs.map((verb) => [verb, hook]));
}

/** Another code instead of one. */
export function recode(from: number, to: number): ReplyHook {
  return (reply) => (reply.code === from ? { ...reply, code: to } : reply);
}

/** Other text in the replies of a code. */
export function reword(code: number, change: (line: string) => string): ReplyHook {
  return (reply) =>
    reply.code === code ? { ...reply, lines: reply.lines.map((line) => change(line)) } : reply;
}

/** Replies of a code do not go out. */
export function drop(code: number): ReplyHook {
  return (reply) => (reply.code === code ? [] : reply);
}

/** Another reply goes out before those of a code. */
export function precede(code: number, other: number): ReplyHook {
  return (reply) =>
    reply.code === code ? [{ code: other, lines: ['By the way.'] }, reply] : reply;
}

/** Another reply goes out behind those of a code. */
export function follow(code: number, other: number): ReplyHook {
  return (reply) =>
    reply.code === code ? [reply, { code: other, lines: ['By the way.'] }] : reply;
}

/** The verb is answered so and does nothing. */
export function answer(code: number, text = 'So be it.'): VerbHook {
  return (exchange) => exchange.reply(code, text);
}

/** The verb is answered so where `when` holds, and works honestly elsewhere. */
export function answerWhen(
  when: (exchange: Exchange) => boolean,
  code: number,
  text = 'So be it.',
): VerbHook {
  return (exchange, honest) => {
    if (!when(exchange)) return honest();
    exchange.reply(code, text);
    return undefined;
  };
}

/** Something else happens behind what is due. */
export function also(effect: (session: Session, exchange: Exchange) => void): VerbHook {
  return async (exchange, honest) => {
    await honest();
    effect(exchange.session, exchange);
  };
}

/** Something else happens before what is due. */
export function first(effect: (session: Session, exchange: Exchange) => void): VerbHook {
  return (exchange, honest) => {
    effect(exchange.session, exchange);
    return honest();
  };
}

/** The verb sees another argument. */
export function argument(change: (argument: string) => string): VerbHook {
  return first((_, exchange) => {
    exchange.argument = change(exchange.argument);
  });
}

/** Each octet goes its own way: undefined drops it. */
export function octets(change: (octet: number) => readonly number[]): OctetsHook {
  return async function* (source) {
    for await (const chunk of source) yield Buffer.from([...chunk].flatMap(change));
  };
}

/** A listing has other lines; their ends come with them. */
export function listing(change: (lines: string[]) => readonly string[]): OctetsHook {
  return async function* (source) {
    const chunks: Buffer[] = [];
    for await (const chunk of source) chunks.push(chunk);
    const lines =
      Buffer.concat(chunks)
        .toString('latin1')
        .match(/.*\r\n/g) ?? [];
    yield Buffer.from(change(lines).join(''), 'latin1');
  };
}

/** The first `count` octets only, or all but the last where `count` is negative. */
export function part(count: number): OctetsHook {
  return async function* (source) {
    const chunks: Buffer[] = [];
    for await (const chunk of source) chunks.push(chunk);
    yield Buffer.concat(chunks).subarray(0, count < 0 ? count : Math.max(count, 0));
  };
}
