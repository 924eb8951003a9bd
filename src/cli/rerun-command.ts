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
