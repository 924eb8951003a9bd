import { isAbsolute, relative } from 'node:path';
import { dataFolder } from '../../package/folders.ts';

/**
 * A script as reports name it: those that come with ftpspec lie wherever it is installed, and readers make titles and
 * links of the path.
 */
export function reportedFile(file: string): string {
  const near = relative(dataFolder('suites'), file);
  return isAbsolute(file) && !near.startsWith('..') ? `ftpspec/suites/${near}` : file;
}
