import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dataFolder } from '../package/folders.ts';

/** A decision where the RFCs disagree or good servers deviate on purpose. */
export interface Ruling {
  readonly title: string;
  readonly text: string;
  readonly ruling: string;
}

const text = readFileSync(join(dataFolder('catalogue'), 'rulings.yaml'), 'utf8');

/** By id. */
export default parse(text) as Record<string, Ruling>;
