import type { Octets } from '../codec.ts';
import type { Exchange } from '../exchange.ts';
import type { ReferenceOptions } from '../options.ts';

/** A reply before it becomes bytes. */
export interface ServerReply {
  readonly code: number;
  /** one line, or a multi-line reply's lines without codes; the first and the last line get them */
  readonly lines: readonly string[];
}

/**
 * Decisions of the server that a fault can turn round. Each names the wrong behaviour, so that the
 * honest server has all of them off.
 */
export interface Quirks {
  /** PASV, PORT and the like leave an earlier passive listener open */
  readonly keepsOldListener: boolean;
  /** a passive listener goes on listening behind its transfer */
  readonly keepsUsedListener: boolean;
  /** ABOR, REIN and QUIT leave the listener open */
  readonly leaksListener: boolean;
  /** a passive listener takes its newest connection, not its first */
  readonly lastDialWins: boolean;
  /** a passive listener serves anybody who connects */
  readonly servesAnyPeer: boolean;
  /** passive ports are counted up */
  readonly countsPorts: boolean;
  /** a transfer waits for its data connection for ever */
  readonly waitsForEver: boolean;
  /** PORT and EPRT take any address */
  readonly acceptsForeignAddress: boolean;
  /** PORT and EPRT take ports below 1024 */
  readonly acceptsLowPort: boolean;
  /** active connections come from any port */
  readonly anySourcePort: boolean;
  /** active connections come from 127.0.0.2 */
  readonly otherSourceAddress: boolean;
  /** the data of a download is sent before the 1yz reply */
  readonly dataBeforePreliminary: boolean;
  /** the completion reply comes well before the data */
  readonly completesEarly: boolean;
  /** the data connection stays open behind the completion reply */
  readonly keepsDataOpen: boolean;
  /** 226 whatever became of the transfer */
  readonly reportsSuccess: boolean;
  /** behind 421 the connection stays */
  readonly staysBehind421: boolean;
  /** QUIT cuts a running transfer */
  readonly quitCutsTransfer: boolean;
  /** a transfer goes on when its control connection is lost */
  readonly outlivesControl: boolean;
  /** REIN cuts a running transfer */
  readonly reinCutsTransfer: boolean;
  /** commands during a transfer are thrown away */
  readonly losesCommandsInTransfer: boolean;
  /** ABOR waits until the transfer has ended */
  readonly deafInTransfer: boolean;
  /** data goes in clear whatever PROT says */
  readonly clearData: boolean;
  /** data goes under TLS whatever PROT says */
  readonly alwaysSecuresData: boolean;
  /** data under TLS ends without close_notify */
  readonly noCloseNotify: boolean;
  /** clear bytes behind AUTH are kept and executed under TLS */
  readonly keepsPipelinedClear: boolean;
  /** every segment is taken for one command, whole or not */
  readonly segmentIsLine: boolean;
  /** Telnet commands are taken for text */
  readonly deafToTelnet: boolean;
  /** commands run before login */
  readonly noLoginNeeded: boolean;
  /** the restart marker outlives its transfer */
  readonly keepsRestart: boolean;
  /** the restart marker is dropped when any other command comes */
  readonly forgetsRestart: boolean;
  /** a restart marker behind the end of the file is taken as the end */
  readonly restartsBehindEnd: boolean;
}

/** Where a fault takes hold. Everything left out stays honest. */
export interface Hooks {
  /** Options that a fault puts on top of the user's. */
  readonly options?: ReferenceOptions;
  /** Replaces or wraps what a verb does; `*` stands for every verb without an entry. */
  readonly verbs?: Readonly<
    Record<string, (exchange: Exchange, honest: () => Promise<void>) => void | Promise<void>>
  >;
  /** Changes a reply to a verb, drops it or adds others; `*` as above, `CONNECT` is the greeting. */
  readonly replies?: Readonly<
    Record<string, (reply: ServerReply, exchange: Exchange) => ServerReply | readonly ServerReply[]>
  >;
  /** Changes the bytes of a reply to a verb; `*` as above. */
  readonly bytes?: Readonly<Record<string, (bytes: Buffer, exchange: Exchange) => Buffer>>;
  /** Changes the octets that a verb sends over the data connection; `*` as above. */
  readonly sends?: Readonly<Record<string, (octets: Octets, exchange: Exchange) => Octets>>;
  /** Changes the octets that a verb receives; `*` as above. */
  readonly receives?: Readonly<Record<string, (octets: Octets, exchange: Exchange) => Octets>>;
  readonly quirks?: Partial<Quirks>;
}

/** A way in which the server can be wrong. */
export interface Fault extends Hooks {
  /** kebab-case */
  readonly id: string;
  readonly title: string;
  /** the requirements of catalogue/requirements.tsv that it breaks, the plainest first */
  readonly breaks: readonly [string, ...string[]];
}

/** The hooks of all seeded faults, applied in their order; with no fault everything passes through. */
export class Seeded {
  readonly #faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  get ids(): string[] {
    return this.#faults.map(({ id }) => id);
  }

  get options(): ReferenceOptions[] {
    return this.#faults.flatMap(({ options }) => options ?? []);
  }

  quirk(name: keyof Quirks): boolean {
    return this.#faults.some(({ quirks }) => quirks?.[name] === true);
  }

  run(exchange: Exchange, honest: () => Promise<void>): Promise<void> {
    return this.#hooks('verbs', exchange).reduce<() => Promise<void>>(
      (inner, wrap) => async () => wrap(exchange, inner),
      honest,
    )();
  }

  replies(reply: ServerReply, exchange: Exchange): readonly ServerReply[] {
    return this.#hooks('replies', exchange).reduce<readonly ServerReply[]>(
      (replies, change) => replies.flatMap((one) => change(one, exchange)),
      [reply],
    );
  }

  bytes(bytes: Buffer, exchange: Exchange): Buffer {
    return this.#hooks('bytes', exchange).reduce((now, change) => change(now, exchange), bytes);
  }

  sends(octets: Octets, exchange: Exchange): Octets {
    return this.#hooks('sends', exchange).reduce((now, change) => change(now, exchange), octets);
  }

  receives(octets: Octets, exchange: Exchange): Octets {
    return this.#hooks('receives', exchange).reduce((now, change) => change(now, exchange), octets);
  }

  #hooks<Kind extends 'verbs' | 'replies' | 'bytes' | 'sends' | 'receives'>(
    kind: Kind,
    { verb }: Exchange,
  ): NonNullable<Hooks[Kind]>[string][] {
    return this.#faults.flatMap((fault) => {
      const hooks: Hooks[Kind] = fault[kind];
      // The greeting answers no verb, so a wrapper round all verbs leaves it alone.
      const all = kind === 'verbs' && verb === 'CONNECT' ? undefined : hooks?.['*'];
      return (hooks?.[verb] ?? all ?? []) as NonNullable<Hooks[Kind]>[string][];
    });
  }
}
