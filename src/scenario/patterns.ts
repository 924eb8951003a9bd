/**
 * Characters of a text that a script's pattern is held against (64 Ki): more than honest servers say, and few enough
 * that a pattern whose time grows by their square, which the check of scripts did not see, ends in seconds.
 */
const MOST_SEARCHED = 64 * 1024;

/** Whether a pattern of a script matches a text; of a long text, the lines that are whole within the bound. */
export function matches(pattern: string, text: string): boolean {
  return new RegExp(pattern, 'u').test(beginning(text));
}

function beginning(text: string): string {
  if (text.length <= MOST_SEARCHED) return text;
  const lineEnd = text.lastIndexOf('\n', MOST_SEARCHED - 1);
  return text.slice(0, lineEnd === -1 ? MOST_SEARCHED : lineEnd + 1);
}
