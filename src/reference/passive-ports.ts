/** The ports that passive listeners get, with what is needed to give the same one again late and unforeseeably. */
export class PassivePorts {
  /** the longest unused first */
  #ports: readonly number[];

  constructor([first, last]: readonly [number, number]) {
    const ports = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const turn = below(ports.length);
    this.#ports = [...ports.slice(turn), ...ports.slice(0, turn)];
  }

  /**
   * All ports, each once: at random (RFC 2577 section 8), the half first that was not used lately, as somebody may still
   * dial the others.
   */
  *candidates(): Generator<number, void, void> {
    const left = [...this.#ports];
    for (let fresh = Math.ceil(left.length / 2); left.length > 0; fresh--)
      yield* left.splice(below(Math.max(fresh, 1)), 1);
  }

  /** A listener has this port now. */
  used(port: number): void {
    this.#ports = [...this.#ports.filter((one) => one !== port), port];
  }
}

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}
