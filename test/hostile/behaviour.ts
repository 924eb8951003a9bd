import type { Socket } from 'node:net';
import type { Session } from './server/session.ts';
import type { Entry, Tree } from './server/tree.ts';

/** What the server does in answer to a command, or to a new connection. */
export type Act = (session: Session, argument: string) => Promise<void>;

/** What goes over a data connection. */
export type Stream = (socket: Socket, session: Session) => Promise<void>;

/** How the command is run against the server: `run --suite X` or `diagnose`, with further options. */
export interface Drive {
  readonly command: 'run' | 'diagnose';
  readonly args: readonly string[];
  /** a run of all suites, or a diagnosis that leaves sessions alone for minutes: it may take longer */
  readonly whole?: boolean;
}

/** One hostile behaviour: an ordinary server but for what is said here. */
export interface Behaviour {
  readonly id: string;
  readonly title: string;
  readonly drives: readonly Drive[];
  /** in place of the greeting */
  readonly greeting?: Act;
  /** in place of the ordinary answers, by verb; `*` for those not named */
  readonly on?: Readonly<Record<string, Act>>;
  /** in place of what a listing or a file holds, by verb */
  readonly sends?: Readonly<Record<string, Stream>>;
  /** what listings name; in place of what is in the directory */
  readonly entries?: (directory: string, entries: readonly Entry[]) => Iterable<Entry>;
  /** what a reply looks like on its way out */
  readonly says?: (text: string) => string;
  /** how a name that a client sends is read */
  readonly reads?: (name: string) => string;
  /** the ends of commands; a line feed where this is not given */
  readonly lineEnd?: RegExp;
  /** what else there is */
  readonly plants?: (tree: Tree) => void;
  /** TLS at the request of AUTH TLS, or from the first byte; the certificate's common name */
  readonly tls?: { readonly scheme: 'ftp' | 'ftpes' | 'ftps'; readonly name?: string };
  /** TLS on data connections: what is done in place of the handshake */
  readonly dataTls?: Stream;
  /** why ftpspec cannot remove its directory */
  readonly leaves?: string;
}

/** What is left to say when a play is over. */
export interface ServerRecord {
  /** number of commands received */
  readonly commands: number;
  /** changes of files that are not ftpspec's */
  readonly strayed: readonly string[];
  /** names of ftpspec's that are still there */
  readonly left: readonly string[];
}
