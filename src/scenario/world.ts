import { ControlConnection } from '../client/control.ts';
import {
  dialPassive,
  type PassiveDial,
  type PassiveVerb,
  portsToListenOn,
} from '../client/data-set-up.ts';
import { DataConnection } from '../client/data.ts';
import { dial } from '../client/dial.ts';
import { formatMs } from '../client/failures.ts';
import { Listener } from '../client/listener.ts';
import type { TlsSettings } from '../client/tls.ts';
import type { Transcript } from '../client/transcript.ts';
import { formatEndpoint } from '../wire/endpoint.ts';
import { completes, type Reply } from '../wire/reply.ts';
import type { DataEvent, Dialogue } from '../client/records.ts';
import type { ServerProfile } from './server-profile.ts';
import { savedEndpoint, Values, UnknownValue } from './values.ts';
import { SetupFailed } from './outcomes.ts';

/** A control connection and what the dialogue on it has agreed. */
export interface Control {
  readonly connection: ControlConnection;
  /** PROT P was accepted: data connections are under TLS (RFC 4217 section 9) */
  protect: boolean;
  /** raw bytes were sent, or the client closed it: its replies cannot be counted */
  unsynced: boolean;
  /** the script is through, and no reply is still to come */
  finished: boolean;
}

/** A data connection, or the listener that it will arrive at. */
interface DataPlace {
  readonly control: Control;
  connection: DataConnection | undefined;
  listener: Listener | undefined;
  /** TLS was started or ruled out by the script */
  decided: boolean;
  /** the connection that is awaited in active mode, and the one that is made ready */
  arriving: Promise<DataConnection> | undefined;
  ready: Promise<DataConnection> | undefined;
}

/** The sockets and names of one scenario while it plays. It owns them all. */
export class World {
  readonly profile: ServerProfile;
  readonly transcript: Transcript;
  readonly values = new Values();
  readonly dataEvents: DataEvent[] = [];
  readonly info: string[] = [];
  readonly #controls = new Map<string, Control>();
  readonly #retired: Control[] = [];
  readonly #data = new Map<string, DataPlace>();
  readonly #listeners = new Map<string, Listener>();
  /** all there are, as a name may be given anew */
  readonly #opened: Listener[] = [];
  readonly #gone = new AbortController();
  readonly #limit: NodeJS.Timeout;
  #overdue = false;
  #contents = 0;

  constructor(profile: ServerProfile, transcript: Transcript) {
    this.profile = profile;
    this.transcript = transcript;
    this.#limit = setTimeout(() => {
      this.#overdue = true;
      void this.close();
    }, profile.longestMs);
  }

  /** It was let go of because it took too long. */
  get overdue(): boolean {
    return this.#overdue;
  }

  /** Fires when the world is let go of; nothing waits longer. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** A fresh seed for each content of a scenario. */
  nextSeed(): string {
    return `${this.profile.seed}/${this.#contents++}`;
  }

  /**
   * Opens a control connection.
   * @param bound from a port that can be listened on as well (RFC 959 section 3.2: the default data port)
   * @throws SetupFailed where it is refused, filtered or unreachable
   */
  async openControl(name: string, fromListenPort = false): Promise<Control> {
    const to = { host: this.profile.host, port: this.profile.port };
    const localPort = fromListenPort ? await this.#freePort() : undefined;
    const dialled = await dial(to, {
      timeoutMs: this.profile.dialMs,
      localPort,
      signal: this.gone,
    });
    const took = formatMs(dialled.ms);
    if (dialled.outcome !== 'connected') {
      this.transcript.note(
        name,
        `control connection to ${formatEndpoint(to)} ${dialled.outcome} (${dialled.code}) after ${took}`,
      );
      throw new SetupFailed(
        `the control connection to ${formatEndpoint(to)} is ${dialled.outcome} (${dialled.code})`,
      );
    }
    this.transcript.note(name, `connected to ${formatEndpoint(to)} in ${took}`);
    const { waits } = this.profile;
    const connection = new ControlConnection(name, dialled.channel, this.transcript, waits);
    const control: Control = { connection, protect: false, unsynced: false, finished: false };
    const before = this.#controls.get(name);
    if (before) this.#retired.push(before);
    this.#controls.set(name, control);
    if (this.gone.aborted) connection.destroy();
    const { local, peer } = connection;
    const ms = Math.round(dialled.ms);
    const ends = { local: () => savedEndpoint(local), peer: () => savedEndpoint(peer) };
    this.values.set(name, savedEndpoint(peer, { ...ends, ms: () => ms }));
    if (this.profile.security === 'ftps')
      await connection.secure(this.profile.tls, this.profile.replyMs);
    return control;
  }

  /** @throws UnknownValue */
  control(name: string): Control {
    const found = this.#controls.get(name);
    if (!found) throw new UnknownValue(`there is no control connection "${name}"`);
    return found;
  }

  hasControl(name: string): boolean {
    return this.#controls.has(name);
  }

  hasData(name: string): boolean {
    return this.#data.has(name);
  }

  addListener(name: string, listener: Listener): void {
    this.#listeners.set(name, listener);
    this.#own(listener);
  }

  /** @throws UnknownValue */
  listener(name: string): Listener {
    const found = this.#listeners.get(name);
    if (!found) throw new UnknownValue(`there is no listener "${name}"`);
    return found;
  }

  /** Closes the data connection of a name, or the listener that it was to arrive at, where there is one. */
  letGo(name: string): void {
    const place = this.#data.get(name);
    place?.connection?.destroy();
    void place?.listener?.close();
  }

  /**
   * Names a data connection; one of that name before it is let go.
   * @param decided it gets no TLS by itself
   */
  addData(name: string, control: Control, from: DataConnection | Listener, decided = false): void {
    this.letGo(name);
    const connection = from instanceof Listener ? undefined : from;
    const listener = from instanceof Listener ? from : undefined;
    if (listener) this.#own(listener);
    if (this.gone.aborted) connection?.destroy();
    this.#data.set(name, {
      control,
      connection,
      listener,
      decided,
      arriving: undefined,
      ready: undefined,
    });
  }

  /**
   * Dials the port that a 227 or 229 announces.
   * @throws WireError where the reply announces none
   */
  async dialPassive(
    { connection }: Control,
    verb: PassiveVerb,
    reply: Reply,
  ): Promise<PassiveDial> {
    const { dialMs, waits } = this.profile;
    return await waits.for(
      'an answer from a passive port',
      dialMs,
      (timeoutMs) =>
        dialPassive(connection, verb, reply, {
          timeoutMs,
          dataHost: this.profile.dataHost,
          signal: this.gone,
        }),
      ({ dialled: { outcome } }) => outcome === 'filtered',
    );
  }

  /**
   * The data connection of a name; in active mode this waits for the server to connect.
   * @throws UnknownValue, Timeout
   */
  async data(name: string): Promise<DataConnection> {
    const place = this.#place(name);
    if (place.connection) return place.connection;
    if (!place.listener) throw new UnknownValue(`there is no data connection "${name}"`);
    const { listener, control } = place;
    place.arriving ??= this.accept(listener, control, name, this.profile.replyMs);
    place.connection = await place.arriving;
    return place.connection;
  }

  /** The control connection that a data connection belongs to; @throws UnknownValue */
  controlOf(name: string): Control {
    return this.#place(name).control;
  }

  /**
   * The data connection, under TLS where PROT P holds.
   * @throws UnknownValue, Timeout, HandshakeFailed, TransferRefused
   */
  async readyData(name: string): Promise<DataConnection> {
    const place = this.#place(name);
    // What is refused from now on is something else.
    if (place.connection?.secured) return place.connection;
    const { connection, protect } = place.control;
    if (protect && !place.decided)
      place.ready = this.secureData(name, true).then(() => this.data(name));
    return await (place.ready ? connection.unlessRefused(place.ready) : this.data(name));
  }

  /**
   * Begins the handshakes of data connections where PROT P holds, behind a transfer command: a server may wait for
   * them before its preliminary reply. What comes of them is seen when the connection is used.
   */
  prepareData(control: Control): void {
    for (const [name, place] of this.#data)
      if (place.control === control && control.protect && !place.decided)
        this.readyData(name).catch(() => undefined);
  }

  /** @throws HandshakeFailed, Timeout */
  async secureData(
    name: string,
    resume: boolean,
    wish: Pick<TlsSettings, 'version' | 'alpn'> = {},
  ): Promise<ReturnType<DataConnection['secure']>> {
    const place = this.#place(name);
    place.decided = true;
    const connection = await this.data(name);
    const secured = await connection.secure({
      ...this.profile.tls,
      ...wish,
      session: resume ? place.control.connection.session : undefined,
      timeoutMs: this.profile.replyMs,
      onSession: () => undefined,
    });
    this.transcript.note(
      name,
      `${secured.protocol} ${secured.resumed ? 'resumed' : 'established'}`,
    );
    return secured;
  }

  /**
   * Waits for the server to come to a listener.
   * @throws Timeout
   */
  async accept(
    listener: Listener,
    control: Control,
    name: string,
    ms: number,
  ): Promise<DataConnection> {
    const channel = await this.profile.waits.for('a connection from the server', ms, (given) =>
      listener.accept(given),
    );
    this.transcript.note(
      name,
      `the server connected from ${formatEndpoint(channel.peer)} to ${formatEndpoint(channel.local)}`,
    );
    this.dataEvents.push({
      kind: 'accepted',
      from: channel.peer,
      control: control.connection.peer,
      dataPort: this.profile.dataPort,
    });
    return new DataConnection(channel, this.profile.waits);
  }

  /** The script was played to its end: says of each connection whether all its replies have come. */
  finish(): void {
    for (const control of this.#controls.values()) {
      const { connection } = control;
      control.finished = connection.ending !== undefined || allAnswered(connection);
    }
  }

  /**
   * Control connections whose replies can be counted to the end by QUIT. Data connections are let go
   * first, as a transfer that hangs on them would hold the QUIT up.
   */
  toQuit(): Control[] {
    for (const { connection } of this.#data.values()) connection?.destroy();
    return [...this.#controls.values()].filter(
      ({ unsynced: tainted, connection }) => !tainted && connection.takesCommands,
    );
  }

  dialogues(): Dialogue[] {
    return [...this.#retired, ...this.#controls.values()].map(
      ({ connection, unsynced: tainted, finished }) => ({
        connection: connection.name,
        events: connection.events,
        openReply: connection.openReply,
        finished: finished && !tainted,
      }),
    );
  }

  /** Lets go of every socket, and of those that are still being opened. */
  async close(): Promise<void> {
    clearTimeout(this.#limit);
    this.#gone.abort();
    for (const { connection } of this.#data.values()) connection?.destroy();
    for (const { connection } of [...this.#retired, ...this.#controls.values()])
      connection.destroy();
    await Promise.all(this.#opened.map((listener) => listener.close()));
  }

  #own(listener: Listener): void {
    this.#opened.push(listener);
    if (this.gone.aborted) void listener.close();
  }

  /** A port that nobody listens on now. A connection bound to it leaves room for a listener beside it. */
  async #freePort(): Promise<number> {
    const any = this.profile.host.includes(':') ? '::' : '0.0.0.0';
    const listener = await Listener.open(any, portsToListenOn(this.profile.activePorts));
    await listener.close();
    return listener.endpoint.port;
  }

  #place(name: string): DataPlace {
    const found = this.#data.get(name);
    if (!found) throw new UnknownValue(`there is no data connection "${name}"`);
    return found;
  }
}

/** Whether every command has drawn a completion. */
export function allAnswered({ events }: ControlConnection): boolean {
  const commands = events.filter(({ kind }) => kind === 'command').length;
  const completions = events.filter((event) => event.kind === 'reply' && completes(event.reply));
  // The greeting completes as well, though nothing asked for it.
  return completions.length > commands;
}
