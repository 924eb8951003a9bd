import type { Ledger } from '../ledger/ledger.ts';
import type { Risk } from '../scenario/risks.ts';
import type { Need } from '../scenario/schema.ts';
import type { Account } from '../scenario/server-profile.ts';
import type { Target } from '../targets/url.ts';
import type { Totals } from './results.ts';
import type { ScratchNotes } from './scratch-notes.ts';
import type { Shard } from './shard.ts';

/** How to get into a target. */
export interface AccessOptions {
  readonly target: Target;
  /** what the user named: shown in reports, without a password */
  readonly name: string;
  /** connect here rather than to the target's own name (containers, the embedded server) */
  readonly addresses: readonly string[] | undefined;
  readonly password: string | undefined;
  readonly family: 4 | 6 | undefined;
  readonly ca: string | undefined;
  readonly verify: boolean;
  readonly timeoutMs: number;
}

/** Where data goes that a 227 sends to another address than the control connection's. */
export const DATA_ADDRESSES = ['auto', 'peer', 'announced'] as const;
export type DataAddress = (typeof DATA_ADDRESSES)[number];

/** A shard, and the ids that all shards play together, in the order of the scripts. */
export interface PlannedShard extends Shard {
  readonly planned: readonly string[];
}

/** What to test, and how the user wants it. */
export interface RunOptions extends AccessOptions {
  /** in tables and JUnit classes */
  readonly label: string;
  /** only some of the scenarios of the scripts were chosen */
  readonly isSelection: boolean;
  /** which part of what was chosen is played here */
  readonly shard: PlannedShard | undefined;
  /** what is known of the target */
  readonly ledger: Ledger | undefined;
  /** how often each scenario is played */
  readonly repeat: number;
  /** where the first of these ends the run */
  readonly endsAt: readonly (keyof Totals)[];
  /** loopback, container and embedded targets, where everything may be done */
  readonly own: boolean;
  readonly allow: readonly Risk[];
  readonly second: Account | undefined;
  readonly file: string | undefined;
  readonly largeFile: string | undefined;
  readonly activeAddress: string | undefined;
  readonly activePorts: readonly [number, number] | undefined;
  readonly dataPort: number | undefined;
  /** needs whose absence is a failure and no skip */
  readonly require: readonly Need[];
  readonly dataAddress: DataAddress;
  /** undefined: as many as the server allows */
  readonly jobs: number | undefined;
  /** how long a target may serve nobody before the run ends */
  readonly patienceMs: number;
  readonly seed: string;
  /** the command line that would repeat this run, without a selection */
  readonly rerun: string;
  /** where it is noted what is on the target while the run lasts; undefined for targets that go with it */
  readonly notes: ScratchNotes | undefined;
}

/** How patient a run is where nothing is said, in milliseconds. */
export const DEFAULTS = { timeoutMs: 10_000, patienceMs: 15_000 } as const;

/** A seed for a run that repeats no other. */
export function newSeed(): string {
  return Math.random().toString(36).slice(2, 8);
}

/** The password that anonymous users give by custom: an address (RFC 1635). */
export const ANONYMOUS: Account = { user: 'anonymous', password: 'ftpspec@example.invalid' };

/** What no output may show. */
export function secretsOf({
  target,
  password,
  second,
}: AccessOptions & Partial<RunOptions>): string[] {
  return [password, target.password, second?.password].filter((secret) => secret !== undefined);
}
