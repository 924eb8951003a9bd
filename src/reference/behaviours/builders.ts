import { formatTime } from '../../wire/facts.ts';
import type { Octets } from '../codec.ts';
import type { Exchange, ServerReply } from '../exchange.ts';
import type { Session } from '../session.ts';

export type VerbHook = (exchange: Exchange, honest: () => Promise<void>) => void | Promise<void>;
export type ReplyHook = (reply: ServerReply) => ServerReply | readonly ServerReply[];
type OctetsHook = (octets: Octets) => Octets;

/** The verbs that use a data connection. */
export const DOWNLOADS = ['RETR', 'LIST', 'NLST', 'MLSD'];
export const UPLOADS = ['STOR', 'APPE', 'STOU'];
export const TRANSFERS = [...DOWNLOADS, ...UPLOADS];

/** The same hook for several verbs. */
export function forVerbs<Hook>(verbs: readonly string[], hook: Hook): Record<string, Hook> {
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

/** The verb is answered so, with a line for each of the text, and does nothing. */
export function replyWith(code: number, text = 'So be it.'): VerbHook {
  return (exchange) => exchange.reply(code, ...text.split('\n'));
}

/** The verb is answered so where `when` holds, and works honestly elsewhere. */
export function replyWhen(
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

/** Something else happens after what is due. */
export function after(effect: (session: Session, exchange: Exchange) => void): VerbHook {
  return async (exchange, honest) => {
    await honest();
    effect(exchange.session, exchange);
  };
}

/** Something else happens before what is due. */
export function before(effect: (session: Session, exchange: Exchange) => void): VerbHook {
  return (exchange, honest) => {
    effect(exchange.session, exchange);
    return honest();
  };
}

/** The verb sees another argument. */
export function withArgument(change: (argument: string) => string): VerbHook {
  return before((_, exchange) => {
    exchange.argument = change(exchange.argument);
  });
}

/** Each octet goes its own way: undefined drops it. */
export function mapOctets(change: (octet: number) => readonly number[]): OctetsHook {
  return async function* (source) {
    for await (const chunk of source) yield Buffer.from([...chunk].flatMap(change));
  };
}

/** A listing has other lines; their ends come with them. */
export function withLines(change: (lines: string[]) => readonly string[]): OctetsHook {
  return async function* (source) {
    const chunks: Buffer[] = [];
    for await (const chunk of source) chunks.push(chunk);
    const lines = Buffer.concat(chunks)
      .toString('latin1')
      .split(/(?<=\r\n)/)
      .filter((line) => line.endsWith('\r\n'));
    yield Buffer.from(change(lines).join(''), 'latin1');
  };
}

/** The first `count` octets only, or all but the last where `count` is negative. */
export function truncate(count: number): OctetsHook {
  return async function* (source) {
    const chunks: Buffer[] = [];
    for await (const chunk of source) chunks.push(chunk);
    yield Buffer.concat(chunks).subarray(0, count < 0 ? count : Math.max(count, 0));
  };
}

/** What comes before the first octet of this value; the rest is read and lost. */
export function endingAt(octet: number): OctetsHook {
  return async function* (source) {
    let isOver = false;
    for await (const chunk of source) {
      if (isOver) continue;
      const end = chunk.indexOf(octet);
      isOver = end >= 0;
      yield isOver ? chunk.subarray(0, end) : chunk;
    }
  };
}

/** A time of RFC 3659 section 2.3, so many hours later. */
export function moveTime(time: string, hours: number): string {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(time)?.slice(1) ?? []
  ).map(Number);
  return formatTime(Date.UTC(year, month - 1, day, hour, minute, second) + hours * 3_600_000);
}
