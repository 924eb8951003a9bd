import { Closed, formatMs, HandshakeFailed, Timeout } from '../client/failures.ts';
import { SetupFailed } from '../scenario/outcomes.ts';
import { TargetError } from '../targets/url.ts';
import { WireError } from '../wire/errors.ts';

/** The target cannot be judged at all. */
export class TargetFailed extends Error {
  override name = 'TargetFailed';
}

/** Errors that the target or its network bring about. */
export function isTargetError(error: unknown): error is Error {
  return [SetupFailed, Timeout, Closed, HandshakeFailed, WireError].some(
    (kind) => error instanceof kind,
  );
}

/** Why a target is not judged that does nothing but in a good part of the time it has. */
export function tooSlow(slowMs: number): string {
  const enough = Math.ceil(slowMs / 200);
  return `the target takes ${formatMs(slowMs)} for a reply, again and again; --timeout ${enough} gives it more time`;
}

/** What ended something, as one sentence. What is no fault of the target is one of ours, and says where. */
export function sentenceOf(error: unknown): string {
  if (error instanceof TargetFailed || error instanceof TargetError) return error.message;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const where = stack.split('\n', 4).map((line) => line.trim());
  return `internal error, please report it: ${where.join(' ')}`;
}
