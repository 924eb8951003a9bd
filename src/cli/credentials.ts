import { readFile } from 'node:fs/promises';
import type { Argv } from 'yargs';
import type { Target } from '../target/url.ts';
import { UsageError } from './exit.ts';

/** Where a password may come from besides the URL. */
export interface PasswordSources {
  readonly passwordEnv?: string | undefined;
  readonly passwordFile?: string | undefined;
}

/** The options of every command that logs in. */
export function passwordOptions<T>(yargs: Argv<T>): Argv<T & PasswordSources> {
  return yargs
    .option('password-env', {
      type: 'string',
      requiresArg: true,
      describe: 'Environment variable that holds the password',
      group: 'Login:',
    })
    .option('password-file', {
      type: 'string',
      requiresArg: true,
      describe: 'File whose first line is the password',
      group: 'Login:',
    });
}

/**
 * The password for a target: from the URL, a variable, a file, or asked for on the terminal; undefined
 * for anonymous targets.
 * @throws UsageError
 */
export async function resolvePassword(
  target: Target,
  sources: PasswordSources,
): Promise<string | undefined> {
  if (target.user === undefined) return undefined;
  if (target.password !== undefined) return target.password;
  const { passwordEnv, passwordFile } = sources;
  if (passwordEnv !== undefined) {
    const value = process.env[passwordEnv];
    if (value === undefined)
      throw new UsageError(`the environment variable ${passwordEnv} is not set (--password-env)`);
    return value;
  }
  if (passwordFile !== undefined) {
    try {
      return (await readFile(passwordFile, 'utf8')).split(/\r?\n/, 1)[0] ?? '';
    } catch {
      throw new UsageError(`the password file ${passwordFile} cannot be read (--password-file)`);
    }
  }
  if (!process.stdin.isTTY)
    throw new UsageError(
      `no password for ${target.user}@${target.host}: put it into the URL, or use --password-env or --password-file`,
    );
  const { read } = await import('read');
  const password = await read({
    prompt: `Password for ${target.user}@${target.host}: `,
    silent: true,
    output: process.stderr,
  });
  return password;
}
