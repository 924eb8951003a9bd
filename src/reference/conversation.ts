import type { Socket } from 'node:net';
import { parseCommand } from '../wire/command.ts';
import { canonicalAddress, type Endpoint } from '../wire/endpoint.ts';
import { Control } from './control.ts';
import { Exchange, type Interceptor } from './exchange.ts';
import { execute } from './execute.ts';
import { TOO_LONG } from './lines.ts';
import { Session, type Shared } from './session.ts';

/** Commands that wait for the running one; then the connection is read no further. */
const LONGEST_QUEUE = 256;

/** Commands answered while a transfer runs, if nothing waits before them (RFC 1123 section 4.1.3.3). */
const ANSWERED_IN_TRANSFER = ['STAT', 'NOOP'];

/** One control connection: greets the client and executes its commands one after another. */
export class Conversation {
  readonly #session: Session;
  readonly #interceptor: Interceptor;
  #busy = false;
  #ended = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(socket: Socket, shared: Shared, interceptor: Interceptor) {
    const events = {
      line: (line: string | typeof TOO_LONG) => this.#received(line),
      end: () => this.#peerEnded(),
      close: () => this.#closed(),
    };
    const ends = {
      local: endpoint(socket.localAddress, socket.localPort),
      peer: endpoint(socket.remoteAddress, socket.remotePort),
    };
    this.#session = new Session(
      new Control(socket, events, shared.quirk, shared.settings.octetSegments),
      ends,
      shared,
    );
    this.#interceptor = interceptor;
  }

  /** Greets; @param welcome false: the server is full */
  async open(welcome: boolean): Promise<void> {
    const { settings, control, tlsContext } = this.#session;
    if (settings.implicit) {
      try {
        await control.startTls(await tlsContext());
      } catch {
        control.destroy();
        return;
      }
    }
    const greeting = this.#exchange('', 'CONNECT');
    await this.#interceptor.run(greeting, async () => {
      if (welcome) greeting.reply(220, 'Service ready.');
      else greeting.leave(421, 'Too many connections; try again later.');
      return Promise.resolve();
    });
    this.#watchIdle();
  }

  #exchange(line: string, verb?: string): Exchange {
    return new Exchange(this.#session, this.#interceptor, line, verb);
  }

  #received(line: string | typeof TOO_LONG): void {
    this.#watchIdle();
    const { waiting, control } = this.#session;
    if (this.#session.transfer && line !== TOO_LONG && this.#answeredInTransfer(line)) return;
    waiting.push(line);
    if (waiting.length >= LONGEST_QUEUE) control.pause();
    void this.#work();
  }

  /** Whether nothing is left to be done with a command that has come while a transfer runs. */
  #answeredInTransfer(line: string): boolean {
    const { quirk, transfer, waiting } = this.#session;
    const { verb } = parseCommand(line);
    if (quirk('losesCommandsInTransfer')) return true;
    if (verb === 'ABOR' && !quirk('deafInTransfer')) this.#session.abortTransfer();
    if (verb === 'QUIT' && quirk('quitCutsTransfer')) transfer?.abort();
    if (verb === 'REIN' && quirk('reinCutsTransfer')) transfer?.abort();
    if (verb === 'USER' && quirk('userCutsTransfer')) transfer?.abort();
    const atOnce = ANSWERED_IN_TRANSFER.includes(verb) && !quirk('deafInTransfer');
    if (!atOnce || waiting.length > 0) return false;
    void execute(this.#exchange(line));
    return true;
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const { waiting, control } = this.#session;
    for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) {
      if (control.closed) break;
      if (waiting.length < LONGEST_QUEUE) control.resume();
      if (line === TOO_LONG) this.#exchange('').reply(500, 'The line is too long.');
      else await execute(this.#exchange(line));
    }
    this.#busy = false;
    if (this.#ended) control.end();
    else this.#watchIdle();
  }

  #watchIdle(): void {
    const { settings, control } = this.#session;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      // The timer does not count while a command is at work (RFC 1123 section 4.1.3.2).
      if (this.#busy) this.#watchIdle();
      else this.#exchange('').leave(421, 'Nothing came for too long; closing.');
    }, settings.idleTimeoutMs);
    if (control.closed) clearTimeout(this.#idle);
  }

  #peerEnded(): void {
    this.#ended = true;
    this.#session.loseTransfer();
    if (!this.#busy) this.#session.control.end();
  }

  #closed(): void {
    clearTimeout(this.#idle);
    this.#session.end();
  }
}

function endpoint(address: string | undefined, port: number | undefined): Endpoint {
  return { host: canonicalAddress(address ?? ''), port: port ?? 0 };
}
