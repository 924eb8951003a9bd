import type { ServerReply } from '../exchange.ts';
import type { HonestOptions } from '../options.ts';
import { replyWith, withLines, type ReplyHook, type VerbHook } from './builders.ts';
import type { Behaviour } from './hooks.ts';
import type { StubAnswer, BehaviourData, Change, OneChange, Stub } from './schema.ts';

/** Makes a behaviour of its description. */
export function toBehaviour(data: BehaviourData): Behaviour {
  const { id, title, stubs, replies, lines, quirks, options } = data;
  return {
    id,
    title,
    ...(stubs && { verbs: mapValues(stubs, stubHook) }),
    ...(replies && { replies: mapValues(replies, replyHook) }),
    ...(lines && { sends: mapValues(lines, linesHook) }),
    ...(quirks && { quirks }),
    // An option that is undefined counts as left out.
    ...(options && { options: options as HonestOptions }),
  };
}

function stubHook(stub: Stub): VerbHook {
  if (typeof stub !== 'object' || !('argument' in stub)) return answerHook(stub);
  const pattern = new RegExp(stub.argument, 'iu');
  const hook = answerHook(stub.reply);
  return (exchange, honest) =>
    pattern.test(exchange.argument) ? hook(exchange, honest) : honest();
}

function answerHook(answer: StubAnswer): VerbHook {
  const hooks = listOf(answer).map((one) =>
    typeof one === 'number' ? replyWith(one) : replyWith(one.code, one.text),
  );
  return async (exchange, honest) => {
    for (const hook of hooks) await hook(exchange, honest);
  };
}

/** @param changes by the code that the honest server sends */
function replyHook(changes: Readonly<Record<string, Change>>): ReplyHook {
  return (reply) => {
    const change = changes[reply.code];
    return change === undefined ? reply : listOf(change).map((one) => changed(reply, one));
  };
}

function changed(reply: ServerReply, change: OneChange): ServerReply {
  if (typeof change === 'number') return { ...reply, code: change };
  const { code = reply.code, text, replace, with: other = '' } = change;
  const lines = text?.split('\n') ?? reply.lines;
  if (replace === undefined) return { code, lines };
  const pattern = new RegExp(replace, 'gu');
  return { code, lines: lines.flatMap((line) => line.replace(pattern, other).split('\n')) };
}

function linesHook({ replace, with: other }: { replace: string; with: string }) {
  const pattern = new RegExp(replace, 'gu');
  const change = (line: string): string => `${line.slice(0, -2).replace(pattern, other)}\r\n`;
  return withLines((lines) => lines.map(change));
}

function listOf<Single extends number | object>(
  value: 'none' | Single | readonly Single[],
): readonly Single[] {
  if (value === 'none') return [];
  return Array.isArray(value) ? (value as readonly Single[]) : [value as Single];
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
