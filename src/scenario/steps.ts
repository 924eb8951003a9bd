import { setTimeout as delay } from 'node:timers/promises';
import { formatMs } from '../client/failures.ts';
import { compare, shown } from './compare.ts';
import { milliseconds, notMet, type Context } from './context.ts';
import type { Step, StepOf } from './schema.ts';
import type { Start } from './stages.ts';
import { type Verb, verbOf } from './verb-names.ts';
import { asText } from './values.ts';
import * as control from './verbs/control.ts';
import * as bytes from './verbs/bytes.ts';
import { dial } from './verbs/dial.ts';
import * as end from './verbs/end.ts';
import * as listen from './verbs/listen.ts';
import { secureData } from './verbs/secure.ts';
import { data } from './verbs/set-up.ts';
import * as transfer from './verbs/transfer.ts';
import { Done, Skipped, Deviation } from './outcomes.ts';

/** How a step goes on with steps inside it, and how far new control connections come by themselves. */
interface Player {
  readonly nested: (steps: readonly Step[]) => Promise<void>;
  readonly start: Start;
}

type Action<V extends Verb> = (
  context: Context,
  step: StepOf<V>,
  player: Player,
) => void | Promise<void>;

/** What each verb does. */
const ACTIONS: { readonly [V in Verb]: Action<V> } = {
  connect: (context, step, { start }) => control.connect(context, step, start),
  login: control.login,
  send: control.send,
  raw: control.raw,
  expect: control.expect,
  'in-order': control.inOrder,
  silence: control.silence,
  'expect-close': end.expectClose,
  close: end.close,
  reset: end.reset,
  secure: (context, step) =>
    context.world.hasData(step.secure)
      ? secureData(context, step)
      : control.secureControl(context, step),
  'clear-tls': ({ world }, step) => world.control(step['clear-tls']).connection.clear(),
  data,
  dial,
  listen: listen.listen,
  accept: listen.accept,
  'no-arrival': listen.noArrival,
  receive: bytes.receive,
  transmit: bytes.transmit,
  download: transfer.download,
  upload: transfer.upload,
  check,
  if: branch,
  repeat,
  'for-each': forEach,
  set: ({ world: { values } }, step) => {
    for (const [name, value] of Object.entries(step.set)) values.set(name, values.resolve(value));
  },
  pause: ({ world }, step) => delay(milliseconds(step.pause), undefined, { signal: world.gone }),
  warn: (context, step) => context.warn(deviation(context, step.warn, 'warn', step.cite)),
  fail: (context, step) => {
    throw deviation(context, step.fail, 'fail', step.cite);
  },
  skip: ({ world }, step) => {
    throw new Skipped(world.values.fill(step.skip));
  },
  done: ({ world }, step) => {
    throw new Done(world.values.fill(step.done));
  },
  info: ({ world }, step) => void world.info.push(world.values.fill(step.info)),
};

/** Does one step. */
export async function runStep(context: Context, step: Step, player: Player): Promise<void> {
  const verb = verbOf(step);
  if (verb === undefined) throw new Error('a step without a verb passed the schema');
  await (ACTIONS[verb] as Action<Verb>)(context, step, player);
}

function deviation(
  context: Context,
  text: string,
  severity: 'warn' | 'fail',
  ruling: string | undefined,
): Deviation {
  return new Deviation(context.title, context.world.values.fill(text), {
    severity,
    ruling,
  });
}

function check(context: Context, step: StepOf<'check'>): void {
  const { values } = context.world;
  const value = values.resolve(step.check);
  const wanted = compare(value, step, values);
  if (wanted === undefined) return;
  const what = step.of === undefined ? context.inWords(step.check) : values.fill(step.of);
  throw notMet(context, `${what} ${wanted}`.trimEnd(), shown(value), step);
}

async function branch(context: Context, step: StepOf<'if'>, { nested }: Player): Promise<void> {
  const { values } = context.world;
  const holds = compare(values.resolve(step.if), step, values) === undefined;
  if (holds) await nested(step.then);
  else if (step.else) await nested(step.else);
}

async function repeat(context: Context, step: StepOf<'repeat'>, { nested }: Player): Promise<void> {
  const { within } = step;
  const allowedMs = within === undefined ? Infinity : milliseconds(within);
  const start = performance.now();
  for (let turn = 1; turn <= step.repeat; turn++) {
    const done = turn - 1;
    const ms = performance.now() - start;
    const isTooSlow = done >= PACE.turns && (ms / done) * step.repeat > PACE.factor * allowedMs;
    if (isTooSlow || ms > allowedMs)
      throw new Skipped(
        `${done} of ${step.repeat} turns took ${formatMs(ms)}; all would take more than ${formatMs(allowedMs)}`,
      );
    context.world.values.set('turn', turn);
    await nested(step.steps);
  }
}

/** So many turns show how long all will take; a busy machine may be forgiven. */
const PACE = { turns: 50, factor: 1.5 } as const;

/** Items of a list, which may be a server's. */
const MOST_ITEMS = 1_000;

async function forEach(
  context: Context,
  step: StepOf<'for-each'>,
  { nested }: Player,
): Promise<void> {
  const { values } = context.world;
  const list = step['for-each'];
  const resolved: unknown = Array.isArray(list)
    ? list.map((item) => values.resolve(item))
    : values.resolve(list);
  const items = Array.isArray(resolved) ? resolved : [resolved];
  if (items.length > MOST_ITEMS)
    throw new Error(`${items.length} items are more than a scenario goes through`);
  for (const item of items) {
    values.set(step.as, typeof item === 'number' ? item : asText(item));
    await nested(step.steps);
  }
}
