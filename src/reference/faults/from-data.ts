import type { ServerReply } from '../exchange.ts';
import type { HonestOptions } from '../options.ts';
import { replyWith, type ReplyHook, type VerbHook } from './builders.ts';
import type { Fault } from './hooks.ts';
import type { StubAnswer, Change, FaultData, OneChange, Stub } from './schema.ts';

/** Makes a fault of its description. */
export function toFault({ id, title, breaks, stubs, replies, quirks, options }: FaultData): Fault {
  return {
    id,
    title,
    breaks,
    ...(stubs && { verbs: mapValues(stubs, stubHook) }),
    ...(replies && { replies: mapValues(replies, replyHook) }),
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
  const lines = text === undefined ? reply.lines : [text];
  if (replace === undefined) return { code, lines };
  const pattern = new RegExp(replace, 'gu');
  return { code, lines: lines.map((line) => line.replace(pattern, other)) };
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
