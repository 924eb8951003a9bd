import type { RunOptions } from '../options.ts';
import type { Scratch } from '../scratch.ts';
import type { Needs } from './needs.ts';
import type { Sessions } from './sessions.ts';

/** What the parts of the preflight share. */
export interface PreflightContext {
  readonly options: RunOptions;
  readonly needs: Needs;
  readonly sessions: Sessions;
  /** hears of the scratch directory as soon as it is there, as somebody has to remove it */
  readonly onScratch: (scratch: Scratch) => void;
}
