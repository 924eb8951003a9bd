import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dataFolder } from '../package/folders.ts';
import { parseRequirements, type Requirement } from './requirements.ts';
import type { ReplyTable } from './replies.ts';

/** A decision where the RFCs disagree or good servers deviate on purpose. */
export interface Ruling {
  readonly title: string;
  readonly text: string;
  readonly ruling: string;
}

/** What is to be tested, and the law that decides: the data files of `catalogue/`. */
export interface Catalogue {
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly rulings: ReadonlyMap<string, Ruling>;
  readonly replies: ReplyTable;
}

/** Reads the catalogue that comes with the package. */
export function loadCatalogue(): Catalogue {
  const folder = dataFolder('catalogue');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const rulings = parse(read('rulings.yaml')) as Record<string, Ruling>;
  return {
    requirements: parseRequirements(read('requirements.tsv')),
    rulings: new Map(Object.entries(rulings)),
    replies: JSON.parse(read('replies.json')) as ReplyTable,
  };
}
