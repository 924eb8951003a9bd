import type { ProbeAccount, Limits, ProbeOptions, ProbeContext } from '../probe/context.ts';
import { describeTarget, type Target } from '../targets/url.ts';
import { describe } from './evidence/describe.ts';
import { type Finding, judge } from './judge.ts';
import { stagesOf, type StageResult } from './stages.ts';
import type { Observation } from '../probe/observations.ts';
import { runProbes } from '../probe/probes/index.ts';
import { recognise } from '../probe/products.ts';
import { withoutSecret } from './secrets.ts';
import { viewOf } from './evidence/view.ts';

export type { Finding } from './judge.ts';
export type { StageResult, StageState } from './stages.ts';
export type { ProbeOptions } from '../probe/context.ts';
export type { Observation } from '../probe/observations.ts';

/** healthy: nothing above a note. interrupted: it was stopped before anything could be said. */
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
  readonly probes: readonly { readonly description: string; readonly seen: Observation }[];
  readonly startedAt: Date;
  readonly durationMs: number;
  /** it was stopped before its end */
  readonly interrupted: boolean;
}

export interface DiagnoseOptions extends ProbeOptions {
  /** milliseconds for a dial, a reply and a gap in the data; undefined for what fits each */
  readonly timeoutMs: number | undefined;
  /** PEM certificates to trust beyond the system's */
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
  /** hears of each observation as it comes */
  readonly onSeen?: (observation: Observation) => void;
}

/** Examines a target and names the cause of what does not work. Never throws because of what a target does. */
export async function diagnose(target: Target, options: DiagnoseOptions): Promise<Diagnosis> {
  const startedAt = new Date();
  const start = performance.now();
  const seen: Observation[] = [];
  const account = accountOf(target);
  const world: ProbeContext = {
    target,
    account,
    tls: { servername: target.host, verify: false, ca: options.ca },
    limits: limitsOf(options.timeoutMs, options.deep),
    options: options,
    signal: options.signal,
    sessions: new Set(),
    seen,
    see: (observation) => {
      // What an interrupted probe sees is its own end.
      if (options.signal.aborted) return;
      seen.push(observation);
      options.onSeen?.(observation);
    },
  };
  const release = (): void => {
    for (const session of [...world.sessions]) session.destroy();
  };
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  options.signal.addEventListener('abort', stop);
  try {
    // A look-up under way cannot be called off, so that it must not hold up the rest.
    if (!options.signal.aborted) await Promise.race([runProbes(world), stopped]);
  } finally {
    options.signal.removeEventListener('abort', stop);
    release();
  }
  const view = viewOf(target, options, seen);
  const findings = judge(view);
  const judged = view.logins.some(({ outcome }) => outcome === 'accepted');
  const diagnosis: Diagnosis = {
    target: describeTarget(target),
    verdict: options.signal.aborted ? verdictUntil(findings) : verdictOf(findings, judged),
    judged,
    product: recognise(seen),
    findings,
    stages: stagesOf(view, findings),
    probes: seen.map((one) => ({ description: describe(one), seen: one })),
    startedAt,
    durationMs: performance.now() - start,
    interrupted: options.signal.aborted,
  };
  return account.anonymous ? diagnosis : withoutSecret(diagnosis, account.password);
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

function accountOf({ user, password }: Target): ProbeAccount {
  const anonymous =
    user === undefined ||
    /^anonymous$/i.test(user) ||
    (/^ftp$/i.test(user) && password === undefined);
  return {
    user: user ?? 'anonymous',
    // RFC 1635 asks for something like a mail address.
    password: password ?? (anonymous ? 'ftpspec@' : ''),
    anonymous,
  };
}

/**
 * A greeting and a login may take longer than other replies: servers look names up, and delay refusals. What
 * shows only when a transfer takes long is for `--deep`.
 */
function limitsOf(timeoutMs: number | undefined, deep: boolean): Limits {
  return {
    dialMs: timeoutMs ?? 5000,
    replyMs: timeoutMs ?? 6000,
    greetingMs: timeoutMs ?? 20_000,
    loginMs: timeoutMs ?? 15_000,
    quietMs: timeoutMs ?? 5000,
    transferMs: Math.max(timeoutMs ?? 0, deep ? 12_000 : 8000),
  };
}
