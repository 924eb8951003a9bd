import { QUOTED } from './limits.ts';

/** A text as it may be quoted: a long one is cut, and says so. */
export function quotable(text: string): string {
  return text.length <= QUOTED.characters
    ? text
    : `${text.slice(0, QUOTED.characters)}… (${text.length} characters)`;
}
