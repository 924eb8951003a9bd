import { loadFiles } from '../behaviours/load.ts';
import { faultsSchema } from './schema.ts';

/** The faults that a file or a folder describes. @throws ServeError */
export function loadFaults(path: string) {
  return loadFiles(path, { noun: 'fault', schema: faultsSchema });
}
