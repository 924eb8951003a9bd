import type { Observation } from '../observations.ts';
import type { View } from '../view.ts';

/** Something that can be told from observations. */
export interface Sign {
  /** the sign as a clause, for the pages of the codes: `every passive dial went unanswered` */
  readonly says: string;
  /** the observations that show it, most telling first; none where it was not seen */
  readonly shownBy: (view: View) => readonly Observation[];
}
