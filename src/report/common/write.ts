import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A report cannot be written; the message says what, where and what to do. */
export class ReportError extends Error {
  override name = 'ReportError';
}

/**
 * Writes a file whole or not at all: into a new file next to it, which then takes its name. Folders above
 * it are made.
 * @throws ReportError
 */
export async function writeReport(path: string, text: string): Promise<void> {
  await explained(path, async () => {
    const place = await placeOf(path);
    if (place.device) await writeFile(place.path, text);
    else await replace(place.path, text);
  });
}

/**
 * Finds out before a long run whether its report will have a place: makes the folders, and writes and
 * removes a file in the last one.
 * @throws ReportError
 */
export async function ensureWritable(path: string): Promise<void> {
  await explained(path, async () => {
    const place = await placeOf(path);
    if (place.device) return;
    const trial = temporaryName(place.path);
    try {
      await writeFile(trial, '', { flag: 'wx' });
    } finally {
      await rm(trial, { force: true });
    }
  });
}

interface Place {
  readonly path: string;
  /** a terminal, a pipe or /dev/null: it is written to, not replaced */
  readonly device: boolean;
}

async function placeOf(path: string): Promise<Place> {
  if (basename(path) === '') throw new ReportError(unwritable(path, 'it names a folder'));
  const known = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (known?.isDirectory()) throw new ReportError(unwritable(path, 'it is a folder'));
  // A symbolic link stays, what it points at is replaced.
  if (known) return { path: await realpath(path), device: !known.isFile() };
  await makeFolder(dirname(path));
  return { path, device: false };
}

/**
 * Makes a folder and those above it. Node's own recursive mkdir never ends where a file system such as
 * /proc answers ENOENT although the folder above is there.
 */
async function makeFolder(path: string): Promise<void> {
  const known = await stat(path).catch(() => undefined);
  if (known?.isDirectory()) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    // Another run may have made it in between.
    if (codeOf(error) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  });
}

async function replace(path: string, text: string): Promise<void> {
  const fresh = temporaryName(path);
  try {
    await writeFile(fresh, text, { flag: 'wx' });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** In the same folder, so that it can be renamed. */
function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.${Date.now().toString(36)}`);
}

async function explained(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ReportError) throw error;
    const code = codeOf(error);
    const why = REASONS[code] ?? (code === '' ? String(error) : `the system says ${code}`);
    throw new ReportError(unwritable(path, why), { cause: error });
  }
}

function unwritable(path: string, why: string): string {
  return `the report ${path} cannot be written: ${why}; choose another place with --out, --junit, --json or --reporter NAME=FILE`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission for its folder is denied',
  EPERM: 'permission for its folder is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  EDQUOT: 'no space is left in the quota',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  ENOENT: 'its folder cannot be made',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links go round in circles',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}
