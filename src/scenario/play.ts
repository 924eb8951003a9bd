import { Closed, formatMs, HandshakeFailed, Timeout, TransferRefused } from '../client/failures.ts';
import type { ControlConnection } from '../client/control.ts';
import type { Transcript } from '../client/transcript.ts';
import type { Records } from '../client/records.ts';
import { WireError } from '../wire/errors.ts';
import type { Reply } from '../wire/reply.ts';
import { nameBuiltIns, nameEnds } from './builtins.ts';
import type { Context } from './context.ts';
import { makeFiles } from './files.ts';
import { inWords } from './in-words.ts';
import type { Scenario } from './load.ts';
import { startSession } from './session-start.ts';
import type { Step } from './schema.ts';
import type { Start } from './stages.ts';
import type { ServerProfile } from './server-profile.ts';
import { runStep } from './steps.ts';
import { UnknownValue } from './values.ts';
import { Deviation, Done, NO_ROOM, sentenceOf, SetupFailed, Skipped } from './outcomes.ts';
import { allAnswered, World } from './world.ts';

/** What did not hold, what that amounts to, and at which step. */
export interface PlacedDeviation extends Pick<Deviation, 'expected' | 'actual' | 'ruling'> {
  readonly outcome: 'warn' | 'fail' | 'error';
  /** the step, or the scenario where it broke before its first step */
  readonly at: object;
}

/** How a scenario went. */
export interface Played {
  readonly outcome: 'pass' | 'warn' | 'fail' | 'skip' | 'error';
  readonly reason: string;
  readonly deviations: readonly PlacedDeviation[];
  readonly info: readonly string[];
  readonly records: Records;
  /** the reply code that refused the set-up, where one did: 421 is worth another try */
  readonly refusedWith: number | undefined;
  /** it was ended here before it was through */
  readonly isCutShort: boolean;
}

/** A QUIT that is not answered for so long tells nothing more. */
const QUIT_MS = 5000;
/** The end that a 421 promises gets longer (catalogue, RFC959-4.2-421-1). */
const FAREWELL_MS = 10_000;
/** Warnings of one scenario that are kept: what more there are say no more. */
const MOST_WARNINGS = 100;
/** QUIT is not known: nothing more is to come. */
const NO_QUIT = [500, 502];

/**
 * Plays one scenario: set-up, steps, clean-up, and QUIT on every connection that is still in step.
 * @param signal ends it early; the outcome is then an error, with a text that is its reason
 */
export async function play(
  scenario: Scenario,
  profile: ServerProfile,
  transcript: Transcript,
  signal: AbortSignal,
): Promise<Played> {
  const player = new Player(scenario, profile, transcript);
  const abort = (): void => void player.world.close();
  signal.addEventListener('abort', abort);
  try {
    if (!signal.aborted) await player.run();
  } finally {
    signal.removeEventListener('abort', abort);
    await player.world.close();
  }
  if (signal.aborted)
    player.cutShort(typeof signal.reason === 'string' ? signal.reason : 'interrupted');
  else if (player.world.overdue)
    player.cutShort(`no end within ${formatMs(profile.longestMs)}, as something kept coming`);
  return player.result();
}

/** How far the client comes by itself before the first step. */
export function startOf({ start, needs }: Scenario): Start {
  return start ?? (needs.includes('login') ? 'logged-in' : 'secured');
}

/** Whether a phase went through, the script ended the scenario there (`done`), or it broke or was skipped. */
type End = 'through' | 'done' | 'broken';

class Player implements Context {
  readonly world: World;
  readonly title: string;
  readonly #scenario: Scenario;
  readonly #deviations: PlacedDeviation[] = [];
  readonly #start: Start;
  #at: object;
  #skipped: string | undefined;
  #refusedWith: number | undefined;
  #isCutShort = false;

  constructor(scenario: Scenario, profile: ServerProfile, transcript: Transcript) {
    this.title = scenario.title;
    this.#scenario = scenario;
    this.#at = scenario;
    this.#start = startOf(scenario);
    this.world = new World(profile, transcript);
    nameBuiltIns(this.world);
  }

  inWords(template: string | number): string {
    return inWords(template, this.#scenario);
  }

  warn(deviation: Deviation): void {
    this.#deviates('warn', deviation);
  }

  async run(): Promise<void> {
    const { setup, steps, cleanup } = this.#scenario;
    const begun = await this.#phase('error', async () => {
      if (this.world.profile.scratch !== undefined)
        await makeFiles(this.world, this.#scenario.files);
      await this.#startMain();
      this.#nameEnds();
    });
    if (begun !== 'through') return;
    let end = await this.#phase('error', () => this.#steps(setup ?? []));
    if (end === 'through') end = await this.#phase('judged', () => this.#steps(steps));
    if (cleanup) await this.#cleanUp(cleanup, end);
    if (end !== 'broken') await this.#quit();
  }

  async #startMain(): Promise<void> {
    const { account } = this.world.profile;
    await startSession(this.world, 'main', { stage: this.#start, account });
  }

  #hasLost(name: string): boolean {
    return this.world.hasControl(name) && !this.world.control(name).connection.takesCommands;
  }

  /**
   * Cleans up, over a new connection where the scenario has lost its own. After a scenario that broke, that may fail too,
   * and says nothing.
   */
  async #cleanUp(steps: readonly Step[], end: End): Promise<void> {
    const [before, skipped] = [this.#deviations.length, this.#skipped];
    await this.#phase('error', async () => {
      if (this.#hasLost('main')) await this.#startMain();
      await this.#steps(steps);
    });
    if (end === 'broken') this.#deviations.splice(before);
    this.#skipped = skipped;
  }

  /** It ended before it was through: what was seen so far is no outcome. */
  cutShort(actual: string): void {
    this.#isCutShort = true;
    this.#deviations.length = 0;
    this.#deviations.push({
      outcome: 'error',
      expected: 'to play to the end',
      actual,
      ruling: undefined,
      at: this.#scenario,
    });
  }

  result(): Played {
    const worst = (['error', 'fail', 'warn'] as const).find((outcome) =>
      this.#deviations.some((deviation) => deviation.outcome === outcome),
    );
    const first = this.#deviations.find(({ outcome }) => outcome === worst);
    // What was found before stays found.
    const skipped = this.#skipped !== undefined && worst === undefined;
    const reason = first ? sentenceOf(first, this.#scenario.title) : '';
    return {
      outcome: skipped ? 'skip' : (worst ?? 'pass'),
      reason: skipped ? (this.#skipped ?? '') : reason,
      deviations: this.#deviations,
      info: this.world.info.map((line) => this.world.transcript.hideInSentence(line)),
      records: { dialogues: this.world.dialogues(), data: this.world.dataEvents },
      refusedWith: this.#refusedWith,
      isCutShort: this.#isCutShort,
    };
  }

  async #phase(kind: 'error' | 'judged', run: () => Promise<void>): Promise<End> {
    try {
      await run();
      return 'through';
    } catch (error) {
      if (error instanceof Done) return 'done';
      if (error instanceof Skipped || isNoRoom(error)) {
        this.#skipped = this.world.transcript.hideInSentence(error.message);
        return 'broken';
      }
      if (error instanceof SetupFailed) this.#refusedWith = error.code;
      const byServer = kind === 'judged' ? asDeviation(error) : undefined;
      if (byServer) this.#deviates(byServer.severity ?? this.#byLevel(), byServer);
      else this.#deviates('error', asError(error));
      return 'broken';
    }
  }

  async #steps(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      this.#at = step;
      try {
        await runStep(this, step, { nested: (inner) => this.#steps(inner), start: this.#start });
      } catch (error) {
        if (!(error instanceof Deviation) || error.final) throw error;
        this.warn(error);
      }
    }
  }

  #byLevel(): 'warn' | 'fail' {
    return /^MUST/.test(this.#scenario.level) ? 'fail' : 'warn';
  }

  #deviates(outcome: PlacedDeviation['outcome'], { expected, actual, ruling }: Deviation): void {
    const hide = (text: string): string => this.world.transcript.hideInSentence(text);
    // A list of the server's may be long, and each of its items be warned of.
    if (outcome === 'warn' && this.#deviations.length >= MOST_WARNINGS) return;
    this.#deviations.push({
      outcome,
      expected: hide(expected),
      actual: hide(actual),
      ruling,
      at: this.#at,
    });
  }

  /** Counts replies to the end: what the server still owes or sends too much shows before the 221. */
  async #quit(): Promise<void> {
    await Promise.all(
      this.world.toQuit().map(async ({ connection }) => {
        const leaving = hasSaidFarewell(connection);
        const end = performance.now() + (leaving ? FAREWELL_MS : QUIT_MS);
        try {
          await connection.send('QUIT');
          let reply: Reply;
          do reply = await connection.reply(end - performance.now());
          while (!(NO_QUIT.includes(reply.code) && allAnswered(connection)));
        } catch (error) {
          // A server that answers and does not close is judged by the scenarios about QUIT.
          if (!leaving && !hasSaidFarewell(connection, 221)) connection.owed(error);
        }
        const left = end - performance.now();
        if (leaving && left > 0) await connection.ended(left).catch(() => undefined);
      }),
    );
    this.world.finish();
  }

  #nameEnds(): void {
    if (!this.world.hasControl('main')) return;
    const { local, peer } = this.world.control('main').connection;
    nameEnds(this.world, local, peer);
  }
}

function hasSaidFarewell({ events }: ControlConnection, code = 421): boolean {
  return events.some((event) => event.kind === 'reply' && event.reply.code === code);
}

function isNoRoom(error: unknown): error is SetupFailed {
  return error instanceof SetupFailed && NO_ROOM.includes(error.code ?? 0);
}

/** What keeps a scenario from being judged: its set-up, its script, this machine. */
function asError(error: unknown): Deviation {
  const deviation = asDeviation(error);
  if (deviation) return deviation;
  if (error instanceof SetupFailed) return new Deviation('the set-up to work', error.message);
  if (error instanceof UnknownValue) return new Deviation('a value', error.message);
  return new Deviation('to carry this out', error instanceof Error ? error.message : String(error));
}

/** Errors that say something about the server, as deviations; undefined for others. */
function asDeviation(error: unknown): Deviation | undefined {
  if (error instanceof Deviation) return error;
  if (error instanceof Timeout)
    return new Deviation(error.awaited, `nothing within ${error.within}`);
  if (error instanceof Closed) return new Deviation('the connection to stay open', error.message);
  if (error instanceof HandshakeFailed) return new Deviation('a TLS handshake', error.message);
  if (error instanceof TransferRefused)
    return new Deviation('the transfer to go on', error.message);
  if (error instanceof WireError) return new Deviation('what the RFC prescribes', error.message);
  return undefined;
}
