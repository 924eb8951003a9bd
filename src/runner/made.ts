import type { Records } from '../client/records.ts';
import type { ServerProfile } from '../scenario/server-profile.ts';
import { type MadeName, madeNames } from './clean-up/made-names.ts';
import { remove } from './clean-up/remove.ts';
import { type Stray, strayNames, Strays } from './clean-up/strays.ts';
import { type RunOptions, secretsOf } from './options.ts';
import type { Leftover } from './results.ts';
import { removeScratch, type Scratch } from './scratch.ts';
import { sentenceOf } from './target-errors.ts';

/** What a run has made on its target, to be removed at the end. */
export class Made {
  readonly #options: Pick<RunOptions, 'name' | 'notes'>;
  readonly #secrets: readonly string[];
  readonly #hide: (text: string) => string;
  #scratch: Scratch | undefined;
  readonly #inScratch: MadeName[] = [];
  readonly #strays = new Map<string, Stray>();

  /** @param hide makes a text fit for reports */
  constructor(options: RunOptions, hide: (text: string) => string) {
    this.#options = options;
    this.#secrets = secretsOf(options);
    this.#hide = hide;
  }

  /** Remembers the scratch directory, also for the time after this process. */
  scratch(scratch: Scratch): void {
    this.#scratch = scratch;
    this.#options.notes?.add(this.#options.name, scratch.root);
  }

  /** Remembers the names that a scenario has made. */
  names({ dialogues }: Records): void {
    const root = this.#scratch?.root;
    for (const stray of strayNames(dialogues, root)) this.#strays.set(stray.name, stray);
    if (root !== undefined) this.#inScratch.push(...madeNames(dialogues, root));
  }

  /**
   * Removes all of it.
   * @param signal the user is in a hurry
   * @returns what is left
   */
  async remove(profile: ServerProfile | undefined, signal: AbortSignal): Promise<Leftover[]> {
    const strays = [...this.#strays.values()];
    const left =
      profile && strays.length > 0
        ? await this.#orLeft(strays, remove(new Strays(strays), profile, this.#secrets, signal))
        : [];
    return [...left, ...(await this.#removeScratch(signal))];
  }

  async #removeScratch(signal: AbortSignal): Promise<Leftover[]> {
    const scratch = this.#scratch;
    if (!scratch) return [];
    const removed = removeScratch(scratch, this.#inScratch, this.#secrets, signal);
    const left = await this.#orLeft([{ name: scratch.root }], removed);
    const { notes, name } = this.#options;
    if (left.length === 0) notes?.remove(name, scratch.root);
    return left;
  }

  /** Where the removal itself breaks, all is left. */
  async #orLeft(
    all: readonly { readonly name: string }[],
    removed: Promise<Leftover[]>,
  ): Promise<Leftover[]> {
    try {
      return await removed;
    } catch (error) {
      const reply = this.#hide(sentenceOf(error));
      return all.map(({ name }) => ({ name: this.#hide(name), reply }));
    }
  }
}
