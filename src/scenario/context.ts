import type { Reply } from '../wire/reply.ts';
import { Closed, Timeout } from '../client/failures.ts';
import { WireError } from '../wire/errors.ts';
import { describeExpectation, matchReply, normalise } from './match-reply.ts';
import type { Expected, Otherwise } from './schema.ts';
import { savedReply } from './values.ts';
import { Done, Skipped, Deviation } from './outcomes.ts';
import type { Control, World } from './world.ts';

/** What the verbs work with. */
export interface Context {
  readonly world: World;
  /** what holds where the scenario passes */
  readonly title: string;
  /** a check held less than it should; the scenario goes on */
  warn(violation: Deviation): void;
}

/** `500ms`, `2s`, `1m` in milliseconds. */
export function milliseconds(duration: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)(ms|s|m)$/.exec(duration) ?? [];
  return Number(number) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 1);
}

/** The severity that a step's `otherwise` gives, as a violation or a skip to throw. */
export function notMet(
  { world }: Context,
  expected: string,
  actual: string,
  softened: { otherwise?: Otherwise; cite?: string | undefined; because?: string | undefined },
): Deviation | Skipped {
  const because = softened.because && world.values.fill(softened.because);
  if (softened.otherwise === 'skip') return new Skipped(because ?? actual);
  const words = because === undefined ? expected : `${expected} (${because})`;
  const severity = softened.otherwise === 'fail' ? 'fail' : softened.otherwise && 'warn';
  return new Deviation(words, actual, {
    ruling: softened.cite,
    severity,
    final: softened.otherwise !== 'warn',
  });
}

/**
 * Reads the next reply and judges it.
 * @returns the reply; undefined where there was none and that is tolerated
 * @throws Violation, Skipped, Done
 */
export async function expectReply(
  context: Context,
  control: Control,
  expected: Expected,
  save?: string,
): Promise<Reply | undefined> {
  const wanted = normalise(expected);
  const ms =
    wanted.within === undefined ? context.world.profile.replyMs : milliseconds(wanted.within);
  const ruling = wanted.cite;
  let reply: Reply;
  try {
    reply = await control.connection.reply(ms);
  } catch (error) {
    if (!(error instanceof Timeout || error instanceof Closed || error instanceof WireError))
      throw error;
    const allowed =
      error instanceof Closed
        ? wanted.close
        : error instanceof Timeout
          ? wanted.silence
          : undefined;
    const actual = error.message;
    if (allowed === 'pass') return undefined;
    if (allowed === 'done') throw new Done(actual);
    if (allowed === 'skip') throw new Skipped(actual);
    const severity = allowed === undefined ? undefined : 'warn';
    const violation = new Deviation(describeExpectation(wanted), actual, {
      ruling,
      severity,
      final: allowed !== 'warn',
    });
    if (allowed !== 'warn') throw violation;
    context.warn(violation);
    return undefined;
  }
  if (save !== undefined)
    context.world.values.set(
      save,
      savedReply(reply, {
        peer: control.connection.peer,
        took: control.connection.took(reply),
      }),
    );
  const {
    outcome: verdict,
    expected: words,
    actual,
  } = matchReply(reply, fillPatterns(context, wanted));
  if (verdict === 'skip') throw new Skipped(`the server answers ${actual}`);
  if (verdict === 'done') throw new Done(actual);
  if (verdict === 'pass') return reply;
  if (verdict === 'mismatch') throw new Deviation(words, actual, { ruling });
  const severity = verdict === 'fail' ? 'fail' : 'warn';
  const violation = new Deviation(words, actual, { ruling, severity, final: verdict !== 'warn' });
  if (verdict !== 'warn') throw violation;
  context.warn(violation);
  return reply;
}

function fillPatterns(context: Context, wanted: ReturnType<typeof normalise>): typeof wanted {
  const filled = { ...wanted };
  for (const key of ['text', 'not-text', 'warn-text'] as const) {
    const pattern = filled[key];
    if (pattern !== undefined) filled[key] = context.world.values.fillPattern(pattern);
  }
  return filled;
}

/** Judges what follows a command: one reply, or several in order. */
export async function expectReplies(
  context: Context,
  control: Control,
  step: {
    expect?: Expected | undefined;
    'in-order'?: Expected[] | undefined;
    save?: string | undefined;
  },
): Promise<Reply | undefined> {
  const all = step['in-order'] ?? (step.expect === undefined ? [] : [step.expect]);
  let last: Reply | undefined;
  for (const [index, one] of all.entries())
    last = await expectReply(
      context,
      control,
      one,
      index === all.length - 1 ? step.save : undefined,
    );
  return last;
}
