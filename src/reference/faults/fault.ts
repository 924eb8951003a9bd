import type { Behaviour } from '../behaviours/hooks.ts';

/** A way in which the server can be wrong. */
export interface Fault extends Behaviour {
  /** the requirements of catalogue/requirements.tsv that it breaks, the plainest first */
  readonly breaks: readonly [string, ...string[]];
}
