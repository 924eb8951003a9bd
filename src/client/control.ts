import { commandBytes } from '../wire/command.ts';
import type { Endpoint } from '../wire/endpoint.ts';
import { WireError } from '../wire/errors.ts';
import { type Reply, ReplyReader } from '../wire/reply.ts';
import type { Channel, Secured } from './channel.ts';
import {
  Closed,
  CLOSED_HERE,
  describeEnding,
  type Ending,
  formatMs,
  Timeout,
  TransferRefused,
} from './failures.ts';
import { CONTROL } from './limits.ts';
import type { Handshake, TlsSettings } from './tls.ts';
import type { Transcript } from './transcript.ts';
import { Changes } from './waiting.ts';
import { UNBOUNDED, type Waits } from './waits.ts';

/** What happened on a control connection, in order; the rules judge this afterwards. */
export type ControlEvent =
  /** a command line, without CRLF */
  | { readonly kind: 'command'; readonly line: string }
  /** bytes that are no ordinary command; nothing can be said about what they draw */
  | { readonly kind: 'raw'; readonly bytes: Buffer }
  | {
      readonly kind: 'reply';
      readonly reply: Reply;
      /** since the client last sent something, or connected */
      readonly ms: number;
    }
  | { readonly kind: 'secured' }
  /** all that a transfer brought was read, in one go and to its end */
  | { readonly kind: 'transferred'; readonly size: number; readonly bytes: Buffer }
  /** a reply was waited for in vain: none came within the time, or the server closed instead */
  | { readonly kind: 'missed'; readonly why: 'silence' | 'end'; readonly ms: number }
  /** the client closed its end */
  | { readonly kind: 'left' }
  | {
      readonly kind: 'ended';
      readonly ending: Ending;
      /** since the client last sent something, or connected */
      readonly ms: number;
    };

/** Behind the replies to these the server ends TLS (RFC 4217 sections 5 and 13). */
const ENDS_TLS = ['REIN', 'CCC'];
const TLS_END_MS = 1_000;
const REFUSAL_MS = 500;

/** The control connection of a scripted client: it sends what it is told and keeps what it gets. */
export class ControlConnection {
  readonly name: string;
  readonly events: ControlEvent[] = [];
  readonly local: Endpoint;
  readonly peer: Endpoint;
  readonly #channel: Channel;
  readonly #transcript: Transcript;
  readonly #waits: Waits;
  readonly #reader = new ReplyReader();
  readonly #changes = new Changes();
  readonly #replies: Reply[] = [];
  #ending: Ending | undefined;
  #flood: WireError | undefined;
  #session: Buffer | undefined;
  /** the server ended TLS: nothing goes over it any more, and nothing goes in clear before `clear` says so */
  #tlsOver = false;
  /** the next reply was awaited in vain */
  #late: Timeout | undefined;
  #arrived = 0;
  #lines = 0;
  #spokeAt = performance.now();

  constructor(name: string, channel: Channel, transcript: Transcript, waits = UNBOUNDED) {
    this.name = name;
    this.#channel = channel;
    this.#transcript = transcript;
    this.#waits = waits;
    this.local = channel.local;
    this.peer = channel.peer;
    channel.attach({
      data: (bytes) => this.#received(bytes),
      end: (ending) => this.#ended(ending),
      tlsEnd: () => {
        this.#tlsOver = true;
        this.#changes.notify();
      },
    });
  }

  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Whether a command would reach the server: not where TLS is over, or may be as soon as its close_notify is here. */
  get takesCommands(): boolean {
    const tlsEnds = this.secured && ENDS_TLS.includes(this.#asked ?? '');
    return this.#ending === undefined && !this.#flood && !this.#tlsOver && !tlsEnds;
  }

  get secured(): Secured | undefined {
    return this.#channel.secured;
  }

  get certificate(): Channel['certificate'] {
    return this.#channel.certificate;
  }

  /** The code of a multi-line reply that was opened and has not ended. */
  get openReply(): number | undefined {
    return this.#reader.pending.opened;
  }

  /** The newest TLS session, for data connections to resume. */
  get session(): Buffer | undefined {
    return this.#session;
  }

  /** Bytes that came so far. A long reply over a slow line shows here that it is still coming. */
  get arrived(): number {
    return this.#arrived;
  }

  /**
   * Sends commands in one segment.
   * @throws WireError where a line would be several, as a value in it came from a server
   */
  async send(...lines: string[]): Promise<void> {
    for (const line of lines) mustBeOne(line);
    for (const line of lines) this.events.push({ kind: 'command', line });
    await this.#write(Buffer.concat(lines.map(commandBytes)));
  }

  /** Sends a command one byte a segment. */
  async sendBytewise(line: string): Promise<void> {
    mustBeOne(line);
    this.#late = undefined;
    this.events.push({ kind: 'command', line });
    this.#transcript.bytes(this.name, '>', commandBytes(line));
    for (const byte of commandBytes(line)) await this.#channel.write(Buffer.of(byte));
    this.#spokeAt = performance.now();
  }

  /** Sends bytes as they are. */
  async sendRaw(bytes: Buffer): Promise<void> {
    this.events.push({ kind: 'raw', bytes });
    await this.#write(bytes);
  }

  /**
   * The next reply.
   * @throws Timeout, Closed, WireError (a flood without a line end)
   */
  async reply(ms: number): Promise<Reply> {
    const late = this.#late;
    this.#late = undefined;
    if (late && this.#next() === undefined) throw late;
    const reply = await this.#awaitNext(ms);
    this.#replies.shift();
    return reply;
  }

  /** The next reply without taking it; undefined where none comes, and `reply` then says why without waiting again. */
  async peek(ms: number): Promise<Reply | undefined> {
    try {
      return await this.#awaitNext(ms);
    } catch (error) {
      if (error instanceof Timeout) this.#late = error;
      return undefined;
    }
  }

  /**
   * What work on a data connection comes to. Where a reply that waits unread refuses the transfer, nothing is left to
   * wait for; the work ends when its connection is let go.
   * @throws TransferRefused, and what the work throws
   */
  async unlessRefused<T>(work: Promise<T>): Promise<T> {
    const refusal = (): Reply | undefined => this.#replies.find(({ code }) => code >= 400);
    const mayFollow = (ms: number, over = (): boolean => false): Promise<Reply | true> =>
      this.#changes.until(() => (over() ? true : refusal()), ms, 'a refusal');
    let isOver = false;
    const settled = (): void => {
      isOver = true;
      this.#changes.notify();
    };
    work.then(settled, settled);
    const first = await mayFollow(Infinity, () => isOver);
    if (first !== true) throw new TransferRefused(first);
    try {
      return await work;
    } catch (error) {
      // The reply that says why may still be under way.
      const reply = await mayFollow(REFUSAL_MS).catch(() => true as const);
      throw reply === true ? error : new TransferRefused(reply);
    }
  }

  /** Notes that the server owes a reply; others errors than its silence or its end say nothing of that. */
  owed(error: unknown): void {
    const ms = performance.now() - this.#spokeAt;
    if (error instanceof Timeout) this.events.push({ kind: 'missed', why: 'silence', ms });
    else if (error instanceof Closed && error.ending.code !== CLOSED_HERE)
      this.events.push({ kind: 'missed', why: 'end', ms });
  }

  /** How long a reply took, in milliseconds since the client last sent something or connected. */
  took(reply: Reply): number {
    const event = this.events.find((one) => one.kind === 'reply' && one.reply === reply);
    return event?.kind === 'reply' ? event.ms : NaN;
  }

  /** Drops replies that wait unread: what came unasked answers nothing that is sent from now on. */
  forgetReplies(): void {
    this.#replies.length = 0;
  }

  /** A reply that nobody waits for, without taking it, or the end; undefined where none comes within the time. */
  async arrival(ms: number): Promise<Reply | Ending | undefined> {
    try {
      return await this.#changes.until(() => this.#replies[0] ?? this.#ending, ms, 'a reply');
    } catch {
      return undefined;
    }
  }

  /**
   * Waits for the server to close; replies that come before stay to be read.
   * @throws Timeout
   */
  async ended(ms: number): Promise<Ending> {
    const awaited = 'the end of the control connection';
    return await this.#waits.for(`${awaited} after ${this.#asked ?? 'raw bytes'}`, ms, (given) =>
      this.#changes.until(() => this.#ending, given, awaited),
    );
  }

  /**
   * Starts TLS. What came in clear and waits unread is dropped, as somebody else may have put it there; it
   * stays among the events.
   * @throws HandshakeFailed, Timeout
   */
  async secure(settings: TlsSettings, ms: number, session?: Buffer): Promise<Secured> {
    this.#reader.takePending();
    this.forgetReplies();
    const start = performance.now();
    const wish: Handshake = {
      ...settings,
      session,
      timeoutMs: ms,
      onSession: (ticket) => {
        this.#session = ticket;
      },
    };
    const secured = await this.#waits.for('the handshake on a control connection', ms, (given) =>
      this.#channel.secure({ ...wish, timeoutMs: given }),
    );
    this.events.push({ kind: 'secured' });
    const took = formatMs(performance.now() - start);
    this.#note(`${secured.protocol} ${secured.resumed ? 'resumed' : 'established'} in ${took}`);
    return secured;
  }

  /** Ends TLS and goes on in clear (CCC). It is the server's to begin with, but some wait for the client to. */
  async clear(): Promise<void> {
    const isOver = (): boolean => !this.secured || this.#tlsOver || this.#ending !== undefined;
    const over = (): true | undefined => isOver() || undefined;
    await this.#changes.until(over, TLS_END_MS, 'the end of TLS').catch(() => undefined);
    await this.#channel.clear();
    this.#tlsOver = false;
    this.#note('TLS ended here, in clear from now on');
  }

  /** FIN. */
  async end(): Promise<void> {
    this.events.push({ kind: 'left' });
    this.#note('closed by the client (FIN)');
    await this.#channel.end();
  }

  /** RST. */
  reset(): void {
    this.events.push({ kind: 'left' });
    this.#note('reset by the client (RST)');
    this.#channel.reset();
  }

  destroy(): void {
    this.#channel.destroy();
  }

  /** @throws Timeout, Closed, WireError */
  async #awaitNext(ms: number): Promise<Reply> {
    const wait = (given: number): Promise<Reply | WireError | Closed> =>
      this.#changes.until(
        () => this.#next(),
        given,
        () => this.#awaited(),
      );
    const asked = this.#asked;
    const next = await (asked === undefined
      ? wait(ms)
      : this.#waits.for(`the reply to ${asked}`, ms, wait));
    if (next instanceof WireError || next instanceof Closed) throw next;
    return next;
  }

  /** The next reply, or why none will come. */
  #next(): Reply | WireError | Closed | undefined {
    const [reply] = this.#replies;
    if (reply ?? this.#flood) return reply ?? this.#flood;
    if (this.#ending) return new Closed('the control connection', this.#ending);
    if (!this.#tlsOver) return undefined;
    const ending = { how: 'fin', code: undefined, closeNotify: true } as const;
    return new Closed('TLS on the control connection', ending);
  }

  async #write(bytes: Buffer): Promise<void> {
    this.#late = undefined;
    this.#transcript.bytes(this.name, '>', bytes);
    this.#spokeAt = performance.now();
    await this.#channel.write(bytes);
  }

  #received(bytes: Buffer): void {
    if (this.#flood) return;
    this.#arrived += bytes.length;
    this.#lines += linesIn(bytes);
    this.#transcript.bytes(this.name, '<', bytes);
    try {
      mustBeFew(this.#lines);
      for (const reply of this.#reader.push(bytes)) {
        this.events.push({ kind: 'reply', reply, ms: performance.now() - this.#spokeAt });
        this.#replies.push(reply);
      }
      mustBeSmall(this.#arrived);
      mustBeRead(this.#replies.length);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#flood = error;
      this.events.length = Math.min(this.events.length, CONTROL.eventsOfFlood);
      this.#replies.length = Math.min(this.#replies.length, CONTROL.eventsOfFlood);
      this.#note(error.message);
      this.#channel.destroy();
    }
    this.#changes.notify();
  }

  #ended(ending: Ending): void {
    this.#ending = ending;
    this.events.push({ kind: 'ended', ending, ms: performance.now() - this.#spokeAt });
    this.#note(describeEnding(ending));
    this.#changes.notify();
  }

  /** The verb that the next reply answers, or the connection itself; undefined where nobody knows. */
  get #asked(): string | undefined {
    const last = this.events.findLast(({ kind }) => kind === 'command' || kind === 'raw');
    if (last === undefined) return 'the connection';
    return last.kind === 'command' ? /^[a-z]+/i.exec(last.line)?.[0].toUpperCase() : undefined;
  }

  #note(text: string): void {
    this.#transcript.note(this.name, text);
  }

  #awaited(): string {
    const { opened, bytes } = this.#reader.pending;
    if (opened !== undefined) return `the last line of the multi-line reply ${opened}-`;
    return bytes.length > 0 ? 'the rest of a reply line' : 'a reply';
  }
}

/** @throws WireError */
function mustBeFew(lines: number): void {
  if (lines > CONTROL.lines)
    throw new WireError(`more than ${CONTROL.lines} lines came over the control connection`);
}

/** @throws WireError */
function mustBeSmall(bytes: number): void {
  if (bytes > CONTROL.bytes)
    throw new WireError(`more than ${CONTROL.bytes} bytes came over the control connection`);
}

/** @throws WireError */
function mustBeRead(replies: number): void {
  if (replies > CONTROL.unread)
    throw new WireError(`more than ${CONTROL.unread} replies came that nobody had asked for`);
}

function linesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

function mustBeOne(line: string): void {
  if (/[\r\n]/.test(line)) throw new WireError('a line end in a command would make it two');
}
