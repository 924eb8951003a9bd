import { WireError } from '../../wire/errors.ts';
import { joinPath, parse257 } from '../../wire/path.ts';
import { CLEAN_UP } from '../limits.ts';
import type { Leftover } from '../results.ts';
import { type Entry, entriesOf, entriesOfStat, linesOfListing, LISTINGS } from './list-names.ts';
import { isWithin, type MadeName } from './made-names.ts';
import { NOT_THERE, type Removal, TooMuch } from './removal.ts';
import type { Answer, CleanUpSession } from './session.ts';

/** Something to remove. leaf: DELE it, or RMD it, but do not look into it. */
interface Task {
  readonly path: string;
  readonly kind: 'directory' | 'leaf';
  /** it was seen on the server, so that a refusal means that it is left */
  readonly isSeen: boolean;
}

/**
 * Removes what was made below a directory of ours, and that directory: first what is known to have been made, then,
 * where a directory still is not empty, what a listing shows in it. It goes on over several sessions.
 */
export class Sweep implements Removal {
  readonly #root: string;
  /** deepest first, the root last */
  #left: Task[];
  /** by path: what is left, and why */
  readonly #refused = new Map<string, Task & { readonly reply: string }>();
  /** paths, each once, whatever a server says that lies */
  readonly #removed = new Set<string>();
  readonly known: number;
  #removedBefore = 0;
  #commands = 0;
  #passes = 0;
  #isListedByData = true;

  /** @param root absolute, a character a byte, of a directory that we made */
  constructor(root: string, made: Iterable<MadeName>) {
    this.#root = root;
    const below = [...made]
      .filter(({ path }) => path !== root && isWithin(path, root))
      .map(({ path, kind }) => ({ path, kind: kindOf(kind), isSeen: false }));
    this.known = below.length;
    this.#left = [
      ...below.reverse().sort(byDepth),
      { path: root, kind: 'directory', isSeen: true },
    ];
  }

  get isDone(): boolean {
    if (this.#left.length > 0) return false;
    const isStuck = this.#removed.size === this.#removedBefore;
    return this.#refused.size === 0 || (this.#passes >= CLEAN_UP.passes && isStuck);
  }

  get removed(): number {
    return this.#removed.size;
  }

  /**
   * What could not be removed, directories after what is in them.
   * @param why the root was not even tried, where it was not
   */
  leftovers(why: string): Leftover[] {
    const refused = [...this.#refused.values()].map(({ path, reply }) => ({ path, reply }));
    if (this.#left.length > 0 && !this.#refused.has(this.#root))
      refused.push({ path: this.#root, reply: why });
    return refused.sort(byDepth).map(({ path, reply }) => ({ name: path, reply }));
  }

  async go(session: CleanUpSession): Promise<void> {
    if (this.#left.length === 0) {
      this.#left = [...this.#refused.values()].sort(byDepth);
      this.#removedBefore = this.#removed.size;
    }
    for (let next = this.#left.shift(); next; next = this.#left.shift()) {
      try {
        this.#refused.delete(next.path);
        await this.#remove(session, next, CLEAN_UP.depth);
      } catch (error) {
        // The next session goes on with the others, and comes back to it at the end.
        const reply = error instanceof Error ? error.message : String(error);
        this.#refused.set(next.path, { ...next, reply });
        throw error;
      }
    }
    this.#passes++;
  }

  async #remove(session: CleanUpSession, task: Task, depth: number): Promise<void> {
    if (task.kind === 'directory') await this.#removeDirectory(session, task, depth);
    else {
      const answer = await this.#request(session, 'DELE', task);
      // NLST does not tell directories from files.
      const isGone = isDone(answer) || isDone(await this.#request(session, 'RMD', task));
      if (!isGone) this.#refuse(task, answer);
    }
  }

  async #removeDirectory(session: CleanUpSession, task: Task, depth: number): Promise<void> {
    const answer = await this.#request(session, 'RMD', task);
    if (isDone(answer)) return;
    const entries = depth === 0 ? 'closed' : await this.#entries(session, task.path);
    if (entries === 'gone') {
      this.#gone(task.path);
      return;
    }
    if (entries === 'closed') {
      this.#refuse(task, answer);
      return;
    }
    for (const { name, isDirectory } of entries) {
      const kind = isDirectory ? 'directory' : 'leaf';
      const entry = { path: joinPath(task.path, name), kind, isSeen: true } as const;
      await this.#remove(session, entry, depth - 1);
    }
    const again = await this.#request(session, 'RMD', task);
    if (!isDone(again)) this.#refuse({ ...task, isSeen: true }, again);
  }

  /** Notes what is left. What is not there draws a refusal too; where it is, it shows in its directory. */
  #refuse(task: Task, { code, lines }: Answer): void {
    if (task.isSeen || !NOT_THERE.includes(code))
      this.#refused.set(task.path, { ...task, reply: lines.join(' ') });
  }

  /**
   * DELE or RMD; where that was refused once already, by the name alone too, from the directory above, if PWD shows
   * that the session is there.
   */
  async #request(session: CleanUpSession, verb: 'DELE' | 'RMD', { path }: Task): Promise<Answer> {
    let answer = await this.#ask(session, `${verb} ${path}`);
    if (!isDone(answer) && this.#passes > 0) {
      const slash = path.lastIndexOf('/');
      if ((await this.#enter(session, path.slice(0, slash) || '/')) === 'inside') {
        const again = await this.#ask(session, `${verb} ${path.slice(slash + 1)}`);
        if (isDone(again)) answer = again;
      }
      await this.#leave(session);
    }
    if (isDone(answer)) this.#gone(path);
    return answer;
  }

  #gone(path: string): void {
    this.#removed.add(path);
    this.#refused.delete(path);
    // Whatever was refused below it cannot be there any more.
    if (path === this.#root) this.#refused.clear();
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
    const entered = await this.#enter(session, path);
    if (entered === 'gone') return entered;
    const entries = entered === 'inside' ? await this.#listed(session, path) : 'closed';
    await this.#leave(session);
    return entries;
  }

  /** Goes into a directory. elsewhere: PWD shows another place, or nothing that is known */
  async #enter(
    session: CleanUpSession,
    path: string,
  ): Promise<'inside' | 'elsewhere' | 'gone' | 'closed'> {
    const entered = await this.#ask(session, `CWD ${path}`);
    if (!isDone(entered)) return entered.code === 550 ? 'gone' : 'closed';
    return isPlace(await this.#ask(session, 'PWD'), path) ? 'inside' : 'elsewhere';
  }

  /** Goes where nothing is to be removed. */
  async #leave(session: CleanUpSession): Promise<void> {
    const outside = this.#root.slice(0, this.#root.lastIndexOf('/')) || '/';
    if (!isDone(await this.#ask(session, `CWD ${outside}`))) await this.#ask(session, 'CDUP');
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

/** What RNTO gave a name may be a link: nobody has said that it is a directory. */
function kindOf(kind: MadeName['kind']): Task['kind'] {
  return kind === 'directory' ? 'directory' : 'leaf';
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
