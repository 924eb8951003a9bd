import { commandBytes } from '../wire/command.ts';
import type { Endpoint } from '../wire/endpoint.ts';
import { WireError } from '../wire/errors.ts';
import { type Reply, ReplyReader } from '../wire/reply.ts';
import type { Channel, Secured } from './channel.ts';
import { Closed, describeEnding, type Ending, formatMs } from './failures.ts';
import { CONTROL } from './limits.ts';
import type { Handshake, TlsSettings } from './tls.ts';
import type { Transcript } from './transcript.ts';
import { Changes } from './waiting.ts';

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
  | { readonly kind: 'ended'; readonly ending: Ending };

/** The control connection of a scripted client: it sends what it is told and keeps what it gets. */
export class ControlConnection {
  readonly name: string;
  readonly events: ControlEvent[] = [];
  readonly local: Endpoint;
  readonly peer: Endpoint;
  readonly #channel: Channel;
  readonly #transcript: Transcript;
  readonly #reader = new ReplyReader();
  readonly #changes = new Changes();
  readonly #replies: Reply[] = [];
  #ending: Ending | undefined;
  #flood: WireError | undefined;
  #session: Buffer | undefined;
  /** the server ended TLS: nothing goes over it any more, and nothing goes in clear before `clear` says so */
  #tlsOver = false;
  #arrived = 0;
  #lines = 0;
  #spokeAt = performance.now();

  constructor(name: string, channel: Channel, transcript: Transcript) {
    this.name = name;
    this.#channel = channel;
    this.#transcript = transcript;
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
    const found = await this.#changes.until(
      () =>
        this.#replies.shift() ??
        this.#flood ??
        this.#ending ??
        (this.#tlsOver ? ('tls over' as const) : undefined),
      ms,
      () => this.#awaited(),
    );
    if (found instanceof WireError) throw found;
    if (found === 'tls over')
      throw new Closed('TLS on the control connection', {
        how: 'fin',
        code: undefined,
        closeNotify: true,
      });
    if ('how' in found) throw new Closed('the control connection', found);
    return found;
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

  /** The next reply without taking it, or the end, where one comes within the time; otherwise undefined. */
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
    return await this.#changes.until(() => this.#ending, ms, 'the end of the control connection');
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
    const secured = await this.#channel.secure(wish);
    this.events.push({ kind: 'secured' });
    const took = formatMs(performance.now() - start);
    this.#note(`${secured.protocol} ${secured.resumed ? 'resumed' : 'established'} in ${took}`);
    return secured;
  }

  /** Ends TLS and goes on in clear (CCC). */
  async clear(): Promise<void> {
    await this.#channel.clear();
    this.#tlsOver = false;
    this.#note('TLS ended here, in clear from now on');
  }

  /** FIN. */
  async end(): Promise<void> {
    this.#note('closed by the client (FIN)');
    await this.#channel.end();
  }

  /** RST. */
  reset(): void {
    this.#note('reset by the client (RST)');
    this.#channel.reset();
  }

  destroy(): void {
    this.#channel.destroy();
  }

  async #write(bytes: Buffer): Promise<void> {
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
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#flood = error;
      this.#note(error.message);
      this.#channel.destroy();
    }
    this.#changes.notify();
  }

  #ended(ending: Ending): void {
    this.#ending = ending;
    this.events.push({ kind: 'ended', ending });
    this.#note(describeEnding(ending));
    this.#changes.notify();
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

function linesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

function mustBeOne(line: string): void {
  if (/[\r\n]/.test(line)) throw new WireError('a line end in a command would make it two');
}
