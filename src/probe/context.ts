import type { TlsSettings } from '../client/tls.ts';
import type { Target } from '../targets/url.ts';
import type { ProbeAccount } from './account.ts';
import type { Limits } from './limits.ts';
import type { Observation } from './observations.ts';

/** What the user asked for beyond the target. */
export interface ProbeOptions {
  /** the one to connect over; undefined for both */
  readonly family: 4 | 6 | undefined;
  /** active mode matters */
  readonly active: boolean;
  /** the address to name in PORT and EPRT */
  readonly activeAddress: string | undefined;
  /** where to listen */
  readonly activePorts: readonly number[];
  /** the passive range that the server is said to have */
  readonly passivePorts: readonly [number, number] | undefined;
  readonly deep: boolean;
  readonly upload: boolean;
  /** a password may go out in clear, or to a server whose certificate is not trusted */
  readonly allowPlain: boolean;
  /** a certificate that is not trusted does not keep the password back */
  readonly insecure: boolean;
  /** the file to fetch as the large transfer */
  readonly file: string | undefined;
  /** `ftpspec peer` at the server's side */
  readonly peer: PeerOption | undefined;
}

/** Where a peer waits, and what proves that this client may ask it. */
export interface PeerOption {
  /** undefined: the address of the server */
  readonly host: string | undefined;
  readonly port: number;
  readonly token: string;
}

/** What the probes of one target share. */
export interface ProbeContext {
  readonly target: Target;
  readonly account: ProbeAccount;
  readonly tls: TlsSettings;
  readonly limits: Limits;
  readonly options: ProbeOptions;
  readonly signal: AbortSignal;
  /** the sessions that are open; each takes itself out when it ends */
  readonly sessions: Set<{ destroy(): void }>;
  /** names of the probes under way */
  readonly running: Set<string>;
  /** what was seen so far, in order */
  readonly seen: readonly Observation[];
  /** keeps what was seen */
  see(observation: Observation): void;
}
