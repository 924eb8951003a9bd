import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../package/folders.ts';
import { parseOutOfReach } from './out-of-reach.ts';
import { parseRequirements, type Requirement } from './requirements.ts';
import type { ReplyTable } from './replies.ts';
import rulings, { type Ruling } from './rulings.data.ts';

/** What is to be tested, and the law that decides: the data files of `catalogue/`. */
export interface Catalogue {
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** why no test reaches a requirement, by its id */
  readonly outOfReach: ReadonlyMap<string, string>;
  readonly rulings: ReadonlyMap<string, Ruling>;
  readonly replies: ReplyTable;
}

/** A table of requirements that does not come with the package. */
export interface OwnTable {
  readonly path: string;
  readonly text: string;
}

/** Reads the catalogue that comes with the package, and tables beside it. @throws RequirementsError */
export function loadCatalogue(own: readonly OwnTable[] = []): Catalogue {
  const folder = dataFolder('catalogue');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const requirements = parseRequirements(read('requirements.tsv'), 'requirements.tsv');
  const outOfReach = parseOutOfReach(read('out-of-reach.tsv'), 'out-of-reach.tsv', requirements);
  for (const { path, text } of own)
    for (const [id, one] of parseRequirements(text, path, new Set(requirements.keys())))
      requirements.set(id, one);
  return {
    requirements,
    outOfReach,
    rulings: new Map(Object.entries(rulings)),
    replies: JSON.parse(read('replies.json')) as ReplyTable,
  };
}
