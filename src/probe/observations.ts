import type { DialOutcome } from '../client/dial.ts';
import type { Endpoint } from '../wire/endpoint.ts';

/** The stages of a client's way to a transfer, in their order. */
export const STAGES = [
  'name',
  'connect',
  'greeting',
  'tls',
  'login',
  'passive set-up',
  'passive dial',
  'transfer',
  'active set-up',
  'active accept',
  'large transfer',
  'idle',
] as const;
export type Stage = (typeof STAGES)[number];

/** What a command drew. */
export interface Answer {
  /** the command as sent, passwords hidden; empty for the greeting */
  readonly command: string;
  /** tls: an alert, or a broken record. garbled: bytes that are no reply, or a flood of them */
  readonly how: 'reply' | 'silence' | 'closed' | 'reset' | 'tls' | 'garbled';
  /** 0 where no reply came */
  readonly code: number;
  /** every line of the reply, visible; OpenSSL's code for a failure of TLS; empty where nothing came */
  readonly lines: readonly string[];
  readonly ms: number;
  /** a silence in which NOOP, asked after it, was answered */
  readonly alive?: boolean;
}

/** One attempt to connect to an announced endpoint. */
export interface DataDial {
  readonly to: Endpoint;
  readonly outcome: DialOutcome;
  /** the system's code, empty where it connected */
  readonly code: string;
  readonly ms: number;
}

/** On which control connection something was seen. */
export interface SessionInfo {
  /** name of the probe's session: `main`, `pasv`, … */
  readonly session: string;
  readonly family: 4 | 6;
  /** under TLS */
  readonly secured: boolean;
  readonly peer: Endpoint;
  readonly local: Endpoint;
}

export interface Lookup {
  readonly kind: 'lookup';
  readonly host: string;
  /** whether the target was named by an address literal */
  readonly literal: boolean;
  readonly addresses: readonly string[];
  /** why there is none */
  readonly error: string | undefined;
  /** families in which this client has an address that leads beyond itself */
  readonly localFamilies: readonly (4 | 6)[];
  readonly ms: number;
}

export interface ControlDial {
  readonly kind: 'control dial';
  readonly session: string;
  readonly to: Endpoint;
  readonly family: 4 | 6;
  readonly outcome: DialOutcome;
  readonly code: string;
  /** sessions of ours that were also open */
  readonly otherSessions: number;
  readonly ms: number;
}

export interface Greeting {
  readonly kind: 'greeting';
  readonly at: SessionInfo;
  readonly answer: Answer;
  readonly otherSessions: number;
  readonly ms: number;
}

/** What a port that says nothing, or something strange, answers when it is spoken to otherwise. */
export interface WrongProtocol {
  readonly kind: 'wrong protocol';
  readonly to: Endpoint;
  readonly tried: 'TLS ClientHello' | 'a line of text' | 'waiting for a greeting';
  /** what was heard: the first bytes, visible, or `TLSv1.3` and the greeting under it; empty for nothing */
  readonly heard: string;
  readonly tls: boolean;
  readonly ms: number;
}

export interface ControlHandshake {
  readonly kind: 'handshake';
  readonly at: SessionInfo;
  readonly how: 'implicit' | 'explicit';
  readonly outcome: 'secured' | 'failed' | 'silence';
  /** OpenSSL's or the system's code; empty where it went well */
  readonly code: string;
  readonly protocol: string;
  /** why the certificate cannot be trusted */
  readonly trustError: string | undefined;
  /** what else is wrong with it, by OpenSSL’s codes or in words */
  readonly flaws: readonly string[];
  /** one line about the certificate */
  readonly certificate: string | undefined;
  readonly ms: number;
}

export interface Login {
  readonly kind: 'login';
  readonly at: SessionInfo;
  readonly anonymous: boolean;
  /** withheld: a password that must not go out this way */
  readonly outcome: 'accepted' | 'refused' | 'broken' | 'withheld';
  /** USER, PASS */
  readonly answers: readonly Answer[];
  /** why it was withheld */
  readonly why: string | undefined;
  readonly otherSessions: number;
  readonly ms: number;
}

/** One command on the control connection outside of a transfer. */
export interface Exchange {
  readonly kind: 'exchange';
  readonly at: SessionInfo;
  readonly answer: Answer;
  readonly ms: number;
}

export const TRANSFER_STOPS = [
  'set-up',
  'dial',
  'accept',
  'open',
  'handshake',
  'data',
  'completion',
] as const;
export type TransferStop = (typeof TRANSFER_STOPS)[number];

export interface DataHandshake {
  readonly outcome: 'secured' | 'failed' | 'silence';
  readonly code: string;
  /** whether the control connection's session was offered */
  readonly offered: boolean;
  readonly resumed: boolean;
  /** the server sent a byte of its own */
  readonly answered: boolean;
  readonly ms: number;
}

/** One transfer, as far as it came. */
export interface Transfer {
  readonly kind: 'transfer';
  readonly at: SessionInfo;
  readonly purpose: Purpose;
  readonly mode: 'passive' | 'active';
  /** the data connection is under TLS */
  readonly protected: boolean;
  /** what PASV, EPSV, PORT or EPRT drew */
  readonly setup: Answer;
  /** NOOP, right before the set-up */
  readonly before: Answer | undefined;
  /** what the server announced, or where the client listened */
  readonly endpoint: Endpoint | undefined;
  /** the dial to the announced endpoint; undefined where it was not dialled */
  readonly dial: DataDial | undefined;
  /** the same port at the control connection's peer, where the announced address was another */
  readonly peerDial: DataDial | undefined;
  /** the peer's address carried the transfer */
  readonly viaPeer: boolean;
  /** active mode: who connected */
  readonly accepted: { readonly peer: Endpoint; readonly ms: number } | undefined;
  /** the first reply to the transfer command */
  readonly opened: Answer | undefined;
  readonly handshake: DataHandshake | undefined;
  readonly bytes: number;
  /** the longest time without a byte, in milliseconds */
  readonly gapMs: number;
  /** what SIZE said */
  readonly expected: number | undefined;
  /** cut: this client stopped reading on purpose. open: nothing more came. none: there was no connection */
  readonly dataEnd: 'fin' | 'reset' | 'tls' | 'error' | 'open' | 'cut' | 'none';
  /** under TLS: a close_notify came before the end */
  readonly closeNotify: boolean | undefined;
  readonly completion: Answer | undefined;
  /** milliseconds that the data connection was held open without reading */
  readonly heldMs: number;
  /** where it stopped; undefined where everything went well */
  readonly stopped: TransferStop | undefined;
  readonly ms: number;
}

/**
 * listing: the first of its mode. sample: one of many. together: while others hold their ports. again: right after another. unresumed:
 * with a TLS session of its own. large: enough to fill several segments. small: as little as there is. held: read slowly on purpose.
 * upload: a write.
 */
export type Purpose =
  'listing' | 'sample' | 'together' | 'again' | 'unresumed' | 'large' | 'small' | 'held' | 'upload';

/** A control connection that was left alone. */
export interface Idle {
  readonly kind: 'idle';
  readonly at: SessionInfo;
  /** alive: NOOP was answered. farewell: 421. silent: NOOP drew nothing */
  readonly outcome: 'alive' | 'farewell' | 'closed' | 'reset' | 'silent';
  readonly text: string;
  /** a transfer was running meanwhile */
  readonly transferring: boolean;
  readonly ms: number;
}

/** What became of the talk with `ftpspec peer` at the server's side, and where this client arrived there. */
export interface PeerTalk {
  readonly kind: 'peer';
  readonly to: Endpoint;
  /** why there was none, or it ended early; undefined where it went well */
  readonly failed: string | undefined;
  /** undefined where it did not come to that */
  readonly places: PeerPlaces | undefined;
  readonly ms: number;
}

/** Both ends of one connection, as each knows itself and as the other sees it. */
export interface PeerPlaces {
  readonly client: Endpoint;
  readonly clientSeen: Endpoint;
  readonly server: Endpoint;
  readonly serverSeen: Endpoint;
}

/** A line that names an endpoint, as it left and as it arrived. */
export interface PeerLine {
  readonly kind: 'peer line';
  readonly direction: 'to the server' | 'to the client';
  readonly sent: string;
  readonly arrived: string;
  /** the endpoint that arrived leads to whoever listens */
  readonly leads: boolean;
  readonly ms: number;
}

/** A connection between this client and the peer, seen from both ends. */
export interface PeerDial {
  readonly kind: 'peer dial';
  readonly direction: 'to the server' | 'to the client';
  readonly port: number;
  /** a line on the control connection named the port before, for helpers to read */
  readonly named: boolean;
  readonly outcome: DialOutcome;
  /** who came, as whoever listened saw it; undefined where nobody did */
  readonly arrived: Endpoint | undefined;
  readonly ms: number;
}

/** Whether the host on which the peer runs has an address. */
export interface PeerAddress {
  readonly kind: 'peer address';
  readonly address: string;
  readonly own: boolean;
  readonly ms: number;
}

/** A stage that was left out, and why. */
export interface Omitted {
  readonly kind: 'omitted';
  readonly stage: Stage;
  readonly why: string;
  readonly ms: number;
}

/** A probe that failed in a way nobody foresaw. */
export interface ProbeError {
  readonly kind: 'probe error';
  readonly probe: string;
  readonly error: string;
  readonly ms: number;
}

export type Observation =
  | Lookup
  | ControlDial
  | Greeting
  | WrongProtocol
  | ControlHandshake
  | Login
  | Exchange
  | Transfer
  | Idle
  | PeerTalk
  | PeerLine
  | PeerDial
  | PeerAddress
  | Omitted
  | ProbeError;

/** The reply's text without its code, lines joined. */
export function answerText(answer: Answer): string {
  return answer.lines.map((line) => line.replace(/^\d{3}[ -]/, '')).join(' ');
}

/** The reply's text without what it repeats of the command, and without paths: names of files are not the server's words. */
export function ownWords(answer: Answer): string {
  const [, ...rest] = answer.command.split(' ');
  const said = rest.join(' ');
  const text = answerText(answer).replace(/(?<!\S)["'(]?\/\S+/g, '');
  return said.length > 2 ? text.replaceAll(said, '') : text;
}

/** Whether a reply is a 1yz, 2yz, … */
export function isClass(answer: Answer | undefined, first: 1 | 2 | 3 | 4 | 5): boolean {
  return answer?.how === 'reply' && Math.floor(answer.code / 100) === first;
}

/** A file that may not be read says nothing about the network. */
export function isDenied({ stopped, opened }: Pick<Transfer, 'stopped' | 'opened'>): boolean {
  return stopped === 'open' && isClass(opened, 5);
}
