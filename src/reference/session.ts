import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { SecureContext } from 'node:tls';
import { canonicalAddress } from '../wire/endpoint.ts';
import { parseCommand } from '../wire/command.ts';
import type { Representation } from './codec.ts';
import { Control } from './control.ts';
import { ActivePort, PassivePort, type DataPort, type Owned } from './data.ts';
import { execute } from './execute.ts';
import { Exchange } from './exchange.ts';
import type { Seeded } from './faults/hooks.ts';
import { TOO_LONG } from './lines.ts';
import { FACTS, type Fact } from './facts.ts';
import type { Account, Settings } from './options.ts';
import type { PassivePorts } from './passive-ports.ts';
import type { Store } from './store/store.ts';
import type { Transfer } from './transfer.ts';

/** What all sessions of a server share. */
export interface Shared {
  readonly settings: Settings;
  readonly seeded: Seeded;
  readonly store: Store;
  readonly passivePorts: PassivePorts;
  readonly tlsContext: () => Promise<SecureContext>;
  /** the server closes these at its end */
  readonly own: (owned: Owned) => void;
}

/** Commands that wait behind the running one; then the connection is read no further. */
const LONGEST_QUEUE = 256;

/** Commands answered while a transfer runs, if nothing waits before them (RFC 1123 section 4.1.3.3). */
const ANSWERED_IN_TRANSFER = ['STAT', 'NOOP'];

/** One control connection and what the server remembers for it. */
export class Session {
  readonly control: Control;
  readonly settings: Settings;
  readonly seeded: Seeded;
  readonly store: Store;
  readonly passivePorts: PassivePorts;
  readonly tlsContext: () => Promise<SecureContext>;
  readonly own: (owned: Owned) => void;
  /** the control connection's two ends */
  readonly local: { readonly host: string; readonly port: number };
  readonly peer: { readonly host: string; readonly port: number };

  /** named by USER, not yet logged in */
  claimed: string | undefined;
  /** the password was right and ACCT is due */
  unbilled: Account | undefined;
  account: Account | undefined;
  wrongPasswords = 0;
  unknownCommands = 0;
  /** chosen by HOST */
  host: string | undefined;
  workingDirectory = '/';
  representation: Representation = { type: 'A' };
  /** of ASCII: N or T */
  format = 'N';
  restart = 0;
  renameFrom: string | undefined;
  facts: readonly Fact[] = FACTS;
  epsvAll = false;
  bufferSizeKnown = false;
  protection: 'C' | 'P' = 'C';
  /** CCC was accepted: levels stay as they are (RFC 4217 section 5) */
  levelFixed = false;
  transfer: Transfer | undefined;

  #dataPort: DataPort | undefined;
  #queue: (string | typeof TOO_LONG)[] = [];
  #busy = false;
  #ended = false;
  #abortedTransfer = false;
  readonly #over = new AbortController();
  #idle: NodeJS.Timeout | undefined;

  constructor(socket: Socket, shared: Shared) {
    ({
      settings: this.settings,
      seeded: this.seeded,
      store: this.store,
      passivePorts: this.passivePorts,
      tlsContext: this.tlsContext,
      own: this.own,
    } = shared);
    // Every pause listens, and a fault may pause for many commands at a time.
    setMaxListeners(Infinity, this.#over.signal);
    this.local = endpoint(socket.localAddress, socket.localPort);
    this.peer = endpoint(socket.remoteAddress, socket.remotePort);
    this.control = new Control(
      socket,
      {
        line: (line) => this.#received(line),
        end: () => this.#peerEnded(),
        close: () => this.#closed(),
      },
      this.seeded,
    );
  }

  /** Greets; @param welcome false: the server is full */
  async open(welcome: boolean): Promise<void> {
    if (this.settings.implicit) {
      try {
        await this.control.startTls(await this.tlsContext());
      } catch {
        this.control.destroy();
        return;
      }
    }
    const greeting = new Exchange(this, '', 'CONNECT');
    await this.seeded.run(greeting, async () => {
      if (welcome) greeting.reply(220, 'Service ready.');
      else this.leave(greeting, 421, 'Too many connections; try again later.');
      return Promise.resolve();
    });
    this.#watchIdle();
  }

  /** Sends the last reply and closes. */
  leave(exchange: Exchange, code: number, text: string): void {
    exchange.reply(code, text);
    if (code === 421 && this.seeded.quirk('staysBehind421')) return;
    this.#queue = [];
    this.control.end();
  }

  /** Waits; ends early with the session. */
  async pause(milliseconds: number): Promise<void> {
    await wait(milliseconds, undefined, { signal: this.#over.signal }).catch(() => undefined);
  }

  get loggedIn(): boolean {
    return this.account !== undefined;
  }

  /** Whether data connections go under TLS. */
  get protectsData(): boolean {
    if (this.seeded.quirk('clearData')) return false;
    return (
      this.protection === 'P' || (this.seeded.quirk('alwaysSecuresData') && this.control.secured)
    );
  }

  /** The default data port, L-1, or the one configured (RFC 959 section 5.2). */
  get dataSourcePort(): number {
    if (this.seeded.quirk('anySourcePort')) return 0;
    return this.settings.dataPort ?? this.local.port - 1;
  }

  /** What was last set up, or else a connection to the port the client's control connection has. */
  get dataPort(): DataPort {
    const from = { host: this.local.host, port: this.dataSourcePort };
    return (this.#dataPort ??= new ActivePort(this.peer, from, this.own));
  }

  set dataPort(port: DataPort) {
    if (!this.seeded.quirk('keepsOldListener')) this.#dataPort?.close();
    this.#dataPort = port;
  }

  /** Whether PORT, PASV and the like have set one up. */
  get hasDataPort(): boolean {
    return this.#dataPort !== undefined;
  }

  /** The port of the passive listener, where there is one. */
  get listeningPort(): number | undefined {
    return this.#dataPort instanceof PassivePort ? this.#dataPort.port : undefined;
  }

  /** Whether the client has dialled the passive listener already. */
  get dataWaits(): boolean {
    return this.#dataPort instanceof PassivePort && this.#dataPort.waiting;
  }

  /** Forgets the data port behind a transfer unless it can serve another. */
  releaseDataPort(): void {
    if (this.#dataPort?.lasting === false) this.closeDataPort();
  }

  /** @returns whether something was set up */
  closeDataPort(): boolean {
    const port = this.#dataPort;
    this.#dataPort = undefined;
    if (!this.seeded.quirk('leaksListener')) port?.close();
    return port !== undefined;
  }

  /** Whether ABOR, on its way through the queue, has stopped a transfer; asking forgets it. */
  takeAborted(): boolean {
    const aborted = this.#abortedTransfer;
    this.#abortedTransfer = false;
    return aborted;
  }

  /** Drops the commands that wait, and the part of one (RFC 4217: none may be executed behind AUTH). */
  discardInput(): void {
    this.#queue = [];
    this.control.discard();
  }

  /** Puts the user and every parameter but the host back to the defaults (REIN, AUTH). */
  reset(): void {
    this.closeDataPort();
    this.logOut();
    this.renameFrom = undefined;
    this.workingDirectory = '/';
    this.representation = { type: 'A' };
    this.format = 'N';
    this.restart = 0;
    this.facts = FACTS;
    this.epsvAll = this.bufferSizeKnown = this.levelFixed = false;
    this.protection = 'C';
  }

  logOut(): void {
    this.claimed = this.unbilled = this.account = undefined;
  }

  #received(line: string | typeof TOO_LONG): void {
    this.#watchIdle();
    const verb = line === TOO_LONG ? '' : parseCommand(line).verb;
    if (this.transfer && line !== TOO_LONG) {
      if (this.seeded.quirk('losesCommandsInTransfer')) return;
      if (verb === 'ABOR' && !this.seeded.quirk('deafInTransfer')) {
        this.#abortedTransfer = true;
        this.transfer.abort();
      }
      if (verb === 'QUIT' && this.seeded.quirk('quitCutsTransfer')) this.transfer.abort();
      if (verb === 'REIN' && this.seeded.quirk('reinCutsTransfer')) this.transfer.abort();
      const atOnce = ANSWERED_IN_TRANSFER.includes(verb) && !this.seeded.quirk('deafInTransfer');
      if (atOnce && this.#queue.length === 0) {
        void execute(this, line);
        return;
      }
    }
    this.#queue.push(line);
    if (this.#queue.length >= LONGEST_QUEUE) this.control.pause();
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let line = this.#queue.shift(); line !== undefined; line = this.#queue.shift()) {
      if (this.control.gone) break;
      if (this.#queue.length < LONGEST_QUEUE) this.control.resume();
      await execute(this, line);
    }
    this.#busy = false;
    if (this.#ended) this.control.end();
    else this.#watchIdle();
  }

  #watchIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      // The timer does not count while a command is at work (RFC 1123 section 4.1.3.2).
      if (this.#busy) this.#watchIdle();
      else this.leave(new Exchange(this, ''), 421, 'Nothing came for too long; closing.');
    }, this.settings.idleTimeoutMs);
    if (this.control.gone) clearTimeout(this.#idle);
  }

  #peerEnded(): void {
    this.#ended = true;
    // Losing the control connection acts as ABOR and QUIT (RFC 959 section 4.1.1).
    if (!this.seeded.quirk('outlivesControl')) this.transfer?.abort();
    if (!this.#busy) this.control.end();
  }

  #closed(): void {
    clearTimeout(this.#idle);
    this.#queue = [];
    this.#over.abort();
    if (!this.seeded.quirk('outlivesControl')) this.transfer?.abort();
    this.closeDataPort();
  }
}

function endpoint(address: string | undefined, port: number | undefined) {
  return { host: canonicalAddress(address ?? ''), port: port ?? 0 };
}
