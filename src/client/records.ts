import type { ControlEvent } from './control.ts';
import type { Ending } from './failures.ts';
import type { Endpoint } from '../wire/endpoint.ts';

/** The name of the connection that makes files before a scenario, and removes them behind it. */
export const KEEPER = 'keeper';

/** Everything one control connection saw. */
export interface Dialogue {
  readonly connection: string;
  readonly events: readonly ControlEvent[];
  /** the code of a multi-line reply that never ended */
  readonly openReply: number | undefined;
  /** whether the script played to its end and asked for QUIT, so that no reply is still to come */
  readonly finished: boolean;
}

/** What happened on data connections. */
export type DataEvent =
  /** the server came to a listener of ours */
  | {
      readonly kind: 'accepted';
      readonly from: Endpoint;
      readonly control: Endpoint;
      readonly dataPort: number;
    }
  /** a data connection from the server's end was read to its end */
  | { readonly kind: 'received'; readonly size: number; readonly ending: Ending };

/** What a scenario leaves for the rules to judge. */
export interface Records {
  readonly dialogues: readonly Dialogue[];
  readonly data: readonly DataEvent[];
}
