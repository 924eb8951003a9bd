import type { Transcript } from '../client/transcript.ts';
import type { Scenario } from '../scenario/load.ts';
import type { Played } from '../scenario/play.ts';
import { sentenceOf } from '../scenario/outcomes.ts';

/** One way through a scenario, before it is reported. */
export interface Attempt {
  readonly scenario: Scenario;
  readonly played: Played;
  readonly transcript: Transcript;
}

const NO_RECORDS: Played['records'] = { dialogues: [], data: [] };

/** An attempt to keep: what was said is much, and the rules judge it only where it counts. */
export function withoutRecords(attempt: Attempt): Attempt {
  return { ...attempt, played: { ...attempt.played, records: NO_RECORDS } };
}

/** A scenario without a play to judge. */
export function unplayed(outcome: 'skip' | 'error', reason: string): Played {
  return {
    outcome,
    reason,
    deviations: [],
    info: [],
    records: NO_RECORDS,
    refusedWith: undefined,
    isCutShort: false,
  };
}

/** A scenario that lacks what the user requires the target to offer. */
export function lacking(scenario: Scenario, need: string, why: string): Played {
  const deviation = {
    outcome: 'fail',
    expected: `${need} to be offered, as --require wants`,
    actual: why,
    ruling: undefined,
    at: scenario,
  } as const;
  const reason = sentenceOf(deviation);
  return { ...unplayed('error', reason), outcome: 'fail', deviations: [deviation] };
}

/** A play after which the target served no more, though nothing else was played: that is what it brought about. */
export function endingServer({ scenario, played, transcript }: Attempt, why: string): Attempt {
  const deviation = {
    outcome: 'fail',
    expected: 'the target to go on serving',
    actual: `after this ${why}`,
    ruling: undefined,
    at: scenario,
  } as const;
  const deviations = [deviation, ...played.deviations];
  const reason = sentenceOf(deviation);
  return { scenario, transcript, played: { ...played, outcome: 'fail', reason, deviations } };
}
