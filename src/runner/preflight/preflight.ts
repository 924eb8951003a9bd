import { setTimeout as delay } from 'node:timers/promises';
import { Transcript } from '../../client/transcript.ts';
import type { Records } from '../../client/records.ts';
import { describeReply } from '../../scenario/match-reply.ts';
import type { Scenario } from '../../scenario/load.ts';
import { startSession, command, quit } from '../../scenario/session-start.ts';
import type { Need, Start } from '../../scenario/schema.ts';
import type { ServerProfile } from '../../scenario/server-profile.ts';
import { SetupFailed } from '../../scenario/outcomes.ts';
import { World } from '../../scenario/world.ts';
import { isLoopback } from '../../targets/addresses.ts';
import { formatEndpoint } from '../../wire/endpoint.ts';
import { whyNotActive } from './active.ts';
import { addressesOf, initialProfile } from './initial-profile.ts';
import { isTargetError, TargetFailed } from '../target-errors.ts';
import { checkNamed, FILES, findFile, makeFile, makeScratch, type WantedFile } from './files.ts';
import { secretsOf, type RunOptions } from '../options.ts';
import { type LoginBarrier, canBeJudged } from './login-barrier.ts';
import type { Scratch } from '../scratch.ts';

/** What a look at the target found out before the first scenario. */
export interface Preflight {
  readonly profile: ServerProfile;
  /** the address for scenarios that need IPv6 or IPv4 */
  readonly hosts: Readonly<Partial<Record<4 | 6, string>>>;
  /** first line of the greeting */
  readonly server: string;
  /** why a need is not met; needs that are met are absent */
  readonly unmet: ReadonlyMap<Need, string>;
  /** the directory that scenarios have theirs in */
  readonly scratchRoot: string | undefined;
  readonly jobs: number;
  /** where nobody can log in, but what comes before can be judged */
  readonly barrier: LoginBarrier | undefined;
  /** what the look itself heard, for the rules to judge */
  readonly heard: readonly PreflightRecord[];
}

/** One session of the look. */
export interface PreflightRecord {
  readonly records: Records;
  readonly transcript: Transcript;
}

/** Sessions side by side: what a polite visitor of somebody else's server opens, and what our own can take. */
const MOST_JOBS = { own: 12, foreign: 3 };
/** How often a session is tried that is turned away with 421. */
const VISITS = 4;
/** Needs that only somebody has who can log in. */
const OF_USERS: readonly Need[] = ['writable-dir', 'existing-file', 'large-file', 'port-bind'];

/**
 * Looks at a target: greets it, logs in, and finds out what the chosen scenarios need.
 * @param made hears of the scratch directory as soon as it is there, as somebody has to remove it
 * @throws TargetFailed, TargetError
 */
export async function runPreflight(
  options: RunOptions,
  scenarios: readonly Scenario[],
  made: (scratch: Scratch) => void,
  signal: AbortSignal,
): Promise<Preflight> {
  const hosts = await addressesOf(options);
  const host = hosts[4] ?? hosts[6];
  if (host === undefined)
    throw new TargetFailed(`${options.target.host} has no IPv${options.family ?? ''} address`);
  const wanted = new Set(scenarios.flatMap(({ needs }) => needs));
  try {
    return await new PreflightRun(initialProfile(options, host), options, made, signal).around(
      hosts,
      wanted,
    );
  } catch (error) {
    if (isTargetError(error)) throw new TargetFailed(error.message);
    throw error;
  }
}

/** The survey as it goes on. */
class PreflightRun {
  readonly #options: RunOptions;
  readonly #made: (scratch: Scratch) => void;
  readonly #unmet = new Map<Need, string>();
  readonly #heard: PreflightRecord[] = [];
  readonly #signal: AbortSignal;
  #profile: ServerProfile;
  #scratchRoot: string | undefined;

  constructor(
    profile: ServerProfile,
    options: RunOptions,
    made: (scratch: Scratch) => void,
    signal: AbortSignal,
  ) {
    this.#profile = profile;
    this.#options = options;
    this.#made = made;
    this.#signal = signal;
  }

  async around(hosts: Preflight['hosts'], wanted: ReadonlySet<Need>): Promise<Preflight> {
    const server = await this.#greeting(hosts, wanted);
    // First, as a server that answers nothing more is found out by it, and nothing else is asked then.
    const account = wanted.has('login') || wanted.has('writable-dir');
    const barrier = account ? await this.#login() : undefined;
    if (wanted.has('tls')) await this.#need('tls', () => this.#offersTls());
    if (this.#options.second === undefined)
      this.#unmet.set('second-account', 'no second account is given (--second-user)');
    if (wanted.has('anonymous')) await this.#need('anonymous', () => this.#anonymous());
    if (barrier) for (const need of OF_USERS) this.#unmet.set(need, barrier.reason);
    else if (account) {
      await this.#files(wanted);
      if (wanted.has('port-bind'))
        await this.#need('port-bind', () =>
          this.#visit(async (world) => {
            await startSession(world, 'survey', 'logged-in', this.#profile.account);
            return await whyNotActive(world, world.control('survey'));
          }),
        );
    }
    const stage = account && !barrier ? 'logged-in' : 'secured';
    const sessions = await this.#sessions(barrier?.before === 'greeted' ? 'connected' : stage);
    if (sessions < 2)
      this.#unmet.set('second-connection', 'the server takes one connection at a time');
    // Half of what there is room for, as some scenarios open several.
    const jobs = this.#options.jobs ?? Math.max(1, Math.floor(sessions / 2));
    return {
      profile: this.#profile,
      hosts,
      server,
      unmet: this.#unmet,
      scratchRoot: this.#scratchRoot,
      jobs,
      barrier,
      heard: this.#heard,
    };
  }

  /**
   * The greeting at the first address that gives one; the other family is asked where that is needed.
   * @throws TargetFailed where none greets
   */
  async #greeting(hosts: Preflight['hosts'], wanted: ReadonlySet<Need>): Promise<string> {
    const { family } = this.#options;
    let found: string | undefined;
    let failed: unknown;
    for (const [version, need] of [
      [4, 'ipv4'],
      [6, 'ipv6'],
    ] as const) {
      const host = hosts[version];
      if (host === undefined) {
        const excluded = family !== undefined && family !== version;
        const why = excluded
          ? `the run goes over IPv${family} only`
          : `the target has no IPv${version} address`;
        this.#unmet.set(need, why);
        continue;
      }
      if (found !== undefined && !wanted.has(need)) continue;
      try {
        const text = await this.#visit(greeting, { ...this.#profile, host });
        if (found === undefined) this.#profile = { ...this.#profile, host };
        found ??= text;
      } catch (error) {
        if (!(isTargetError(error) || error instanceof TargetFailed)) throw error;
        // One family that does not serve is no reason not to judge the other.
        this.#unmet.set(need, error.message);
        failed ??= error;
      }
    }
    if (found === undefined) throw failed;
    return found;
  }

  /** A session of its own; again after a while where the server has not yet let go of the one before. */
  async #visit<T>(work: (world: World) => Promise<T>, profile = this.#profile): Promise<T> {
    for (let turn = 1; ; turn++)
      try {
        return await this.#visitOnce(work, profile);
      } catch (error) {
        const crowded = error instanceof SetupFailed && error.code === 421;
        if (!crowded || turn === VISITS) throw error;
        await delay(200 * turn, undefined, { signal: this.#signal });
      }
  }

  async #visitOnce<T>(work: (world: World) => Promise<T>, profile: ServerProfile): Promise<T> {
    this.#signal.throwIfAborted();
    const transcript = new Transcript(secretsOf(this.#options));
    const world = new World(profile, transcript);
    const abort = (): void => void world.close();
    this.#signal.addEventListener('abort', abort);
    try {
      const result = await work(world);
      await Promise.all(world.toQuit().map((control) => quit(world, control)));
      return result;
    } catch (error) {
      if (world.overdue)
        throw new SetupFailed('something keeps coming from the server, without end');
      throw error;
    } finally {
      this.#signal.removeEventListener('abort', abort);
      await world.close();
      const records = { dialogues: world.dialogues(), data: world.dataEvents };
      this.#heard.push({ records, transcript });
    }
  }

  /** Notes why a need is not met; a refusal is a reason, not a failure of the run. */
  async #need(need: Need, find: () => Promise<string | undefined>): Promise<void> {
    let reason: string | undefined;
    try {
      reason = await find();
    } catch (error) {
      if (!isTargetError(error)) throw error;
      reason = error.message;
    }
    if (reason !== undefined) this.#unmet.set(need, reason);
  }

  async #offersTls(): Promise<string | undefined> {
    if (this.#profile.security === 'ftpes') return undefined;
    if (this.#profile.security === 'ftps')
      return 'the target speaks TLS from the first byte, so there is no AUTH TLS';
    await this.#visit(async (world) => {
      await startSession(world, 'survey', 'greeted', this.#profile.account);
      const control = world.control('survey');
      await command(world, control, 'AUTH TLS', [2]);
      // A QUIT in clear would be a broken handshake.
      control.unsynced = true;
    });
    return undefined;
  }

  async #anonymous(): Promise<string | undefined> {
    await this.#visit((world) =>
      startSession(world, 'survey', 'logged-in', this.#profile.anonymous, 'stay'),
    );
    return undefined;
  }

  /**
   * Logs in once; whether EPSV is known decides how data connections are made where it does not matter.
   * @returns how far one gets, where that is not to the login but worth judging
   */
  async #login(): Promise<LoginBarrier | undefined> {
    try {
      const passive = await this.#visit(async (world) => {
        await startSession(world, 'survey', 'logged-in', this.#profile.account);
        const control = world.control('survey');
        await control.connection.send('EPSV');
        const reply = await control.connection.arrival(this.#profile.replyMs);
        if (!(reply && 'lines' in reply && reply.code === 229)) return 'pasv' as const;
        return 'epsv' as const;
      });
      this.#profile = { ...this.#profile, passive };
      return undefined;
    } catch (error) {
      if (!(error instanceof SetupFailed)) throw error;
      const barrier = await this.#barrier(error);
      if (!canBeJudged(barrier, error.code)) throw error;
      return barrier;
    }
  }

  /** The first stage that is not reached on the way to a login that fails. */
  async #barrier({ code, message: reason }: SetupFailed): Promise<LoginBarrier> {
    // Silence behind a good greeting is not worth judging, and would have to be waited for once more.
    const stages = code === undefined ? (['greeted'] as const) : (['greeted', 'secured'] as const);
    for (const before of stages)
      try {
        await this.#visit((world) => startSession(world, 'survey', before, this.#profile.account));
      } catch (error) {
        if (!isTargetError(error)) throw error;
        return { before, reason: error.message };
      }
    return { before: 'logged-in', reason };
  }

  /** A scratch directory and files, made where that is allowed, found where not. */
  async #files(wanted: ReadonlySet<Need>): Promise<void> {
    const missing = FILES.filter(({ need }) => wanted.has(need));
    for (const file of missing) {
      const named = this.#profile[file.key];
      if (named !== undefined)
        this.#have(file.key, await this.#visit((world) => checkNamed(world, file, named)));
    }
    const toMake = missing.filter(({ key }) => this.#profile[key] === undefined);
    if (wanted.has('writable-dir') || (this.#mayWrite() && toMake.length > 0))
      await this.#need('writable-dir', async () => {
        if (!this.#mayWrite()) return 'writing is not allowed on this host (--allow writes)';
        await this.#visit((world) =>
          makeScratch(world, (root) => {
            this.#scratchRoot = root;
            this.#made({ profile: this.#profile, root });
          }),
        );
        return undefined;
      });
    for (const file of toMake) await this.#need(file.need, () => this.#provide(file));
  }

  /** Makes a file where there is a scratch directory that takes it, and finds one where not. */
  async #provide(file: WantedFile): Promise<string | undefined> {
    let refused: string | undefined;
    const root = this.#scratchRoot;
    if (root !== undefined)
      try {
        this.#have(file.key, await this.#visit((world) => makeFile(world, file, root)));
        return undefined;
      } catch (error) {
        if (!isTargetError(error)) throw error;
        refused = error.message;
      }
    const found = await this.#visit((world) => findFile(world, file));
    if (!('path' in found)) return refused ?? found.why;
    this.#have(file.key, found.path);
    return undefined;
  }

  #have(key: WantedFile['key'], path: string): void {
    this.#profile = { ...this.#profile, [key]: path };
  }

  #mayWrite(): boolean {
    return this.#options.own || this.#options.allow.includes('writes');
  }

  /** How many sessions the server takes at a time: opens one after another until it says it is enough. */
  async #sessions(start: Start): Promise<number> {
    const own = this.#options.own || isLoopback(this.#profile.host);
    const found = 2 * (own ? MOST_JOBS.own : MOST_JOBS.foreign);
    // Where the user has said how many, it only matters whether a second one is possible.
    const most = this.#options.jobs === undefined ? found : 2;
    return await this.#visit(async (world) => {
      for (let open = 0; open < most; open++)
        try {
          await startSession(world, `survey${open}`, start, this.#profile.account, 'stay');
        } catch (error) {
          if (!(error instanceof SetupFailed)) throw error;
          return Math.max(1, open);
        }
      return most;
    });
  }
}

async function greeting(world: World): Promise<string> {
  try {
    const control = await world.openControl('survey');
    const reply = await control.connection.reply(world.profile.replyMs);
    if (reply.code === 0)
      throw new TargetFailed(`${place(world)} does not speak FTP; it says ${describeReply(reply)}`);
    if (reply.code >= 400)
      throw new SetupFailed(
        `${place(world)} turns clients away: ${describeReply(reply)}`,
        reply.code,
      );
    return reply.lines[0]?.text ?? '';
  } catch (error) {
    if (!isTargetError(error) || error instanceof SetupFailed) throw error;
    throw new TargetFailed(`${place(world)} sends no greeting: ${error.message}`);
  }
}

function place(world: World): string {
  return formatEndpoint({ host: world.profile.host, port: world.profile.port });
}
