import { WireError } from '../../wire/errors.ts';
import { joinPath, parse257 } from '../../wire/path.ts';
import { CLEAN_UP } from '../limits.ts';
import type { Leftover } from '../results.ts';
import { type Entry, entriesOf, entriesOfStat, linesOfListing, LISTINGS } from './list-names.ts';
import { isWithin, type MadeName } from './made-names.ts';
import type { Answer, CleanUpSession } from './session.ts';

/** The server draws the clean-up out: no more is asked. */
export class TooMuch extends Error {
  override name = 'TooMuch';
}

/**
 * Removes what was made below a directory of ours, and that directory: first what is known to have been made, then,
 * where a directory still is not empty, what a listing shows in it. It goes on over several sessions.
 */
export class Sweep {
  readonly #root: string;
  /** deepest first, the root last */
  #left: MadeName[];
  #refused = new Map<string, string>();
  #commands = 0;
  #passes = 0;
  #isListedByData = true;

  /** @param root absolute, a character a byte, of a directory that we made */
  constructor(root: string, made: Iterable<MadeName>) {
    this.#root = root;
    const below = [...made].filter(({ path }) => path !== root && isWithin(path, root));
    this.#left = [...below.reverse().sort(byDepth), { path: root, kind: 'directory' }];
  }

  /** Nothing is left, or nothing more can be done about it. */
  get isDone(): boolean {
    return this.#left.length === 0 && (this.#refused.size === 0 || this.#passes >= CLEAN_UP.passes);
  }

  /**
   * What could not be removed, directories after what is in them.
   * @param why the root was not even tried, where it was not
   */
  leftovers(why: string): Leftover[] {
    const refused = [...this.#refused].map(([path, reply]) => ({ path, reply }));
    if (this.#left.length > 0 && !this.#refused.has(this.#root))
      refused.push({ path: this.#root, reply: why });
    return refused.sort(byDepth).map(({ path, reply }) => ({ name: path, reply }));
  }

  /**
   * Goes on with what is left.
   * @throws what the session throws where it breaks; TooMuch
   */
  async go(session: CleanUpSession): Promise<void> {
    if (this.#left.length === 0) {
      const refused = [...this.#refused.keys()];
      this.#left = refused.map((path) => ({ path, kind: 'either' }) as const).sort(byDepth);
      this.#refused.clear();
    }
    for (let next = this.#left.shift(); next; next = this.#left.shift()) {
      try {
        await this.#remove(session, next);
      } catch (error) {
        // The next session goes on with the others, and comes back to it at the end.
        this.#refused.set(next.path, error instanceof Error ? error.message : String(error));
        throw error;
      }
    }
    this.#passes++;
  }

  async #remove(session: CleanUpSession, { path, kind }: MadeName): Promise<void> {
    if (kind !== 'directory' && isDone(await this.#ask(session, `DELE ${path}`))) kind = 'file';
    // One that could not be deleted is not there any more; where it is, it shows in its directory.
    if (kind === 'file') this.#refused.delete(path);
    else await this.#removeDirectory(session, path, CLEAN_UP.depth);
  }

  async #removeDirectory(session: CleanUpSession, path: string, depth: number): Promise<void> {
    const refusal = await this.#removed(session, path);
    if (!refusal) return;
    const entries = depth === 0 ? 'closed' : await this.#entries(session, path);
    if (entries === 'gone') this.#refused.delete(path);
    if (entries === 'gone' || entries === 'closed') return;
    for (const entry of entries) await this.#removeEntry(session, path, entry, depth);
    await this.#removed(session, path);
  }

  /** Asks for a directory's removal. @returns the refusal, if it is one */
  async #removed(session: CleanUpSession, path: string): Promise<Answer | undefined> {
    const answer = await this.#ask(session, `RMD ${path}`);
    if (isDone(answer)) this.#refused.delete(path);
    else this.#refused.set(path, answer.lines.join(' '));
    return isDone(answer) ? undefined : answer;
  }

  async #removeEntry(
    session: CleanUpSession,
    directory: string,
    { name, isDirectory }: Entry,
    depth: number,
  ): Promise<void> {
    const path = joinPath(directory, name);
    if (isDirectory) {
      await this.#removeDirectory(session, path, depth - 1);
      return;
    }
    const answer = await this.#ask(session, `DELE ${path}`);
    // NLST does not tell directories from files.
    if (isDone(answer) || !(await this.#removed(session, path))) this.#refused.delete(path);
    else this.#refused.set(path, answer.lines.join(' '));
  }

  /**
   * What a listing shows in a directory. It is entered for that, as names with spaces and the like are no good
   * arguments, but not where PWD shows that the way in leads somewhere else, and left again, as some servers remove no
   * directory that a session is in.
   */
  async #entries(
    session: CleanUpSession,
    path: string,
  ): Promise<readonly Entry[] | 'gone' | 'closed'> {
    const entered = await this.#ask(session, `CWD ${path}`);
    if (!isDone(entered)) return entered.code === 550 ? 'gone' : 'closed';
    const isThere = isPlace(await this.#ask(session, 'PWD'), path);
    const entries = isThere ? await this.#listed(session, path) : undefined;
    const outside = this.#root.slice(0, this.#root.lastIndexOf('/')) || '/';
    if (!isDone(await this.#ask(session, `CWD ${outside}`))) await this.#ask(session, 'CDUP');
    return entries ?? 'closed';
  }

  async #listed(session: CleanUpSession, path: string): Promise<Entry[]> {
    for (const { line, read } of LISTINGS) {
      const text = await this.#fetched(session, line);
      const entries = entriesOf(linesOfListing(text), read, path);
      if (entries.length > 0) return entries;
    }
    return entriesOfStat(await this.#ask(session, `STAT ${path}`), path);
  }

  /** A listing over a data connection; once that has broken a session, never again. */
  async #fetched(session: CleanUpSession, line: string): Promise<string> {
    if (!this.#isListedByData) return '';
    this.#count();
    this.#isListedByData = false;
    const text = await session.fetch(line);
    this.#isListedByData = true;
    return text ?? '';
  }

  async #ask(session: CleanUpSession, line: string): Promise<Answer> {
    this.#count();
    return await session.ask(line);
  }

  #count(): void {
    if (++this.#commands > CLEAN_UP.commands)
      throw new TooMuch(`the clean-up ends after ${CLEAN_UP.commands} commands`);
  }
}

function isDone({ code }: Answer): boolean {
  return code >= 200 && code < 300;
}

function isPlace({ code, lines }: Answer, path: string): boolean {
  if (code !== 257) return false;
  try {
    const place = parse257(lines.at(-1)?.slice(4) ?? '');
    return slashes(place) === slashes(path);
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

/** Deepest first, as no directory can be removed before what is in it. */
function byDepth(one: Pick<MadeName, 'path'>, other: Pick<MadeName, 'path'>): number {
  return other.path.split('/').length - one.path.split('/').length;
}

/** Some show names with backslashes, or directories with a slash at the end. */
function slashes(path: string): string {
  return path.replaceAll('\\', '/').replace(/\/$/, '');
}
