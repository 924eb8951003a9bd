import { milliseconds } from './context.ts';
import { allSteps } from './derive-risk.ts';
import type { Script } from './schema.ts';

/** Milliseconds; a scenario that does nothing for longer exists to wait. */
const MOST_STILL_MS = 10_000;

/** Whether the pauses and silences of a script, which take their time whatever the server does, are long. */
export function isStill(script: Script): boolean {
  const still = allSteps(script)
    .flatMap(({ step }) => ('silence' in step ? step.silence : 'pause' in step ? step.pause : []))
    .reduce((sum, duration) => sum + milliseconds(duration), 0);
  return still > MOST_STILL_MS;
}
