import { DEFAULT_PATIENCE, DEFAULT_TIMEOUT, type RunArguments } from './run-options.ts';

/** Options that change what a scenario sees, for the command that plays one again. No secrets. */
export function rerunOptions(args: RunArguments): string {
  const kept: readonly (readonly [string, string | number | undefined])[] = [
    ['family', args.family],
    ['active-address', args.activeAddress],
    ['active-ports', args.activePorts],
    ['data-port', args.dataPort],
    ['data-address', args.dataAddress === 'auto' ? undefined : args.dataAddress],
    ['file', args.file],
    ['large-file', args.largeFile],
    ['timeout', args.timeout === DEFAULT_TIMEOUT ? undefined : args.timeout],
    ['patience', args.patience === DEFAULT_PATIENCE ? undefined : args.patience],
    ['ca', args.ca],
    ['password-env', args.passwordEnv],
    ['password-file', args.passwordFile],
    ['second-user', withoutPassword(args.secondUser)],
    ['second-user-env', args.secondUserEnv],
    ...args.allow.map((risk) => ['allow', risk] as const),
    ...(args.scripts ?? []).map((path) => ['scripts', path] as const),
    ...(args.requirements ?? []).map((path) => ['requirements', path] as const),
  ];
  return flags(kept) + (args.insecure ? ' --insecure' : '');
}

/** Options as they stand in a command line; absent ones are left out. */
export function flags(
  options: readonly (readonly [string, string | number | undefined])[],
): string {
  return options
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` --${name} ${quoted(String(value))}`)
    .join('');
}

/** `user:PASSWORD` */
export function withoutPassword(account: string | undefined): string | undefined {
  return account === undefined ? undefined : `${account.split(':', 1)[0] ?? ''}:PASSWORD`;
}

/** As a shell takes it for one word. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
