import type { SecureContext } from 'node:tls';
import type { Octets } from '../codec.ts';
import type { Exchange, Interceptor, ServerReply } from '../exchange.ts';
import type { HonestOptions } from '../options.ts';
import type { Quirk } from './quirks.ts';

/** Where a behaviour takes hold. What is left out stays as it is. */
export interface Hooks {
  /** Options on top of the user's. */
  readonly options?: HonestOptions;
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
  /** The TLS context that a handshake on behalf of a verb begins with, in place of the server's; `*` as above. */
  readonly tlsContexts?: Readonly<Record<string, (exchange: Exchange) => Promise<SecureContext>>>;
  readonly quirks?: readonly Quirk[];
}

/** A way in which the server differs from what it does untold: a fault, or a lawful variation. */
export interface Behaviour extends Hooks {
  /** kebab-case */
  readonly id: string;
  readonly title: string;
}

/** What a behaviour does to one verb. */
type HookOfVerb = 'verbs' | 'replies' | 'bytes' | 'sends' | 'receives' | 'tlsContexts';

/** The hooks of all behaviours seeded, applied in their order; with none everything passes through. */
export class ActiveBehaviours implements Interceptor {
  readonly #behaviours: readonly Behaviour[];

  constructor(behaviours: readonly Behaviour[]) {
    this.#behaviours = behaviours;
  }

  get options(): HonestOptions[] {
    return this.#behaviours.flatMap(({ options }) => options ?? []);
  }

  quirk(name: Quirk): boolean {
    return this.#behaviours.some(({ quirks }) => quirks?.includes(name));
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

  tlsContext(honest: () => Promise<SecureContext>, exchange: Exchange): Promise<SecureContext> {
    const [other] = this.#hooks('tlsContexts', exchange);
    return other ? other(exchange) : honest();
  }

  #hooks<Kind extends HookOfVerb>(
    kind: Kind,
    { verb }: Exchange,
  ): NonNullable<Hooks[Kind]>[string][] {
    return this.#behaviours.flatMap((behaviour) => {
      const hooks: Hooks[Kind] = behaviour[kind];
      // The greeting answers no verb, so a wrapper round all verbs leaves it alone.
      const all = kind === 'verbs' && verb === 'CONNECT' ? undefined : hooks?.['*'];
      return (hooks?.[verb] ?? all ?? []) as NonNullable<Hooks[Kind]>[string][];
    });
  }
}
