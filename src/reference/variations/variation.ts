import type { Behaviour } from '../behaviours/hooks.ts';

/** A way in which a lawful server may differ. */
export interface Variation extends Behaviour {
  /** requirements, rulings and sections of RFCs that allow it, the plainest first */
  readonly allowedBy: readonly [string, ...string[]];
}
