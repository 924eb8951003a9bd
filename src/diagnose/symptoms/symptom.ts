import type { Observation } from '../../probe/observations.ts';
import type { View } from '../evidence/view.ts';

/** Something that can be told from observations. */
export interface Symptom {
  /** the symptom as a clause, for the pages of the codes: `every passive dial went unanswered` */
  readonly description: string;
  /** the observations that show it, most telling first; none where it was not seen */
  readonly evidence: (view: View) => readonly Observation[];
}
