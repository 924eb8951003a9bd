import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../client/failures.ts';
import { ScriptFileError } from './script-errors.ts';

/**
 * The scripts at a path: the file itself, or all *.yaml of a folder, not deeper.
 * @throws ScriptFileError
 */
export function scriptFiles(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const files = readdirSync(path).filter((name) => name.endsWith('.yaml'));
    if (files.length === 0) throw new ScriptFileError(`no scripts (*.yaml) are in ${path}`);
    return files.sort().map((name) => join(path, name));
  } catch (error) {
    if (error instanceof ScriptFileError) throw error;
    throw new ScriptFileError(`cannot read the scripts at ${path} (${errorCode(error)})`);
  }
}

/**
 * The text, without the byte order mark that some editors begin with.
 * @throws ScriptFileError
 */
export function readScript(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw new ScriptFileError(`cannot read ${path} (${errorCode(error)})`);
  }
}
