import { setMaxListeners } from 'node:events';
import { isIPv6 } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Catalogue } from '../catalogue/index.ts';
import { formatMs } from '../client/failures.ts';
import { QUOTED } from '../client/limits.ts';
import type { Records } from '../client/records.ts';
import { hideSecrets, hideSecretsInSentence } from '../client/secrets.ts';
import { Transcript } from '../client/transcript.ts';
import { Expectations } from '../ledger/judge.ts';
import { type Place, placeOf } from '../ledger/places.ts';
import type { Scenario } from '../scenario/load.ts';
import { play, startOf, type Played } from '../scenario/play.ts';
import { type Attempt, endingServer, lacking, unplayed, withoutRecords } from './attempt.ts';
import { shorten } from '../wire/shorten.ts';
import { Availability } from './availability.ts';
import type { Reporter } from './events.ts';
import { runStart } from './run-start.ts';
import { RUN, TRANSCRIPTS } from './limits.ts';
import { type Lack, lackOf } from './lack.ts';
import { lossIn, type Lost } from './lost-server.ts';
import { secretsOf, type RunOptions } from './options.ts';
import { extentOf, notJudged, whyNothingJudged } from './not-judged.ts';
import { columnOf, notPlayed, scenarioResult, totals, wasPlayed } from './to-result.ts';
import type { LedgerResult, Leftover, RuleResult, RunResult, ScenarioResult } from './results.ts';
import { reaches } from './preflight/login-barrier.ts';
import { sentenceOf, tooSlow } from './target-errors.ts';
import { profileFor } from './profile-for.ts';
import { schedule } from './schedule.ts';
import { Made } from './made.ts';
import { runPreflight, type Preflight } from './preflight/index.ts';
import { rulesSeen, Tally } from './tally.ts';
import { ofTurns } from './turns.ts';

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
  readonly #tally = new Tally();
  /** what the ledger says, once it is known where the target is */
  #expected: { readonly place: Place; readonly of: Expectations } | undefined;
  readonly #hide: (text: string) => string;
  readonly #results = new Map<string, ScenarioResult>();
  readonly #startedAt = new Date();
  readonly #start = performance.now();
  readonly #begun = new Map<string, { readonly startedAt: Date; readonly start: number }>();
  /** how often each was played */
  readonly #turns = new Map<string, number>();
  /** how those ended that are to be played more often */
  readonly #turnsOver = new Map<string, [ScenarioResult, ...ScenarioResult[]]>();
  /** what a server that went away may have judged, to be played again by itself */
  readonly #again: Lost[] = [];
  readonly #made: Made;
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
    const hide = hideSecretsInSentence(secretsOf(options));
    this.#hide = (text) => shorten(hide(text), QUOTED.characters);
    this.#made = new Made(options, this.#hide);
    this.#interrupted = signal;
    // Every scenario that plays listens, as many as there are jobs.
    setMaxListeners(0, this.#stop.signal);
    const interrupt = (): void => this.#end('interrupted');
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { signal: this.#over.signal });
  }

  async all(): Promise<RunResult> {
    this.#tell(() =>
      this.#reporter.runStart?.(runStart(this.#options, this.#scenarios, this.#startedAt)),
    );
    let found: Preflight | undefined;
    const limit = setTimeout(
      () => this.#end(`the run did not end within ${formatMs(RUN.ms)}`),
      RUN.ms,
    );
    try {
      found = await this.#preflight();
      this.#reached(found);
      await this.#playAll(found);
      this.#stopped ??= found.barrier?.reason;
    } catch (error) {
      this.#stopped ??= sentenceOf(error);
    }
    clearTimeout(limit);
    for (const { attempt } of this.#again) this.#tell(() => this.#report(attempt));
    for (const turns of this.#turnsOver.values()) this.#tell(() => this.#conclude(ofTurns(turns)));
    const leftovers = await this.#made.remove(found?.profile, this.#interrupted);
    this.#over.abort();
    const result = this.#result(found, leftovers);
    this.#tell(() => this.#reporter.runEnd?.(result));
    const stopped = this.#shownStop() ?? result.stopped;
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
        (scratch) => this.#made.scratch(scratch),
        this.#stop.signal,
      );
      for (const { records, transcript } of found.records) {
        this.#tell(() => this.#judge('preflight', records, transcript));
        this.#made.names(records);
      }
      return found;
    } finally {
      clearTimeout(limit);
    }
  }

  #reached(found: Preflight): void {
    const { ledger, name: target } = this.#options;
    const { profile, jobs } = found;
    const place = placeOf(profile.security !== 'ftp', isIPv6(profile.host) ? 6 : 4);
    this.#expected = ledger && { place, of: new Expectations(ledger, place) };
    const server = this.#server(found);
    this.#tell(() => this.#reporter.reached?.({ target, server, place, jobs }));
  }

  #server(found: Preflight | undefined): string {
    const hide = hideSecrets(secretsOf(this.#options));
    return shorten(hide(found?.server ?? ''), QUOTED.characters);
  }

  /** Lets the rules look at what was said. */
  #judge(scenario: string, records: Records, transcript: Transcript): void {
    const rules = rulesSeen(scenario, records, transcript, this.#catalogue.replies);
    this.#tally.add(rules);
    this.#reporter.rulesSeen?.({ target: this.#options.name, scenario, rules });
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
    const rules = this.#tally
      .results()
      .map((rule) => ({ ...rule, known: this.#expected?.of.known(rule) }));
    const skipped = notJudged(scenarios);
    const nothing = whyNothingJudged(scenarios, rules);
    return {
      target: this.#options.name,
      label: this.#options.label,
      server: this.#server(found),
      startedAt: this.#startedAt,
      durationMs: performance.now() - this.#start,
      seed: this.#options.seed,
      jobs: found?.jobs ?? 0,
      scenarios,
      rules,
      totals: totals([...scenarios, ...rules]),
      notJudged: skipped,
      extent: extentOf(scenarios, skipped, this.#isPart()),
      ledger: this.#ledgerResult(scenarios, rules),
      stopped: stopped ?? (nothing && this.#hide(nothing)),
      waitedLess: found?.profile.waits.shortened ?? [],
      leftovers,
    };
  }

  /** Whether there are scenarios that this run does not play. */
  #isPart(): boolean {
    return this.#options.isSelection || this.#options.shard !== undefined;
  }

  #ledgerResult(
    scenarios: readonly ScenarioResult[],
    rules: readonly RuleResult[],
  ): LedgerResult | undefined {
    if (!this.#expected) return undefined;
    const { place, of } = this.#expected;
    // A rule that saw only a part of the exchanges may have missed the one that breaks it.
    const isWhole = !this.#isPart() && this.#shownStop() === undefined;
    const ends = [...scenarios.filter(wasPlayed), ...(isWhole ? rules : [])];
    return { file: of.file, place, problems: of.problems(ends) };
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
        await availability.settled();
        const { slowMs } = found.profile.waits;
        if (slowMs !== undefined) this.#end(tooSlow(slowMs));
        if (this.#stop.signal.aborted) return;
        await this.#repeatedly(() => play(scenario, found, availability));
      }
    };
    const first = worker(inTurn).then(() => worker(queue));
    const others = Array.from({ length: found.jobs - 1 }, () => worker(queue));
    await Promise.all([first, ...others]);
    for (const { attempt } of this.#again) {
      if (this.#stop.signal.aborted) return;
      await this.#playAlone(attempt.scenario, found, availability);
    }
    for (const scenario of alone)
      await this.#repeatedly(() => this.#playAlone(scenario, found, availability));
  }

  /** Plays a scenario as often as it is wanted. */
  async #repeatedly(play: () => Promise<void>): Promise<void> {
    for (let turn = 1; turn <= this.#options.repeat && !this.#stop.signal.aborted; turn++)
      await play();
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
      const required = this.#requiredOf(scenario, found);
      const played = required
        ? lacking(scenario, required.need, this.#hide(required.why))
        : reason === undefined
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
      this.#tell(() => this.#judge(scenario.id, played.records, transcript));
    const judged = scenarioResult(
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
    const result = { ...judged, known: this.#expected?.of.known(judged) };
    if (isPlayed) this.#last = scenario.id;
    if (this.#options.endsAt.includes(columnOf(result)))
      this.#end(`--fail-fast ends it at the first failure, ${scenario.id}`);
    this.#turn(result);
  }

  /** Waits with a result until all its turns are over. */
  #turn(result: ScenarioResult): void {
    const { repeat } = this.#options;
    if (repeat === 1) {
      this.#conclude(result);
      return;
    }
    const before = this.#turnsOver.get(result.id);
    const turns: [ScenarioResult, ...ScenarioResult[]] = before ? [...before, result] : [result];
    this.#turnsOver.set(result.id, turns);
    if (turns.length >= repeat) this.#conclude(ofTurns(turns));
  }

  /** A scenario is over. */
  #conclude(result: ScenarioResult): void {
    this.#turnsOver.delete(result.id);
    this.#results.set(result.id, result);
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
      this.#made.names(played.records);
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
    const lack = lackOf(scenario, found, scenario.needs);
    return lack && `needs ${lack.need}: ${lack.why}`;
  }

  /** A need that the user requires, and why it is not met. */
  #requiredOf(scenario: Scenario, found: Preflight): Lack | undefined {
    const required = scenario.needs.filter((one) => this.#options.require.includes(one));
    return lackOf(scenario, found, required);
  }

  #transcript(): Transcript {
    return new Transcript(secretsOf(this.#options));
  }
}
