/** One thing to change. */
export interface Remedy {
  /** a server product, or `firewall`, `router`, `container`, `client`, `DNS`, … */
  readonly for: string;
  readonly change: string;
}
