import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folders of data beside package.json. */
export type DataFolder = 'catalogue' | 'faults' | 'suites' | 'variations';

/** A folder of data that comes with the package, whether this runs from src or from the bundle. */
export function dataFolder(name: DataFolder): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!['src', 'dist', ''].includes(basename(folder))) folder = dirname(folder);
  return join(dirname(folder), name);
}
