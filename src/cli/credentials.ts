import { readFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { ANONYMOUS } from '../runner/options.ts';
import type { Target } from '../targets/url.ts';
import { Interrupted, UsageError } from './exit.ts';
import type { PasswordSources } from './options/login.ts';

/** Users that no password belongs to: anything will do. */
const ANONYMOUS_USERS: readonly string[] = [ANONYMOUS.user, 'ftp'];

/** Targets with their passwords; one after another, as the user may be asked. @throws UsageError, Interrupted */
export async function withPasswords(
  targets: readonly Target[],
  sources: PasswordSources,
): Promise<Target[]> {
  const known: Target[] = [];
  for (const target of targets)
    known.push({ ...target, password: await passwordFor(target, sources) });
  return known;
}

/**
 * The password for a target: from the URL, a variable, a file, or asked for on the terminal; undefined
 * where the URL names no user.
 * @throws UsageError, Interrupted
 */
async function passwordFor(target: Target, sources: PasswordSources): Promise<string | undefined> {
  if (target.user === undefined) return undefined;
  if (target.password !== undefined) return target.password;
  const { passwordEnv, passwordFile } = sources;
  if (passwordEnv !== undefined) return fromVariable(passwordEnv, 'password-env');
  if (passwordFile !== undefined) return await fromFile(passwordFile);
  if (ANONYMOUS_USERS.includes(target.user.toLowerCase())) return ANONYMOUS.password;
  if (!process.stdin.isTTY)
    throw new UsageError(
      `no password for ${target.user}@${target.host}: put it into the URL, or use --password-env or --password-file`,
    );
  return await ask(`Password for ${target.user}@${target.host}: `);
}

/**
 * A secret that is not set up is no password: it would only be a refused login on the server's account.
 * @throws UsageError
 */
export function fromVariable(name: string, option: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new UsageError(
      `the environment variable ${name} is ${value === '' ? 'empty' : 'not set'} (--${option})`,
    );
  return value;
}

async function fromFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`the password file ${path} cannot be read (--password-file)`);
  });
  const [line = ''] = text.replace(/^\ufeff/, '').split(/\r?\n/, 1);
  if (line === '')
    throw new UsageError(
      `the first line of ${path} is empty, so it is no password (--password-file)`,
    );
  return line;
}

/** Asks on the terminal; what is typed is never shown, wherever the output goes. */
async function ask(prompt: string): Promise<string> {
  const { createInterface } = await import('node:readline');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // As a terminal, so that it is readline that echoes, to nowhere; only then may anybody type.
  const reader = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(prompt);
  try {
    return await new Promise((resolve, reject) => {
      reader.once('line', resolve);
      reader.once('SIGINT', () => reject(new Interrupted('interrupted')));
      reader.once('close', () => reject(new UsageError('no password was given')));
    });
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}
