import { setTimeout } from 'node:timers/promises';
import type { Diagnosis } from '../diagnose/index.ts';
import type { DiagnosisEnd } from '../report/diagnosis/events.ts';
import { changeLine, stateOf } from '../report/diagnosis/watch.ts';
import type { Surroundings } from '../report/open.ts';
import { print, styleFor } from '../report/common/style.ts';
import { ReportError } from '../report/common/write.ts';
import type { Until } from './diagnose-options.ts';
import { complain } from './exit.ts';

/** One round: what was found, and what writes it down. */
interface Round {
  readonly end: DiagnosisEnd;
  readonly report: (end: DiagnosisEnd) => Promise<void> | undefined;
}

export interface WatchOptions {
  /** from the beginning of a round to the next, or the end of that round where it takes longer */
  readonly everyMs: number;
  readonly until: Until | undefined;
  readonly signal: AbortSignal;
  readonly context: Pick<Surroundings, 'output' | 'env'>;
  /** @param count from 1 */
  readonly round: (count: number) => Promise<Round>;
}

/**
 * Goes round after round, and prints a line for each target whose state is another than in the round before. Files hold
 * the latest round. Of earlier ones nothing is kept but the states.
 * @returns the last round that came to its end
 * @throws ReportError where the files of the first round cannot be written
 */
export async function watch(options: WatchOptions): Promise<DiagnosisEnd | undefined> {
  const { everyMs, until, signal } = options;
  let first: readonly string[] | undefined;
  let states: readonly string[] = [];
  let last: DiagnosisEnd | undefined;
  const isStopped = (): boolean => signal.aborted;
  for (let count = 1; !isStopped(); count++) {
    const start = performance.now();
    const end = await oneRound(options, count);
    // A round that was cut short says nothing of the targets.
    if (isStopped()) break;
    if (end) {
      tellChanges(end.diagnoses, states, options.context);
      states = end.diagnoses.map(stateOf);
      first ??= states;
      last = end;
      if (isOver(until, first, states)) break;
    }
    await pause(everyMs - (performance.now() - start), signal);
  }
  return last;
}

/** A disk that is full for a while does not end the watching: who reads the file sees that it is old. */
async function oneRound(
  { round, signal }: WatchOptions,
  count: number,
): Promise<DiagnosisEnd | undefined> {
  try {
    const { end, report } = await round(count);
    if (!signal.aborted) await report(end);
    return end;
  } catch (error) {
    if (!(error instanceof ReportError) || count === 1) throw error;
    complain(error.message);
    return undefined;
  }
}

/** @param before the states, in the order of the targets; none before the first round */
function tellChanges(
  diagnoses: readonly Diagnosis[],
  before: readonly string[],
  { output, env }: WatchOptions['context'],
): void {
  const style = styleFor(output, env);
  const now = new Date();
  const lines = diagnoses.flatMap((one, index) =>
    before[index] === stateOf(one) ? [] : [changeLine(one, before[index], now, style)],
  );
  print(output, lines, style);
}

function isOver(
  until: Until | undefined,
  first: readonly string[],
  states: readonly string[],
): boolean {
  if (until === 'healthy') return states.every((state) => state === 'healthy');
  return until === 'changed' && states.some((state, index) => state !== first[index]);
}

/** Not longer than until the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
