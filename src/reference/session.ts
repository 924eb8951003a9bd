import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { SecureContext } from 'node:tls';
import type { Endpoint } from '../wire/endpoint.ts';
import type { Representation } from './codec.ts';
import type { Control } from './control.ts';
import { ActivePort, PassivePort, type DataPort, type Owned } from './data.ts';
import type { HasQuirk } from './behaviours/quirks.ts';
import type { TOO_LONG } from './lines.ts';
import { FACTS, type Fact } from './facts.ts';
import type { Account, Settings } from './options.ts';
import type { PassivePorts } from './passive-ports.ts';
import type { RunningTransfer } from './running-transfer.ts';
import type { Store } from './store/store.ts';

/** What all sessions of a server share. */
export interface Shared {
  readonly settings: Settings;
  readonly quirk: HasQuirk;
  readonly store: Store;
  readonly passivePorts: PassivePorts;
  readonly tlsContext: () => Promise<SecureContext>;
  /** the server closes these at its end */
  readonly own: (owned: Owned) => void;
}

/** What the server remembers of one client. */
export class Session {
  readonly control: Control;
  readonly settings: Settings;
  readonly quirk: HasQuirk;
  readonly store: Store;
  readonly passivePorts: PassivePorts;
  readonly tlsContext: () => Promise<SecureContext>;
  readonly own: (owned: Owned) => void;
  /** the control connection's two ends */
  readonly local: Endpoint;
  readonly peer: Endpoint;
  /** commands that wait for the running one */
  readonly waiting: (string | typeof TOO_LONG)[] = [];

  /** named by USER, not yet logged in */
  claimed: string | undefined;
  /** the password was right and ACCT is due */
  needsAccount: Account | undefined;
  account: Account | undefined;
  wrongPasswords = 0;
  unknownCommands = 0;
  commandsBeforeLogin = 0;
  /** chosen by HOST */
  host: string | undefined;
  workingDirectory = '/';
  representation: Representation = { type: 'A' };
  /** of ASCII: N or T */
  format = 'N';
  restart = 0;
  /** octets that the next download is limited to */
  range: { readonly first: number; readonly last: number } | undefined;
  renameFrom: string | undefined;
  facts: readonly Fact[] = FACTS;
  epsvAll = false;
  bufferSizeKnown = false;
  protection: 'C' | 'P' = 'C';
  /** CCC was accepted: levels stay as they are (RFC 4217 section 5) */
  levelFixed = false;
  transfer: RunningTransfer | undefined;

  #dataPort: DataPort | undefined;
  /** listeners that were announced and serve nothing */
  readonly #unserved: DataPort[] = [];
  #abortedTransfer = false;
  readonly #over = new AbortController();

  /** @param ends the control connection's two */
  constructor(
    control: Control,
    ends: { readonly local: Endpoint; readonly peer: Endpoint },
    shared: Shared,
  ) {
    this.control = control;
    ({ local: this.local, peer: this.peer } = ends);
    ({
      settings: this.settings,
      quirk: this.quirk,
      store: this.store,
      passivePorts: this.passivePorts,
      tlsContext: this.tlsContext,
      own: this.own,
    } = shared);
    // Every pause listens, and a fault may pause for many commands at a time.
    setMaxListeners(Infinity, this.#over.signal);
  }

  /** Waits; ends early with the session. */
  async pause(milliseconds: number): Promise<void> {
    await wait(milliseconds, undefined, { signal: this.#over.signal }).catch(() => undefined);
  }

  /** Whether the user may change the file store at all. */
  get mayWrite(): boolean {
    return this.account?.readOnly !== true && !this.settings.readOnly;
  }

  /** What the server's clock says, in milliseconds since 1970. */
  get now(): number {
    return this.store.now();
  }

  get loggedIn(): boolean {
    return this.account !== undefined;
  }

  /** Whether data connections go under TLS. */
  get protectsData(): boolean {
    if (this.quirk('clearData')) return false;
    return this.protection === 'P' || (this.quirk('alwaysSecuresData') && this.control.secured);
  }

  /** The default data port, L-1, or the one configured (RFC 959 section 5.2). */
  get dataSourcePort(): number {
    if (this.quirk('anySourcePort')) return 0;
    return this.settings.dataPort ?? this.local.port - 1;
  }

  /** What was last set up, or else a connection to the port the client's control connection has. */
  get dataPort(): DataPort {
    const from = { host: this.local.host, port: this.dataSourcePort };
    return (this.#dataPort ??= new ActivePort(this.peer, from, this.own));
  }

  set dataPort(port: DataPort) {
    if (this.quirk('servesFirstListener') && this.listeningPort !== undefined) {
      this.#unserved.push(port);
      return;
    }
    if (!this.quirk('keepsOldListener')) this.#dataPort?.close();
    this.#dataPort = port;
  }

  /** Whether PORT, PASV and the like have set one up. */
  get hasDataPort(): boolean {
    return this.#dataPort !== undefined;
  }

  /** The passive listener, where there is one. */
  get listener(): PassivePort | undefined {
    return this.#dataPort instanceof PassivePort ? this.#dataPort : undefined;
  }

  /** Its port. */
  get listeningPort(): number | undefined {
    return this.listener?.port;
  }

  /** Whether the client has dialled the passive listener already. */
  get dataWaits(): boolean {
    return this.listener?.waiting === true;
  }

  /** Forgets the data port after a transfer unless it can serve another. */
  releaseDataPort(): void {
    if (this.#dataPort?.lasting === false) this.closeDataPort();
  }

  /** @returns whether something was set up */
  closeDataPort(): boolean {
    const port = this.#dataPort;
    this.#dataPort = undefined;
    for (const one of this.#unserved.splice(0)) one.close();
    if (!this.quirk('leaksListener')) port?.close();
    return port !== undefined;
  }

  /** Stops the transfer for an ABOR that is on its way through the queue. */
  abortTransfer(): void {
    this.#abortedTransfer = true;
    this.transfer?.abort();
  }

  /** Whether an ABOR has stopped a transfer; asking forgets it. */
  takeAborted(): boolean {
    const aborted = this.#abortedTransfer;
    this.#abortedTransfer = false;
    return aborted;
  }

  /** Drops the commands that wait, and the part of one (RFC 4217: none may be executed after AUTH). */
  discardInput(): void {
    this.waiting.length = 0;
    this.control.discard();
  }

  /** Closes the control connection when all replies have gone out; no command that waits is executed. */
  hangUp(): void {
    this.waiting.length = 0;
    this.control.end();
  }

  /** Whether the client has gone. */
  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /** Gives up what is held for a client that has gone. */
  end(): void {
    this.waiting.length = 0;
    this.#over.abort();
    this.loseTransfer();
    this.closeDataPort();
  }

  /** Losing the control connection acts as ABOR and QUIT (RFC 959 section 4.1.1). */
  loseTransfer(): void {
    if (!this.quirk('outlivesControl')) this.transfer?.abort();
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
    this.range = undefined;
    this.facts = FACTS;
    this.epsvAll = this.bufferSizeKnown = this.levelFixed = false;
    this.protection = 'C';
  }

  logOut(): void {
    this.claimed = this.needsAccount = this.account = undefined;
  }
}
