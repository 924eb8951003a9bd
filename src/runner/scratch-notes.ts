import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { RUN } from './limits.ts';
import type { ScratchNote } from './scratch-note.ts';

/**
 * Notes of the directories that runs have made, for those that were killed before they could remove them. Where they
 * cannot be kept, on a read-only disk, runs go on without.
 */
export class ScratchNotes {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  add(target: string, root: string): void {
    const note: ScratchNote = {
      target,
      root,
      startedAt: new Date().toISOString(),
      host: hostname(),
      pid: process.pid,
    };
    this.#try(() => {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const path = this.#path(target, root);
      // Whole or not at all, whenever the process ends.
      writeFileSync(`${path}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    });
  }

  remove(target: string, root: string): void {
    this.#try(() => rmSync(this.#path(target, root), { force: true }));
  }

  /** What runs have left that do not go on any more, the oldest first. */
  async left(): Promise<ScratchNote[]> {
    return (await this.#read())
      .filter((note) => !isRunning(note))
      .sort((one, other) => one.startedAt.localeCompare(other.startedAt));
  }

  async #read(): Promise<ScratchNote[]> {
    const all = this.#try(() => readdirSync(this.#folder)) ?? [];
    const names = all.filter((name) => name.endsWith('.json'));
    // As most often: there is nothing for which the schema would be loaded.
    if (names.length === 0) return [];
    const { noteSchema } = await import('./scratch-note.ts');
    return names.flatMap((name) => {
      const text = this.#try(() => readFileSync(join(this.#folder, name), 'utf8'));
      const parsed = noteSchema.safeParse(this.#try(() => JSON.parse(text ?? '') as unknown));
      return parsed.success ? [parsed.data] : [];
    });
  }

  #path(target: string, root: string): string {
    const id = createHash('sha256').update(`${target} ${root}`).digest('hex').slice(0, 16);
    return join(this.#folder, `${id}.json`);
  }

  #try<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch {
      return undefined;
    }
  }
}

/** Whether the run that wrote a note may still be using what it names. */
function isRunning({ host, pid, startedAt }: ScratchNote): boolean {
  if (Date.now() - Date.parse(startedAt) > 2 * RUN.ms) return false;
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
