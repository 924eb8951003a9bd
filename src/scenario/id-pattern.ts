import picomatch from 'picomatch';

/** The syntax of patterns, the same wherever one may stand: `*`, `?`, `[abc]`, `{one,other}`. */
const SYNTAX = { bash: true, dot: true, nonegate: true } as const;

/** Whether an id fits: `suite/name`, `suite/pre*`, `*word*`, or `suite` for all of a suite. */
export function idPattern(pattern: string): (id: string) => boolean {
  const fits = picomatch(pattern, SYNTAX);
  return (id) => fits(id) || fits(id.split('/', 1)[0] ?? '');
}

/** Whether a text holds something that fits, in any case. */
export function textPattern(pattern: string): (text: string) => boolean {
  return picomatch(pattern, { ...SYNTAX, contains: true, nocase: true });
}

/** Whether a text means more than itself. */
export function isPattern(text: string): boolean {
  return /[*?[{]/.test(text);
}
