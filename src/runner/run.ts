import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Catalogue } from '../catalogue/index.ts';
import { hideSecrets } from '../client/secrets.ts';
import type { Records } from '../client/records.ts';
import { Transcript } from '../client/transcript.ts';
import type { Scenario } from '../scenario/load.ts';
import { play, startOf, type Played } from '../scenario/play.ts';
import type { ServerProfile } from '../scenario/server-profile.ts';
import { TargetError } from '../targets/url.ts';
import { joinPath } from '../wire/path.ts';
import type { Reporter } from './events.ts';
import { secretsOf, type RunOptions } from './options.ts';
import { scenarioResult, totals } from './to-result.ts';
import type { Leftover, RunResult, ScenarioResult } from './results.ts';
import { reaches } from './preflight/login-barrier.ts';
import { TargetFailed } from './target-errors.ts';
import { runPreflight, type Preflight } from './preflight/preflight.ts';
import { Tally } from './tally.ts';
import { type MadeName, madeNames } from './clean-up/made-names.ts';
import { removeScratch, type Scratch } from './scratch.ts';

/** Scenarios in a row that are met with silence or refusal before a target counts as gone. */
const MOST_BROKEN = 5;
/** Replies of a server that lets nobody in any more; undefined: none came. Others refuse one scenario's own set-up. */
const GONE: readonly (number | undefined)[] = [undefined, 421, 530];
/** How often a scenario is tried that the server turns away with 421: others are there, or one that is just leaving. */
const TURNED_AWAY_TRIES = { besideOthers: 6, alone: 3 };

/**
 * Plays scenarios against one target, some side by side, and reports as it goes.
 * @param signal ends the run early; what is known is still reported
 */
export async function run(
  options: RunOptions,
  scenarios: readonly Scenario[],
  catalogue: Catalogue,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<RunResult> {
  return await new Run(options, scenarios, catalogue, reporter, signal).all();
}

class Run {
  readonly #options: RunOptions;
  readonly #scenarios: readonly Scenario[];
  readonly #catalogue: Catalogue;
  readonly #reporter: Reporter;
  /** the user's Ctrl-C, or our own end because the target is gone */
  readonly #stop: AbortController;
  /** the user's Ctrl-C */
  readonly #interrupted: AbortSignal;
  readonly #over = new AbortController();
  readonly #tally: Tally;
  readonly #hide: (text: string) => string;
  readonly #results: ScenarioResult[] = [];
  readonly #startedAt = new Date();
  readonly #start = performance.now();
  /** what has to be removed at the end */
  #scratch: Scratch | undefined;
  readonly #made: MadeName[] = [];
  #broken = 0;
  #stopped: string | undefined;

  constructor(
    options: RunOptions,
    scenarios: readonly Scenario[],
    catalogue: Catalogue,
    reporter: Reporter,
    signal: AbortSignal,
  ) {
    this.#options = options;
    this.#scenarios = scenarios;
    this.#catalogue = catalogue;
    this.#reporter = reporter;
    this.#tally = new Tally(catalogue.replies);
    this.#hide = hideSecrets(secretsOf(options));
    this.#stop = new AbortController();
    this.#interrupted = signal;
    // Every scenario that plays listens, as many as there are jobs.
    setMaxListeners(0, this.#stop.signal);
    const interrupt = (): void => {
      this.#stopped ??= 'interrupted';
      this.#stop.abort();
    };
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { signal: this.#over.signal });
  }

  async all(): Promise<RunResult> {
    this.#reporter.runStart?.({ target: this.#options.name, scenarios: this.#scenarios.length });
    let found: Preflight | undefined;
    try {
      found = await runPreflight(
        this.#options,
        this.#scenarios,
        (made) => (this.#scratch = made),
        this.#stop.signal,
      );
      for (const { records, transcript } of found.heard) {
        this.#tally.add('survey', records, transcript);
        this.#noteNames(records);
      }
      await this.#playAll(found);
      this.#stopped ??= found.barrier?.reason;
    } catch (error) {
      if (this.#stopped === undefined) {
        if (!(error instanceof TargetFailed || error instanceof TargetError)) throw error;
        this.#stopped = error.message;
      }
    }
    const leftovers = await this.#cleanUp();
    this.#over.abort();
    const result = this.#result(found, leftovers);
    this.#reporter.runEnd?.(result);
    return result;
  }

  async #cleanUp(): Promise<Leftover[]> {
    if (!this.#scratch) return [];
    return await removeScratch(
      this.#scratch,
      this.#made,
      secretsOf(this.#options),
      this.#interrupted,
    );
  }

  /** Remembers what has to be removed. */
  #noteNames({ dialogues }: Records): void {
    if (!this.#scratch) return;
    for (const made of madeNames(dialogues, this.#scratch.root)) this.#made.push(made);
  }

  #result(found: Preflight | undefined, leftovers: readonly Leftover[]): RunResult {
    const order = new Map(this.#scenarios.map(({ id }, index) => [id, index]));
    const scenarios = this.#results.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
    const rules = this.#tally.results();
    return {
      target: this.#options.name,
      server: this.#hide(found?.server ?? ''),
      startedAt: this.#startedAt,
      durationMs: performance.now() - this.#start,
      seed: this.#options.seed,
      jobs: found?.jobs ?? 0,
      scenarios,
      rules,
      totals: totals([...scenarios, ...rules]),
      stopped: this.#stopped === undefined ? undefined : this.#hide(this.#stopped),
      leftovers,
    };
  }

  /** Those that can share the server first, side by side; then those that want it for themselves. */
  async #playAll(found: Preflight): Promise<void> {
    const shared = this.#scenarios
      .filter(({ exclusive }) => !exclusive)
      .sort((a, b) => patience(b) - patience(a));
    // Ports that a firewall leaves open are few: those that listen there take turns.
    const turns = (scenario: Scenario): boolean =>
      found.profile.activePorts !== undefined && scenario.needs.includes('port-bind');
    const queue = shared.filter((scenario) => !turns(scenario)).values();
    const worker = async (scenarios: Iterable<Scenario>): Promise<void> => {
      for (const scenario of scenarios) {
        if (this.#stop.signal.aborted) return;
        await this.#play(scenario, found);
      }
    };
    const first = worker(shared.filter(turns)).then(() => worker(queue));
    const others = Array.from({ length: found.jobs - 1 }, () => worker(queue));
    await Promise.all([first, ...others]);
    for (const scenario of this.#scenarios.filter(({ exclusive }) => exclusive)) {
      if (this.#stop.signal.aborted) return;
      await this.#play(scenario, found);
    }
  }

  async #play(scenario: Scenario, found: Preflight): Promise<void> {
    this.#reporter.scenarioStart?.({ target: this.#options.name, id: scenario.id });
    const startedAt = new Date();
    const start = performance.now();
    let transcript = this.#transcript();
    const reason = this.#reasonToSkip(scenario, found);
    let played: Pick<Played, 'outcome' | 'reason' | 'deviations' | 'info'>;
    if (reason !== undefined)
      played = { outcome: 'skip', reason: this.#hide(reason), deviations: [], info: [] };
    else {
      const all = await this.#tries(scenario, found, () => (transcript = this.#transcript()));
      // What was cut short tells nothing about how a dialogue goes on.
      if (!this.#stop.signal.aborted) this.#tally.add(scenario.id, all.records, transcript);
      played = all;
    }
    const result = scenarioResult(
      scenario,
      played,
      {
        startedAt,
        durationMs: performance.now() - start,
        transcript: transcript.lines(),
        rerun: `${this.#options.rerun} --id ${scenario.id} --seed ${this.#options.seed}`,
      },
      this.#catalogue,
    );
    this.#results.push(result);
    this.#reporter.scenarioEnd?.(this.#options.name, result);
  }

  /** Plays, again and again while the server turns clients away because too many are there. */
  async #tries(scenario: Scenario, found: Preflight, fresh: () => Transcript): Promise<Played> {
    for (let turn = 1; ; turn++) {
      const seed = `${found.profile.seed}/${scenario.id}`;
      const played = await play(
        scenario,
        siteFor(scenario, found, turn, seed),
        fresh(),
        this.#stop.signal,
      );
      this.#noteNames(played.records);
      const most = found.jobs > 1 ? TURNED_AWAY_TRIES.besideOthers : TURNED_AWAY_TRIES.alone;
      const crowded = played.refusedWith === 421 && turn < most;
      if (crowded && !this.#stop.signal.aborted) {
        await delay(200 * turn);
        continue;
      }
      this.#watch(scenario, played);
      return played;
    }
  }

  /** Too many in a row that break before their first step: the target is gone, and the rest would only say so again. */
  #watch(scenario: Scenario, played: Played): void {
    const turnedAway = GONE.includes(played.refusedWith);
    const early = played.deviations.find(
      ({ outcome, at }) => outcome === 'error' && at === scenario,
    );
    if (!early || !turnedAway) this.#broken = 0;
    else if (++this.#broken >= MOST_BROKEN && this.#stopped === undefined) {
      this.#stopped = `the target no longer serves: ${early.actual}`;
      this.#stop.abort();
    }
  }

  #reasonToSkip(scenario: Scenario, found: Preflight): string | undefined {
    const { own, allow } = this.#options;
    if (scenario.risk !== 'safe' && !own && !allow.includes(scenario.risk))
      return `it is ${scenario.risk}, which this host does not get without --allow ${scenario.risk}`;
    const { barrier } = found;
    if (!reaches(startOf(scenario), barrier))
      return `nobody gets that far: ${barrier?.reason ?? ''}`;
    const need = scenario.needs.find((one) => found.unmet.has(one));
    return need === undefined ? undefined : `needs ${need}: ${found.unmet.get(need) ?? ''}`;
  }

  #transcript(): Transcript {
    return new Transcript(secretsOf(this.#options));
  }
}

function siteFor(scenario: Scenario, found: Preflight, turn: number, seed: string): ServerProfile {
  const { needs } = scenario;
  const host = needs.includes('ipv6')
    ? found.hosts[6]
    : needs.includes('ipv4')
      ? found.hosts[4]
      : undefined;
  const folder = `${scenario.id.replace('/', '-')}${turn > 1 ? `-${turn}` : ''}`;
  const scratch =
    needs.includes('writable-dir') && found.scratchRoot !== undefined
      ? joinPath(found.scratchRoot, folder)
      : undefined;
  return { ...found.profile, host: host ?? found.profile.host, scratch, seed };
}

/** Roughly how long a scenario waits: the longest begin first, so that none is left alone at the end. */
function patience(scenario: Scenario): number {
  const waits = JSON.stringify([scenario.setup, scenario.steps]).matchAll(
    /"(?:silence|within|pause)":"([\d.]+)(ms|s|m)"/g,
  );
  return [...waits].reduce(
    (sum, [, number, unit]) =>
      sum + Number(number) * ({ ms: 1, s: 1000, m: 60_000 }[unit ?? ''] ?? 0),
    0,
  );
}
