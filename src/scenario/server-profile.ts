import type { PassiveVerb } from '../client/data-set-up.ts';
import type { TlsSettings } from '../client/tls.ts';
import type { Waits } from '../client/waits.ts';
import type { Security } from '../targets/url.ts';

/** A user name and its password. */
export interface Account {
  readonly user: string;
  readonly password: string;
}

/** All that a scenario needs to know of the server it is played against. */
export interface ServerProfile {
  /** the address literal that control connections go to */
  readonly host: string;
  readonly port: number;
  readonly security: Security;
  readonly tls: TlsSettings;
  readonly account: Account;
  readonly second: Account | undefined;
  readonly anonymous: Account;
  /** where the client goes after the login; empty to stay in the login directory */
  readonly directory: string;
  /** the scenario's own directory, where it may write */
  readonly scratch: string | undefined;
  /** a readable file, and one that is still moving after seconds */
  readonly file: string | undefined;
  readonly large: string | undefined;
  /** announced in PORT and EPRT instead of the control connection's own address */
  readonly activeAddress: string | undefined;
  readonly activePorts: readonly [number, number] | undefined;
  /** the port that active data connections are expected to come from */
  readonly dataPort: number;
  /** what sets data connections up over IPv4, where it does not matter; undefined where there is no passive mode */
  readonly passive: PassiveVerb | undefined;
  /** why no data connection can be made in any way; undefined where one can */
  readonly noData: string | undefined;
  /** the address other than the control connection's that data connections go to where a 227 names it */
  readonly dataHost: string | undefined;
  /** how long a reply may take */
  readonly replyMs: number;
  /** how long a dial may take before its port counts as filtered */
  readonly dialMs: number;
  /** how long a scenario may take in all, whatever keeps coming */
  readonly longestMs: number;
  /** of the whole run */
  readonly waits: Waits;
  readonly seed: string;
}
