/** How the scripted server misbehaves; everything left out is done properly. */
export interface Behaviour {
  port: number;
  host?: string;
  greeting?: string;
  /** Seconds before the greeting. */
  greetingAfter?: number;
  /** Replies sent verbatim instead of doing anything; '' says nothing, ever. */
  replies?: Readonly<Record<string, string>>;
  /** The connection ends when this command arrives. */
  closeAt?: string;
  closeBy?: 'fin' | 'reset';
  /** Inclusive passive range, used in order. */
  range?: readonly [number, number];
  /** Address that 227 names (default: the connection's own). */
  advertise?: string;
  /** Form of 227 and 229, with {h}, {p1}, {p2} and {port}. */
  pasvText?: string;
  epsvText?: string;
  /** Passive listeners the 229 names but that are not there. */
  epsvDead?: boolean;
  tls?: { cert: string; key: string; tickets?: boolean };
  implicitTls?: boolean;
  requireReuse?: boolean;
  /** How a TLS data connection ends. */
  tlsEnd?: 'notify' | 'fin' | 'reset';
  /** Seconds between a file's 150 and its first byte. */
  dataAfter?: number;
  /** Seconds between the end of a file, or of an upload, and its 226; null for never. */
  completionAfter?: number | null;
  /** Bytes of a transfer after which nothing more comes. */
  stallAfter?: number;
  /** Bytes of a file after which the data connection closes. */
  truncateAfter?: number;
  /** How a truncated data connection closes. */
  truncateBy?: 'fin' | 'reset';
  /** Completion of a truncated transfer. */
  truncatedCompletion?: string;
  /** Completion of a transfer under PROT P; '' for none. */
  tlsCompletion?: string;
  /** Bytes a second. */
  rate?: number;
  /** Seconds after the last command when the session ends, transfer or not. */
  idle?: number;
  idleText?: string;
  /** After this many passive ports the next get 425 for `restSeconds`. */
  portsBeforeRest?: number;
  restSeconds?: number;
}
