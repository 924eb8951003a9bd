import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Catalogue } from '../catalogue/index.ts';
import { formatMs } from '../client/failures.ts';
import { QUOTED } from '../client/limits.ts';
import type { Records } from '../client/records.ts';
import { hideSecrets, hideSecretsInSentence } from '../client/secrets.ts';
import { Transcript } from '../client/transcript.ts';
import type { Scenario } from '../scenario/load.ts';
import { play, startOf, type Played } from '../scenario/play.ts';
import { type Attempt, endingServer, unplayed, withoutRecords } from './attempt.ts';
import { shorten } from '../wire/shorten.ts';
import { Availability } from './availability.ts';
import type { Reporter } from './events.ts';
import { RUN, TRANSCRIPTS } from './limits.ts';
import { lossIn, type Lost } from './lost-server.ts';
import { secretsOf, type RunOptions } from './options.ts';
import { notPlayed, scenarioResult, totals } from './to-result.ts';
import type { Leftover, RunResult, ScenarioResult } from './results.ts';
import { reaches } from './preflight/login-barrier.ts';
import { sentenceOf } from './target-errors.ts';
import { profileFor } from './profile-for.ts';
import { schedule } from './schedule.ts';
import { runPreflight, type Preflight } from './preflight/index.ts';
import { Tally } from './tally.ts';
import { type MadeName, madeNames } from './clean-up/made-names.ts';
import { removeScratch, type Scratch } from './scratch.ts';

/** How often a scenario is tried that the server turns away with 421: others are there, or one that is just leaving. */
const TURNED_AWAY_TRIES = { besideOthers: 6, alone: 3 };

/**
 * Plays scenarios against one target, some side by side, and reports as it goes. Whatever breaks, the target, the
 * network or we ourselves, ends in the result.
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

/** Connections that are lost within this time may be lost to the same end of a server. */
const SAME_END_MS = 3_000;

class Run {
  readonly #options: RunOptions;
  readonly #scenarios: readonly Scenario[];
  readonly #catalogue: Catalogue;
  readonly #reporter: Reporter;
  /** the user's Ctrl-C, or our own end because the target is gone */
  readonly #stop = new AbortController();
  /** the user's Ctrl-C */
  readonly #interrupted: AbortSignal;
  readonly #over = new AbortController();
  readonly #tally: Tally;
  readonly #hide: (text: string) => string;
  readonly #results = new Map<string, ScenarioResult>();
  readonly #startedAt = new Date();
  readonly #start = performance.now();
  readonly #begun = new Map<string, { readonly startedAt: Date; readonly start: number }>();
  /** how often each was played */
  readonly #turns = new Map<string, number>();
  /** what a server that went away may have judged, to be played again by itself */
  readonly #again: Lost[] = [];
  /** what has to be removed at the end */
  #scratch: Scratch | undefined;
  readonly #made: MadeName[] = [];
  #fault: string | undefined;
  #last: string | undefined;
  /** characters that transcripts may still have */
  #room: number = TRANSCRIPTS.characters;
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
    const hide = hideSecretsInSentence(secretsOf(options));
    this.#hide = (text) => shorten(hide(text), QUOTED.characters);
    this.#interrupted = signal;
    // Every scenario that plays listens, as many as there are jobs.
    setMaxListeners(0, this.#stop.signal);
    const interrupt = (): void => this.#end('interrupted');
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { signal: this.#over.signal });
  }

  async all(): Promise<RunResult> {
    this.#tell(() =>
      this.#reporter.runStart?.({ target: this.#options.name, scenarios: this.#scenarios.length }),
    );
    let found: Preflight | undefined;
    const limit = setTimeout(
      () => this.#end(`the run did not end within ${formatMs(RUN.ms)}`),
      RUN.ms,
    );
    try {
      found = await this.#preflight();
      await this.#playAll(found);
      this.#stopped ??= found.barrier?.reason;
    } catch (error) {
      this.#stopped ??= sentenceOf(error);
    }
    clearTimeout(limit);
    for (const { attempt } of this.#again) this.#tell(() => this.#report(attempt));
    const leftovers = await this.#cleanUp();
    this.#over.abort();
    const result = this.#result(found, leftovers);
    this.#tell(() => this.#reporter.runEnd?.(result));
    const stopped = this.#shownStop();
    return stopped === result.stopped ? result : { ...result, stopped };
  }

  /** No more is played. */
  #end(stopped: string): void {
    this.#stopped ??= stopped;
    this.#stop.abort(this.#stopped);
  }

  /** Lets reporters and rules do their work: where they break, that is a fault of ours, and the run goes on. */
  #tell(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fault ??= sentenceOf(error);
    }
  }

  async #preflight(): Promise<Preflight> {
    const ms = RUN.preflightMs;
    const limit = setTimeout(
      () => this.#end(`the preflight did not end within ${formatMs(ms)}`),
      ms,
    );
    try {
      const found = await runPreflight(
        this.#options,
        this.#scenarios,
        (made) => this.#noteScratch(made),
        this.#stop.signal,
      );
      for (const { records, transcript } of found.records) {
        this.#tell(() => this.#tally.add('preflight', records, transcript));
        this.#noteNames(records);
      }
      return found;
    } finally {
      clearTimeout(limit);
    }
  }

  #noteScratch(scratch: Scratch): void {
    this.#scratch = scratch;
    this.#options.notes?.add(this.#options.name, scratch.root);
  }

  async #cleanUp(): Promise<Leftover[]> {
    if (!this.#scratch) return [];
    const { notes, name } = this.#options;
    try {
      const secrets = secretsOf(this.#options);
      const left = await removeScratch(this.#scratch, this.#made, secrets, this.#interrupted);
      if (left.length === 0) notes?.remove(name, this.#scratch.root);
      return left;
    } catch (error) {
      return [{ name: this.#hide(this.#scratch.root), reply: this.#hide(sentenceOf(error)) }];
    }
  }

  /** Remembers what has to be removed. */
  #noteNames({ dialogues }: Records): void {
    if (!this.#scratch) return;
    for (const made of madeNames(dialogues, this.#scratch.root)) this.#made.push(made);
  }

  #shownStop(): string | undefined {
    const stopped = this.#stopped ?? this.#fault;
    return stopped === undefined ? undefined : this.#hide(stopped);
  }

  #result(found: Preflight | undefined, leftovers: readonly Leftover[]): RunResult {
    const stopped = this.#shownStop();
    const scenarios = this.#scenarios.map(
      (scenario) =>
        this.#results.get(scenario.id) ?? notPlayed(scenario, stopped ?? '', this.#rerun(scenario)),
    );
    const rules = this.#tally.results();
    return {
      target: this.#options.name,
      server: shorten(
        hideSecrets(secretsOf(this.#options))(found?.server ?? ''),
        QUOTED.characters,
      ),
      startedAt: this.#startedAt,
      durationMs: performance.now() - this.#start,
      seed: this.#options.seed,
      jobs: found?.jobs ?? 0,
      scenarios,
      rules,
      totals: totals([...scenarios, ...rules]),
      stopped,
      leftovers,
    };
  }

  /** Those that can share the server first, side by side; then those that want it for themselves. */
  async #playAll(found: Preflight): Promise<void> {
    const availability = new Availability(
      found.profile,
      secretsOf(this.#options),
      this.#options.patienceMs,
      this.#stop.signal,
    );
    const { inTurn, beside, alone } = schedule(this.#scenarios, found);
    const queue = beside.values();
    const play = found.jobs > 1 ? this.#playBeside.bind(this) : this.#playAlone.bind(this);
    const worker = async (scenarios: Iterable<Scenario>): Promise<void> => {
      for (const scenario of scenarios) {
        if (this.#stop.signal.aborted) return;
        await play(scenario, found, availability);
      }
    };
    const first = worker(inTurn).then(() => worker(queue));
    const others = Array.from({ length: found.jobs - 1 }, () => worker(queue));
    await Promise.all([first, ...others]);
    for (const scenario of [...this.#again.map(({ attempt }) => attempt.scenario), ...alone]) {
      if (this.#stop.signal.aborted) return;
      await this.#playAlone(scenario, found, availability);
    }
  }

  /** Plays one while others play. What the end of the server may have judged is played again when all are through. */
  async #playBeside(
    scenario: Scenario,
    found: Preflight,
    availability: Availability,
  ): Promise<void> {
    const attempt = await this.#attempt(scenario, found);
    const loss = attempt && lossIn(attempt);
    if (!attempt || !loss) return;
    this.#again.push({ attempt: withoutRecords(attempt), loss, at: performance.now() });
    if (loss === 'not served') await this.#waitFor(scenario, availability);
  }

  /** Plays one while nothing else does, so that whatever becomes of the server comes of it. */
  async #playAlone(
    scenario: Scenario,
    found: Preflight,
    availability: Availability,
  ): Promise<void> {
    for (let turn = 1; ; turn++) {
      const attempt = await this.#attempt(scenario, found);
      const loss = attempt && lossIn(attempt);
      if (!attempt || !loss) return;
      const why = loss === 'cut off' ? await availability.whyNot(startOf(scenario)) : undefined;
      const isPlayedAgain = loss === 'not served' && turn < RUN.turns;
      if (!isPlayedAgain) this.#report(why === undefined ? attempt : endingServer(attempt, why));
      if (loss === 'not served' || why !== undefined) await this.#waitFor(scenario, availability);
      if (this.#stop.signal.aborted) this.#report(attempt);
      if (!isPlayedAgain || this.#stop.signal.aborted) return;
    }
  }

  /** Waits until the target serves again; where it does not, the run is at its end. */
  async #waitFor(scenario: Scenario, availability: Availability): Promise<void> {
    const start = performance.now();
    const why = await availability.wait(startOf(scenario));
    if (this.#stop.signal.aborted) return;
    if (why === undefined && availability.returns <= RUN.returns) return;
    const suspects = this.#again
      .filter(({ loss, at }) => loss === 'cut off' && at > start - SAME_END_MS)
      .map(({ attempt }) => attempt.scenario.id);
    const before = suspects.length > 0 ? suspects : this.#last === undefined ? [] : [this.#last];
    const last =
      before.length > 0 ? `; it went away when these were played: ${before.join(', ')}` : '';
    this.#end(
      why === undefined
        ? `the target went away and came back ${availability.returns} times${last}`
        : `the target no longer serves: ${why}${last}`,
    );
  }

  /** Plays one and reports it, unless the server let it down. */
  async #attempt(scenario: Scenario, found: Preflight): Promise<Attempt | undefined> {
    if (!this.#begun.has(scenario.id)) {
      this.#begun.set(scenario.id, { startedAt: new Date(), start: performance.now() });
      this.#tell(() =>
        this.#reporter.scenarioStart?.({ target: this.#options.name, id: scenario.id }),
      );
    }
    let transcript = this.#transcript();
    try {
      const reason = this.#reasonToSkip(scenario, found);
      const played =
        reason === undefined
          ? await this.#tries(scenario, found, () => (transcript = this.#transcript()))
          : unplayed('skip', this.#hide(reason));
      const attempt = { scenario, played, transcript };
      if (!this.#stop.signal.aborted && lossIn(attempt)) return attempt;
      this.#report(attempt);
    } catch (error) {
      const broken = unplayed('error', this.#hide(sentenceOf(error)));
      this.#tell(() => this.#report({ scenario, played: broken, transcript }));
    }
    return undefined;
  }

  #report({ scenario, played, transcript }: Attempt): void {
    if (this.#results.has(scenario.id)) return;
    const { startedAt, start } = this.#begun.get(scenario.id) ?? {
      startedAt: new Date(),
      start: performance.now(),
    };
    // What was cut short tells nothing about how a dialogue goes on.
    const isPlayed = played.records.dialogues.length > 0;
    if (!this.#stop.signal.aborted && isPlayed)
      this.#tell(() => this.#tally.add(scenario.id, played.records, transcript));
    const result = scenarioResult(
      scenario,
      played,
      {
        startedAt,
        durationMs: performance.now() - start,
        transcript: this.#kept(transcript),
        rerun: this.#rerun(scenario),
      },
      this.#catalogue,
    );
    this.#results.set(scenario.id, result);
    if (isPlayed) this.#last = scenario.id;
    this.#tell(() => this.#reporter.scenarioEnd?.(this.#options.name, result));
  }

  /** A transcript, as long as a run has room for it. */
  #kept(transcript: Transcript): readonly string[] {
    if (this.#room <= 0) return ['… left out, as the transcripts before it are long'];
    const lines = transcript.lines();
    for (const line of lines) this.#room -= line.length;
    return lines;
  }

  #rerun({ id }: Scenario): string {
    return `${this.#options.rerun} --id ${id} --seed ${this.#options.seed}`;
  }

  /** Plays, again and again while the server turns clients away because too many are there. */
  async #tries(scenario: Scenario, found: Preflight, fresh: () => Transcript): Promise<Played> {
    for (let tries = 1; ; tries++) {
      const turn = (this.#turns.get(scenario.id) ?? 0) + 1;
      this.#turns.set(scenario.id, turn);
      const seed = `${found.profile.seed}/${scenario.id}`;
      const played = await play(
        scenario,
        profileFor(scenario, found, turn, seed),
        fresh(),
        this.#stop.signal,
      );
      this.#noteNames(played.records);
      const most = found.jobs > 1 ? TURNED_AWAY_TRIES.besideOthers : TURNED_AWAY_TRIES.alone;
      if (played.refusedWith !== 421 || tries >= most || this.#stop.signal.aborted) return played;
      await delay(200 * tries, undefined, { signal: this.#stop.signal }).catch(() => undefined);
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
