/** A transfer that is running, as STAT and ABOR see it. */
export class RunningTransfer {
  readonly verb: string;
  readonly #stop = new AbortController();
  octets = 0;

  constructor(verb: string) {
    this.verb = verb;
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  abort(): void {
    this.#stop.abort(new Error('the transfer was aborted'));
  }
}
