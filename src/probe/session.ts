import { ControlConnection } from '../client/control.ts';
import { dial } from '../client/dial.ts';
import { Closed, HandshakeFailed, Timeout } from '../client/failures.ts';
import { Transcript } from '../client/transcript.ts';
import { familyOf } from '../wire/endpoint.ts';
import type { Reply } from '../wire/reply.ts';
import { describeCertificate, flawsOf } from './certificate.ts';
import { keptLines } from './kept-text.ts';
import type { Answer, SessionInfo, Login } from './observations.ts';
import type { ProbeContext } from './context.ts';
import { patienceOf } from './patience.ts';

/** How much longer than its time a reply may take while its lines still come: that many times, and no more than that. */
const SLOW = 4;
const MOST_SLOW_MS = 10_000;

/** Words before a greeting: lines, and how long they may pause. */
const MOST_WORDS = 20;
const PAUSE_MS = 1000;

/** A control connection of a probe. Nothing it does throws: what went wrong is an observation. */
export class Session {
  readonly name: string;
  readonly context: ProbeContext;
  readonly control: ControlConnection;
  /** whether the data connections of this session are under TLS */
  protectsData = false;
  #dead = false;

  private constructor(context: ProbeContext, name: string, control: ControlConnection) {
    this.context = context;
    this.name = name;
    this.control = control;
    context.sessions.add(this);
  }

  /** Connects to the target at an address. */
  static async dial(
    context: ProbeContext,
    name: string,
    host: string,
  ): Promise<Session | undefined> {
    const { limits, target, signal } = context;
    const to = { host, port: target.port };
    const otherSessions = context.sessions.size;
    const dialled = await dial(to, { timeoutMs: limits.dialMs, signal });
    context.see({
      kind: 'control dial',
      session: name,
      to,
      family: familyOf(host),
      outcome: dialled.outcome,
      code: dialled.outcome === 'connected' ? '' : dialled.code,
      otherSessions,
      ms: dialled.ms,
    });
    if (dialled.outcome !== 'connected') return undefined;
    // The probes are over: nobody would close it.
    if (signal.aborted) {
      dialled.channel.destroy();
      return undefined;
    }
    const transcript = new Transcript([]);
    return new Session(context, name, new ControlConnection(name, dialled.channel, transcript));
  }

  get at(): SessionInfo {
    return {
      session: this.name,
      family: familyOf(this.control.peer.host),
      secured: this.control.secured !== undefined,
      peer: this.control.peer,
      local: this.control.local,
    };
  }

  /** Sessions of ours that are also open. */
  get otherSessions(): number {
    return [...this.context.sessions].filter((one) => one !== this).length;
  }

  /** Whether more can be asked: it is open and no reply is overdue. */
  get usable(): boolean {
    return !this.#dead && !this.control.ending && !this.context.signal.aborted;
  }

  /** Waits for the greeting; 120 is followed by another. */
  async greet(ms: number): Promise<Answer> {
    const start = performance.now();
    const { otherSessions } = this;
    let answer = await this.#answer('', ms, start);
    if (answer.code === 120) answer = await this.#answer('', ms, start);
    if (answer.how === 'garbled') answer = await this.#behindWords(answer, start);
    this.context.see({ kind: 'greeting', at: this.at, answer, otherSessions, ms: answer.ms });
    return answer;
  }

  /** Lines that are no replies may stand before the greeting; with the greeting they are one answer. */
  async #behindWords(words: Answer, start: number): Promise<Answer> {
    const lines = [...words.lines];
    while (lines.length < MOST_WORDS) {
      const next = await this.#answer('', PAUSE_MS, start);
      lines.push(...next.lines);
      if (next.how === 'reply' && next.code === 220) {
        this.#dead = false;
        return { ...next, lines };
      }
      if (next.how !== 'garbled' || next.lines.length === 0) return words;
    }
    return words;
  }

  /** Shakes hands for TLS; whoever asked judges the certificate. */
  async secure(how: 'implicit' | 'explicit'): Promise<'secured' | 'failed' | 'silence'> {
    const start = performance.now();
    const seen = {
      kind: 'handshake',
      how,
      protocol: '',
      flaws: [],
      certificate: undefined,
    } as const;
    try {
      const { trustError, protocol } = await this.control.secure(
        this.context.tls,
        this.context.limits.replyMs,
      );
      this.context.see({
        ...seen,
        at: this.at,
        outcome: 'secured',
        code: '',
        protocol,
        trustError,
        flaws: flawsOf(this.control.certificate, this.context.tls.servername, protocol),
        certificate: describeCertificate(this.control.certificate),
        ms: performance.now() - start,
      });
      return 'secured';
    } catch (error) {
      this.#dead = true;
      const outcome = error instanceof Timeout ? 'silence' : 'failed';
      this.context.see({
        ...seen,
        at: this.at,
        outcome,
        code: error instanceof HandshakeFailed ? error.code : '',
        trustError: undefined,
        ms: performance.now() - start,
      });
      return outcome;
    }
  }

  /** Logs in once. */
  async logIn(): Promise<Login['outcome']> {
    const start = performance.now();
    const { account, limits } = this.context;
    const answers: Answer[] = [];
    const done = (outcome: Login['outcome']): Login['outcome'] => {
      this.context.see({
        kind: 'login',
        at: this.at,
        anonymous: account.anonymous,
        outcome,
        answers,
        why: undefined,
        otherSessions: this.otherSessions,
        ms: performance.now() - start,
      });
      return outcome;
    };
    for (const [line, shown] of [
      [`USER ${account.user}`, `USER ${account.user}`],
      [`PASS ${account.password}`, 'PASS ****'],
    ] as const) {
      const answer = await this.ask(line, limits.loginMs, shown);
      answers.push(answer);
      if (answer.how !== 'reply') return done('broken');
      if (answer.code === 230 || answer.code === 202) return done('accepted');
      if (answer.code !== 331) return done('refused');
    }
    return done('refused');
  }

  /** Sends a command and takes its reply. */
  async ask(command: string, ms = this.context.limits.replyMs, shown = command): Promise<Answer> {
    const start = performance.now();
    // What came unasked (a 421 while nobody looked) answers nothing that is sent now.
    if (!this.control.ending) await this.control.send(command);
    return await this.#answer(shown, ms, start);
  }

  /** Takes the next reply, to a command that was answered once already. */
  async next(command: string, ms: number): Promise<Answer> {
    return await this.#answer(command, ms, performance.now());
  }

  /**
   * A second look where a reply did not come: asks NOOP, whose reply shows that the connection is alive, and waits on.
   * @param inOrder what NOOP’s reply comes before cannot come any more
   */
  async lookAgain(silence: Answer, inOrder = false): Promise<Answer> {
    const ms = patienceOf(this.context);
    if (silence.how !== 'silence' || ms === 0 || this.control.ending) return silence;
    const start = performance.now();
    const next = async (): Promise<Answer> => {
      const left = Math.max(1, ms - (performance.now() - start));
      return await this.#answer(silence.command, left, start - silence.ms);
    };
    this.#dead = false;
    await this.control.send('NOOP');
    const first = await next();
    if (first.code !== 200) {
      if (first.how === 'reply') await this.#answer('NOOP', this.context.limits.replyMs, start);
      return first;
    }
    if (inOrder) return { ...silence, alive: true };
    const late = await next();
    return late.how === 'silence' ? { ...late, alive: true } : late;
  }

  /** Like `ask`, and keeps what came as an observation. */
  async note(command: string, ms = this.context.limits.replyMs): Promise<Answer> {
    const answer = await this.ask(command, ms);
    this.context.see({ kind: 'exchange', at: this.at, answer, ms: answer.ms });
    return answer;
  }

  /** Says QUIT where there is somebody to say it to, and lets go. */
  async close(): Promise<void> {
    if (this.usable) await this.ask('QUIT', 1000);
    this.destroy();
  }

  destroy(): void {
    this.#dead = true;
    this.control.destroy();
    this.context.sessions.delete(this);
  }

  /** The next reply; one that keeps coming, line by line, may take a few times longer. */
  async #reply(ms: number): Promise<Reply> {
    const end = performance.now() + ms + Math.min(SLOW * ms, MOST_SLOW_MS);
    for (let left = ms; ; left = Math.min(ms, end - performance.now())) {
      const before = this.control.arrived;
      try {
        return await this.control.reply(left);
      } catch (error) {
        const coming = error instanceof Timeout && this.control.arrived > before;
        if (!coming || performance.now() >= end) throw error;
      }
    }
  }

  async #answer(command: string, ms: number, start: number): Promise<Answer> {
    const finish = (how: Answer['how'], reply?: Reply): Answer => {
      if (how !== 'reply') this.#dead = true;
      return {
        command,
        how,
        code: reply?.code ?? 0,
        lines: keptLines(reply?.lines ?? []),
        ms: performance.now() - start,
      };
    };
    try {
      const reply = await this.#reply(ms);
      return finish(reply.code === 0 ? 'garbled' : 'reply', reply);
    } catch (error) {
      if (error instanceof Timeout) return finish('silence');
      if (error instanceof Closed) {
        const { how, code = '' } = error.ending;
        if (how === 'tls') return { ...finish('tls'), lines: [code] };
        return finish(how === 'reset' ? 'reset' : 'closed');
      }
      return finish('garbled');
    }
  }
}
