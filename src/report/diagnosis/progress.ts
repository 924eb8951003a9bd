import type { Diagnosis, Observation } from '../../diagnose/index.ts';
import { describeTarget, type Target } from '../../targets/url.ts';
import { isTerminal, type Environment, type Output } from '../shared/style.ts';
import { cut, oneLine } from '../shared/text.ts';

/** What is being done, on standard error: a line that changes on a terminal, a line a target elsewhere. */
export class DiagnosisProgress {
  readonly #output: Output;
  /** a line can be written over */
  readonly #live: boolean;
  readonly #total: number;
  #finished = 0;
  #shown = false;

  constructor(output: Output, env: Environment, total: number) {
    this.#output = output;
    this.#live = isTerminal(output, env);
    this.#total = total;
  }

  seen(target: Target, observation: Observation): void {
    if (this.#live) this.#show(`${this.#count()}${describeTarget(target)}: ${observation.kind}`);
  }

  done({ target, verdict, findings }: Diagnosis): void {
    this.#finished++;
    const first = findings[0] ? ` ${findings[0].code}` : '';
    if (this.#live) this.#show(`${this.#count()}${target}: ${verdict}`);
    else if (this.#total > 1)
      this.#output.write(`${oneLine(`${this.#count()}${target}: ${verdict}${first}`)}\n`);
  }

  clear(): void {
    if (this.#shown) this.#output.write('\r\x1b[K');
    this.#shown = false;
  }

  #count(): string {
    return this.#total > 1 ? `${this.#finished}/${this.#total} ` : '';
  }

  #show(text: string): void {
    this.#output.write(`\r\x1b[K${cut(oneLine(text), (this.#output.columns ?? 80) - 1)}`);
    this.#shown = true;
  }
}
