import { printable } from '../common/text.ts';

/** HTML that is safe to stand anywhere in a page; only `markup` makes it, so that no text gets in unescaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, lists are joined, what is absent is nothing. */
export type Part = Markup | string | number | undefined | readonly Part[];

/** A template of HTML or SVG. Attributes stand in double quotes. */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const filled = texts.map((text, index) => text + shown(index < parts.length ? parts[index] : ''));
  return new Markup(filled.join(''));
}

function shown(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(shown).join('');
  return printable(String(part)).replace(/[&<>"']/g, (one) => ESCAPED[one] ?? one);
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
