import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../../package/folders.ts';

/** By the id of a scenario: the faults that make it fail or warn. */
export type FaultMatrix = Readonly<Record<string, readonly string[]>>;

/** Which faults the built-in scenarios notice, as `npm run faults` has seen it. */
export function loadFaultMatrix(): FaultMatrix {
  return JSON.parse(readFileSync(matrixFile(), 'utf8')) as FaultMatrix;
}

export function matrixFile(): string {
  return join(dataFolder('faults'), 'matrix.json');
}
