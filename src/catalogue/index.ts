import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { parseRequirements, type Requirement } from './requirements.ts';
import type { ReplyTable } from './replies.ts';

/** A decision where the RFCs disagree or good servers deviate on purpose. */
export interface Ruling {
  readonly title: string;
  readonly text: string;
  readonly ruling: string;
}

/** What is to be tested, and the law that decides: the data files of the suites folder. */
export interface Catalogue {
  /** the suites folder */
  readonly folder: string;
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly rulings: ReadonlyMap<string, Ruling>;
  readonly replies: ReplyTable;
}

/** Reads the catalogue that comes with the package. */
export function loadCatalogue(): Catalogue {
  const folder = suitesFolder();
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const rulings = parse(read('rulings.yaml')) as Record<string, Ruling>;
  return {
    folder,
    requirements: parseRequirements(read('requirements.tsv')),
    rulings: new Map(Object.entries(rulings)),
    replies: JSON.parse(read('replies.json')) as ReplyTable,
  };
}

/** The suites folder beside package.json, whether this runs from src or from the bundle. */
function suitesFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!['src', 'dist', ''].includes(basename(folder))) folder = dirname(folder);
  return join(dirname(folder), 'suites');
}
