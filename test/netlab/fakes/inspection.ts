/** What an inspecting device does with the lines of a control connection. */
export interface Inspection {
  port: number;
  host?: string;
  server: { host: string; port: number };
  /** Applied in order to each line; the first that matches decides. */
  rules: readonly InspectionRule[];
  /** Seconds that each line waits on its way. */
  delay?: number;
}

export interface InspectionRule {
  from: 'client' | 'server';
  /** Regular expression, case-insensitive. */
  match: string;
  /** Replacement, with $1 … of the match. */
  replace?: string;
  /** The line is never passed on. */
  drop?: boolean;
  /** Both connections end. */
  close?: 'fin' | 'reset';
  /** Adds the port the line announces (227 or 229) to the set `pinholes` of the node's firewall. */
  pinhole?: boolean;
}
