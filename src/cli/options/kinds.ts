/** What yargs needs to know of an option: a text, a number, given or not, a text as often as one likes. */
export const TEXT = { type: 'string', requiresArg: true } as const;
export const NUMBER = { type: 'number', requiresArg: true } as const;
export const SWITCH = { type: 'boolean', default: false } as const;
export const LIST = { type: 'array', string: true, requiresArg: true } as const;

/** `--suite a,b` is `--suite a --suite b`; commas in the braces of a pattern stay. */
export function splitCommas(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.match(/(?:\{[^{}]*\}|[^,])+/g) ?? [])
    .filter((value) => value !== '');
}
