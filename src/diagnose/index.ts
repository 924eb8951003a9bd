import { formatMs } from '../client/failures.ts';
import { accountOf } from '../probe/account.ts';
import { observe, type ObserveOptions } from '../probe/probes/index.ts';
import { limitsOf } from '../probe/limits.ts';
import { describeTarget, type Target } from '../targets/url.ts';
import { type Path, pathOf } from './path.ts';
import { describe } from './evidence/describe.ts';
import { type Finding, judge } from './judge.ts';
import { stagesOf, type StageResult } from './stages.ts';
import type { Observation } from '../probe/observations.ts';
import { recognise } from '../probe/products.ts';
import { otherEndOf } from './evidence/other-end.ts';
import { withoutSecret } from './secrets.ts';
import { viewOf } from './evidence/view.ts';

export type { Finding } from './judge.ts';
export type { Path, PathLine } from './path.ts';
export type { StageResult, StageState } from './stages.ts';
export type { Observation } from '../probe/observations.ts';

/** healthy: nothing above a note. interrupted: it was stopped, or out of time, before anything could be said. */
export type Verdict = 'healthy' | 'degraded' | 'broken' | 'interrupted';

/** What is known of one target. */
export interface Diagnosis {
  /** without password */
  readonly target: string;
  readonly verdict: Verdict;
  /** a login was reached, so that there was something to judge */
  readonly judged: boolean;
  /** the server's product, where it gave it away */
  readonly product: string | undefined;
  /** most likely first */
  readonly findings: readonly Finding[];
  readonly stages: readonly StageResult[];
  /** how far each kind of connection came */
  readonly path: Path;
  /** what `ftpspec peer` told of the server’s side, in sentences; undefined where none was asked */
  readonly otherEnd: readonly string[] | undefined;
  readonly probes: readonly { readonly description: string; readonly seen: Observation }[];
  readonly startedAt: Date;
  readonly durationMs: number;
  /** it was stopped before its end, by the user or because its time was over */
  readonly interrupted: boolean;
}

export interface DiagnoseOptions extends ObserveOptions {
  /** milliseconds for a dial, a reply and a gap in the data; undefined for what fits each */
  readonly timeoutMs: number | undefined;
}

/**
 * Examines a target and names the cause of what does not work. Never throws because of what a target does.
 * @throws PeerFailure where `ftpspec peer` is to be asked and does not let itself be
 */
export async function diagnose(
  target: Target,
  options: DiagnoseOptions,
  limits = limitsOf(options.timeoutMs, options.deep),
): Promise<Diagnosis> {
  const startedAt = new Date();
  const start = performance.now();
  const { seen, outOfTime } = await observe(target, options, limits);
  const interrupted = options.signal.aborted || outOfTime;
  const view = viewOf(target, options, seen);
  const findings = judge(view);
  const judged = view.logins.some(({ outcome }) => outcome === 'accepted');
  const untried = outOfTime ? `not tried within ${formatMs(limits.overallMs)}` : '';
  const diagnosis: Diagnosis = {
    target: describeTarget(target),
    verdict: interrupted ? verdictUntil(findings) : verdictOf(findings, judged),
    judged,
    product: recognise(seen),
    findings,
    stages: stagesOf(view, findings, untried),
    path: pathOf(view),
    otherEnd: otherEndOf(view),
    probes: seen.map((one) => ({ description: describe(one), seen: one })),
    startedAt,
    durationMs: performance.now() - start,
    interrupted,
  };
  const { anonymous, password } = accountOf(target);
  return anonymous ? diagnosis : withoutSecret(diagnosis, password);
}

/** Where no login was reached, something is wrong, also where nothing says what. */
function verdictOf(findings: readonly Finding[], judged: boolean): Verdict {
  const severities = findings.map(({ severity }) => severity);
  if (!judged || severities.includes('broken')) return 'broken';
  return severities.includes('degraded') ? 'degraded' : 'healthy';
}

/** What was found until the end came is found; that nothing was means nothing. */
function verdictUntil(findings: readonly Finding[]): Verdict {
  const verdict = verdictOf(findings, true);
  return verdict === 'healthy' ? 'interrupted' : verdict;
}
