import type { RunOptions } from '../options.ts';
import type { Scratch } from '../scratch.ts';
import type { Needs } from './needs.ts';
import type { Sessions } from './sessions.ts';

/** What the parts of the preflight share. */
export interface PreflightContext {
  readonly options: RunOptions;
  readonly needs: Needs;
  readonly sessions: Sessions;
  /** is called as soon as the scratch directory is there, as it has to be removed at the end */
  readonly onScratch: (scratch: Scratch) => void;
}
