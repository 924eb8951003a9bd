import { Closed, HandshakeFailed, Timeout } from '../client/failures.ts';
import { SetupFailed } from '../scenario/outcomes.ts';
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
