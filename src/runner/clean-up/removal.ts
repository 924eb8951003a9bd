import type { Leftover } from '../results.ts';
import type { CleanUpSession } from './session.ts';

/** The server draws the clean-up out: no more is asked. */
export class TooMuch extends Error {
  override name = 'TooMuch';
}

/** Replies to the removal of what is not there. */
export const NOT_THERE: readonly number[] = [450, 550];

/** Something to remove, over as many sessions as it takes. */
export interface Removal {
  /** nothing is left, or nothing more can be done about it */
  readonly isDone: boolean;
  /** names of which it is known that they may be there */
  readonly known: number;
  /** how much was removed so far */
  readonly removed: number;
  /**
   * Goes on with what is left.
   * @throws what the session throws where it breaks; TooMuch
   */
  go(session: CleanUpSession): Promise<void>;
  /** What could not be removed. @param why the rest was not even tried */
  leftovers(why: string): Leftover[];
}
