import { Closed, Timeout } from '../client/failures.ts';
import type { ControlConnection } from '../client/control.ts';
import { parseCommand } from '../wire/command.ts';
import { WireError } from '../wire/errors.ts';
import type { Reply } from '../wire/reply.ts';
import { type Context, waitMs } from './context.ts';
import { describeExpectation, matchReply, normalise } from './match-reply.ts';
import { Deviation, Done, Skipped } from './outcomes.ts';
import type { Expectation, Expected, StepOf } from './schema.ts';
import { savedReply } from './values.ts';
import type { Control } from './world.ts';

/** Judges what follows a command: one reply, or several in order. The last one is saved and returned. */
export async function expectReplies(
  context: Context,
  control: Control,
  step: Partial<Pick<StepOf<'send'>, 'expect' | 'in-order' | 'save'>>,
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

/**
 * Reads the next reply, saves it, and judges it.
 * @returns the reply; undefined where there was none and that is tolerated
 * @throws Deviation, Skipped, Done
 */
export async function expectReply(
  context: Context,
  control: Control,
  expected: Expected,
  save?: string,
): Promise<Reply | undefined> {
  const wanted = normalise(expected);
  const reply = await readReply(context, control, wanted);
  if (!reply) return undefined;
  const { connection } = control;
  if (save !== undefined)
    context.world.values.set(
      save,
      savedReply(reply, { peer: connection.peer, took: connection.took(reply) }),
    );
  judgeReply(context, control, reply, wanted);
  return reply;
}

/** The next reply; undefined where none comes and that is tolerated. */
async function readReply(
  context: Context,
  { connection }: Control,
  wanted: Expectation,
): Promise<Reply | undefined> {
  try {
    return await connection.reply(waitMs(context.world, wanted.within));
  } catch (error) {
    if (!(error instanceof Timeout || error instanceof Closed || error instanceof WireError))
      throw error;
    if (!isAllowed(allowanceFor(error, wanted), wanted)) connection.owed(error);
    judgeAbsence(context, error, wanted);
    return undefined;
  }
}

/** Judges that no reply came: `close` and `silence` say what that amounts to. */
function judgeAbsence(context: Context, error: Error, wanted: Expectation): void {
  const actual = error.message;
  const allowed = allowanceFor(error, wanted);
  if (allowed === 'pass') return;
  if (allowed === 'done') throw new Done(actual);
  if (allowed === 'skip') throw new Skipped(actual);
  warnOrThrow(
    context,
    new Deviation(describeExpectation(wanted), actual, {
      ruling: wanted.cite,
      severity: allowed === undefined ? undefined : 'warn',
      final: allowed !== 'warn',
    }),
  );
}

/** Whether the script takes it that no reply comes; a warning does where a ruling is cited for it. */
function isAllowed(allowed: ReturnType<typeof allowanceFor>, { cite }: Expectation): boolean {
  return allowed !== undefined && (cite !== undefined || !allowed.startsWith('warn'));
}

function allowanceFor(
  error: Error,
  { close, silence }: Expectation,
): Expectation['close'] | Expectation['silence'] {
  if (error instanceof Closed) return close;
  return error instanceof Timeout ? silence : undefined;
}

function judgeReply(
  context: Context,
  { connection }: Control,
  reply: Reply,
  wanted: Expectation,
): void {
  const { outcome, expected, actual } = matchReply(reply, filledIn(context, wanted));
  if (outcome === 'skip') throw new Skipped(`${lastVerb(connection)} draws ${actual}`);
  if (outcome === 'done') throw new Done(actual);
  if (outcome === 'pass') return;
  warnOrThrow(
    context,
    new Deviation(expected, actual, {
      ruling: wanted.cite,
      severity: SEVERITIES[outcome],
      final: outcome !== 'warn',
    }),
  );
}

/** The verb that was sent last. */
function lastVerb({ events }: ControlConnection): string {
  const command = events.findLast((event) => event.kind === 'command');
  return command ? parseCommand(command.line).verb : 'what was sent';
}

/** A mismatch is as severe as the scenario's level makes it. */
const SEVERITIES = {
  mismatch: undefined,
  fail: 'fail',
  warn: 'warn',
  'warn-and-done': 'warn',
} as const;

function warnOrThrow(context: Context, deviation: Deviation): void {
  if (deviation.final) throw deviation;
  context.warn(deviation);
}

/** The expectation with the values that its patterns and words name. */
function filledIn(context: Context, wanted: Expectation): Expectation {
  const filled = { ...wanted };
  for (const key of ['text', 'not-text', 'warn-text'] as const) {
    const pattern = filled[key];
    if (pattern !== undefined) filled[key] = context.world.values.fillPattern(pattern);
  }
  if (filled.because !== undefined) filled.because = context.world.values.fill(filled.because);
  return filled;
}
