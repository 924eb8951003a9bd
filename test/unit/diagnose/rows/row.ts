import type { Observation } from '../../../../src/probe/observations.ts';
import {
  ARRIVED,
  at,
  dead,
  dialled,
  type findings,
  greeted,
  loggedIn,
  lookup,
  passive,
  reply,
  secured,
} from '../observed.ts';

export type Seen = readonly Observation[];

/** What is observed, and the finding that must come first for it. */
export interface Row {
  readonly name: string;
  readonly code: string;
  readonly severity: string;
  readonly seen: Seen;
  readonly over?: Parameters<typeof findings>[1];
}

export const here = (...more: Observation[]): Seen => [...ARRIVED, ...more];
export const both = (make: (verb: 'PASV' | 'EPSV') => Observation): Observation[] => [
  make('EPSV'),
  make('PASV'),
];
export const works = both((verb) => passive(verb));
export const samples = (good: number[], bad: number[]): Observation[] => [
  ...good.map((port) => passive('PASV', { port, purpose: 'sample' })),
  ...bad.map((port) => dead('PASV', 'filtered', { port, purpose: 'sample' })),
];
export const tls = [secured(), loggedIn({ at: at({ secured: true }) })];
/** Logged in by AUTH TLS. */
export const arrivedUnderTls = [lookup(), dialled(), greeted(), ...tls];
export const ftpes = { target: { security: 'ftpes' } } as const;
export const refusedLogin = loggedIn({
  outcome: 'refused',
  answers: [reply('USER tester', 331), reply('PASS ****', 530, 'Login incorrect.')],
});
export const stalled = {
  dataEnd: 'open',
  gapMs: 50_000,
  stopped: 'data',
  completion: undefined,
} as const;
export const wide = [33_211, 41_007, 58_913];
/** The connection comes, and the command draws nothing. */
export const ignored = {
  opened: reply('LIST', 'silence'),
  bytes: 0,
  dataEnd: 'open',
  completion: undefined,
  stopped: 'open',
} as const;
