import type { Lab } from './lab.ts';
import type { Situation } from './situation.ts';
import { answer, isRight, openWorld, runDiagnose, runSeen, type Workshop } from './world.ts';

/** What one try of a situation came to. */
export interface Outcome {
  right: boolean;
  /** A code, `healthy`, `seen`, `not seen` or `error`. */
  found: string;
  seconds: number;
  /** What the command printed, or the error. */
  detail: string;
}

/** Sets a situation's world, does one thing in it, and takes it down whatever happens. */
async function inWorld(
  situation: Situation,
  workshop: Workshop,
  act: (lab: Lab) => Promise<Omit<Outcome, 'seconds'>>,
): Promise<Outcome> {
  const began = performance.now();
  const timed = (outcome: Omit<Outcome, 'seconds'>): Outcome => ({
    ...outcome,
    seconds: (performance.now() - began) / 1000,
  });
  try {
    const lab = await openWorld(situation, workshop);
    try {
      return timed(await act(lab));
    } finally {
      await lab.close();
    }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return timed({ right: false, found: 'error', detail });
  }
}

const joined = (...texts: string[]) =>
  texts
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join('\n');

/** A look at the world before anything is tried in it. */
export type Visit = (lab: Lab, situation: Situation) => Promise<void>;

/** Shows by curl-like means of its own whether the situation is there. */
export const trySeen = (situation: Situation, workshop: Workshop, visit?: Visit) =>
  inWorld(situation, workshop, async (lab) => {
    await visit?.(lab, situation);
    const { status, stdout, stderr, timedOut } = await runSeen(lab, situation);
    const right = status === 0;
    const late = timedOut ? 'no end in time' : '';
    const detail = joined(stdout, stderr, late, right ? '' : await lab.log());
    return { right, found: right ? 'seen' : 'not seen', detail };
  });

/** Asks `ftpspec diagnose`; where it is wrong, says whether the situation was there at all. */
export async function tryDiagnose(
  situation: Situation,
  workshop: Workshop,
  visit?: Visit,
): Promise<Outcome> {
  const outcome = await inWorld(situation, workshop, async (lab) => {
    await visit?.(lab, situation);
    const { stdout, stderr, diagnosis } = await runDiagnose(lab, situation);
    const found = answer(diagnosis, situation);
    return { right: isRight(found, situation), found, detail: joined(stdout, stderr) };
  });
  if (outcome.right) return outcome;
  const seen = await trySeen(situation, workshop);
  const judged = seen.right ? 'The situation is there:' : 'The situation is not there:';
  return { ...outcome, detail: joined(outcome.detail, judged, seen.detail) };
}
