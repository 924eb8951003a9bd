import type { Node } from '../network.ts';

/** A process of a situation: where it runs, its files, its command, the port that shows it is up. */
export interface Service {
  node: Node;
  port: number;
  argv: readonly string[];
  /** Files written before it starts, by absolute path below /run/lab. */
  files?: Readonly<Record<string, string>>;
  /** It changes its user, which takes more than one user id. */
  changesUser?: boolean;
}

/** The passive range of the lab's servers, unless a situation says otherwise. */
export const passiveRange: { from: number; to: number } = { from: 50000, to: 50100 };
