import { setMaxListeners } from 'node:events';
import { formatMs } from '../../client/failures.ts';
import { afterWaiting } from '../../client/waiting.ts';
import type { Target } from '../../targets/url.ts';
import { onAbort, unlessAborted } from '../../client/abort.ts';
import { accountOf } from '../account.ts';
import type { ProbeContext, ProbeOptions } from '../context.ts';
import type { Limits } from '../limits.ts';
import type { Observation } from '../observations.ts';
import { runProbes } from './run-probes.ts';

/** Probes of an honest server see a few hundred things. */
const MOST_OBSERVATIONS = 1000;

export interface ObserveOptions extends ProbeOptions {
  /** PEM certificates to trust beyond the system's */
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
  /** hears of each observation as it comes */
  readonly onSeen?: (observation: Observation) => void;
}

/** What was seen of a target. */
export interface Observed {
  readonly seen: readonly Observation[];
  /** the time for all probes was over before they were */
  readonly outOfTime: boolean;
}

/**
 * Plays the probes against a target, and lets go of everything at their end, the deadline, or an interruption.
 * @throws PeerFailure
 */
export async function observe(
  target: Target,
  options: ObserveOptions,
  limits: Limits,
): Promise<Observed> {
  const seen: Observation[] = [];
  const end = new AbortController();
  const { signal } = end;
  // Every connection listens to it.
  setMaxListeners(0, signal);
  const keep = (observation: Observation): void => {
    seen.push(observation);
    options.onSeen?.(observation);
  };
  const context: ProbeContext = {
    target,
    account: accountOf(target),
    tls: { servername: target.host, verify: false, ca: options.ca },
    limits,
    options,
    signal,
    sessions: new Set(),
    running: new Set(),
    seen,
    see: (observation) => {
      // What a probe sees that is cut short is its own end.
      if (!signal.aborted && seen.length < MOST_OBSERVATIONS) keep(observation);
    },
  };
  const timer = afterWaiting(limits.overallMs, () => end.abort());
  const release = onAbort(options.signal, () => end.abort());
  try {
    // A look-up under way cannot be called off, so that it must not hold up the rest.
    await unlessAborted(runProbes(context), signal);
  } finally {
    clearTimeout(timer);
    release();
    for (const session of [...context.sessions]) session.destroy();
  }
  const outOfTime = signal.aborted && !options.signal.aborted;
  if (outOfTime)
    for (const probe of context.running)
      keep({
        kind: 'probe error',
        probe,
        error: `it was not at its end after ${formatMs(limits.overallMs)}, the time for a diagnosis`,
        ms: limits.overallMs,
      });
  return { seen, outOfTime };
}
