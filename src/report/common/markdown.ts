import { oneLine } from './text.ts';

/** Text in a line or a table of Markdown: no character of it is Markdown or HTML. */
export function markdownText(text: string): string {
  return oneLine(text).replace(/[&<>|*_`~[\]()#!\\@]/g, (one) => `&#${one.charCodeAt(0)};`);
}
