import { CLOSED_HERE } from '../client/failures.ts';
import type { Dialogue } from '../client/records.ts';
import type { Attempt } from './attempt.ts';

/** Replies of a server that lets nobody in any more; undefined: none came. Others refuse one scenario's own set-up. */
const TURNED_AWAY: readonly (number | undefined)[] = [undefined, 421, 530];

/**
 * How a server let a scenario down. not served: it was not even let in. cut off: it lost a control connection in the
 * middle, and judged that; the scenario may have brought it about, or one that played beside it.
 */
export type Loss = 'not served' | 'cut off';

/** An attempt that a server let down, when it did. */
export interface Lost {
  readonly attempt: Attempt;
  readonly loss: Loss;
  /** by performance.now() */
  readonly at: number;
}

/** Whether what a scenario found may say more of the server's end than of the scenario. */
export function lossIn({ scenario, played }: Attempt): Loss | undefined {
  if (played.isCutShort || !['error', 'fail'].includes(played.outcome)) return undefined;
  const { dialogues } = played.records;
  const isEarly = played.deviations.some(
    ({ outcome, at }) => outcome === 'error' && (at === scenario || !dialogues.some(wasGreeted)),
  );
  if (isEarly && TURNED_AWAY.includes(played.refusedWith)) return 'not served';
  return dialogues.some(wasCutOff) ? 'cut off' : undefined;
}

function wasGreeted({ events }: Dialogue): boolean {
  return events.some(({ kind }) => kind === 'reply');
}

/** The server ended it, and had not said that it would (221, 421). */
function wasCutOff({ events }: Dialogue): boolean {
  const ended = events.some((event) => event.kind === 'ended' && event.ending.code !== CLOSED_HERE);
  return (
    ended &&
    !events.some(
      (event) => event.kind === 'reply' && (event.reply.code === 221 || event.reply.code === 421),
    )
  );
}
