import type { Channel } from '../client/channel.ts';
import { Closed, type Ending } from '../client/failures.ts';
import { Changes } from '../client/waiting.ts';
import { WireError } from '../wire/errors.ts';
import { LONGEST_LINE } from './protocol.ts';

/** A connection that speaks in lines, one byte a character, and is owned by whoever made it. */
export class Lines {
  readonly channel: Channel;
  readonly #changes = new Changes();
  #bytes = '';
  #ending: Ending | undefined;

  constructor(channel: Channel) {
    this.channel = channel;
    channel.attach({
      data: (bytes) => {
        this.#bytes += bytes.toString('latin1');
        if (this.#isTooLong) channel.pause();
        this.#changes.notify();
      },
      end: (ending) => {
        this.#ending = ending;
        this.#changes.notify();
      },
    });
  }

  /**
   * The next line, without its end.
   * @throws Timeout, Closed, WireError where a line is longer than any should be
   */
  async next(ms: number): Promise<string> {
    const next = await this.#changes.until(() => this.#take(), ms, 'a line');
    if (typeof next !== 'string') throw next;
    return next;
  }

  async say(line: string): Promise<void> {
    await this.channel.write(Buffer.from(`${line}\r\n`, 'latin1'));
  }

  #take(): string | Error | undefined {
    const end = this.#bytes.indexOf('\n');
    if (this.#isTooLong && (end === -1 || end > LONGEST_LINE))
      return new WireError(`a line of more than ${LONGEST_LINE} bytes`);
    if (end === -1) return this.#ending && new Closed('the connection', this.#ending);
    const line = this.#bytes.slice(0, end).replace(/\r$/, '');
    this.#bytes = this.#bytes.slice(end + 1);
    this.channel.resume();
    return line;
  }

  get #isTooLong(): boolean {
    return this.#bytes.length > LONGEST_LINE;
  }
}
