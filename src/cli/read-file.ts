import { readFile } from 'node:fs/promises';
import { UsageError } from './exit.ts';

/** Reads PEM certificates. @throws UsageError */
export async function certificates(path: string): Promise<string> {
  const text = await textOf(path, 'ca');
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new UsageError(`${path} holds no PEM certificate (--ca)`);
  return text;
}

/** Reads the file that an option names, or a word of the command. @throws UsageError */
export async function textOf(path: string, option?: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    const named = option === undefined ? '' : ` (--${option})`;
    throw new UsageError(`the file ${path} cannot be read${named}`);
  }
}
