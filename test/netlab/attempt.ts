import type { Lab } from './lab.ts';
import type { Situation } from './situation.ts';
import { answer, type Finding, isRight, openLab, runCheck, runDiagnose } from './commands.ts';
import type { Machine } from './machine.ts';

/** What one try of a situation came to. */
export interface Outcome {
  right: boolean;
  /** A code, `healthy`, `there`, `not there` or `error`. */
  found: string;
  seconds: number;
  /** What the command printed, or the error. */
  detail: string;
  /** What a diagnosis said. */
  findings?: readonly Finding[];
}

/** Builds a situation's network, does one thing in it, and takes it down whatever happens. */
async function inLab(
  situation: Situation,
  machine: Machine,
  act: (lab: Lab) => Promise<Omit<Outcome, 'seconds'>>,
): Promise<Outcome> {
  const began = performance.now();
  const timed = (outcome: Omit<Outcome, 'seconds'>): Outcome => ({
    ...outcome,
    seconds: (performance.now() - began) / 1000,
  });
  try {
    const lab = await openLab(situation, machine);
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

/** A look around before anything is tried. */
export type Visit = (lab: Lab, situation: Situation) => Promise<void>;

/** Shows, without ftpspec, whether the situation is there. */
export const tryCheck = (situation: Situation, machine: Machine, visit?: Visit) =>
  inLab(situation, machine, async (lab) => {
    await visit?.(lab, situation);
    const { status, stdout, stderr, timedOut } = await runCheck(lab, situation);
    const right = status === 0;
    const late = timedOut ? 'no end in time' : '';
    const detail = joined(stdout, stderr, late, right ? '' : await lab.log());
    return { right, found: right ? 'there' : 'not there', detail };
  });

/** Asks `ftpspec diagnose`; where it is wrong, says whether the situation was there at all. */
export async function tryDiagnose(
  situation: Situation,
  machine: Machine,
  visit?: Visit,
): Promise<Outcome> {
  const outcome = await inLab(situation, machine, async (lab) => {
    await visit?.(lab, situation);
    const { stdout, stderr, diagnosis } = await runDiagnose(lab, situation);
    const found = answer(diagnosis, situation);
    const right = isRight(found, diagnosis, situation);
    return { right, found, detail: joined(stdout, stderr), findings: diagnosis.findings };
  });
  if (outcome.right) return outcome;
  const checked = await tryCheck(situation, machine);
  const judged = checked.right ? 'The situation is there:' : 'The situation is not there:';
  return { ...outcome, detail: joined(outcome.detail, judged, checked.detail) };
}
