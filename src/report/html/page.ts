import { createHash } from 'node:crypto';
import { TOOL } from '../../package/tool.ts';
import { inert } from '../common/text.ts';
import { FILTERS } from './filters.ts';
import { markup, Markup, type Part } from './markup.ts';
import { STYLE } from './style.ts';

/** A whole page that needs nothing else, and that may load nothing else. */
export function page(title: string, startedAt: Date | undefined, content: Part): string {
  const allowed = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(FILTERS)}`;
  const made = markup`${TOOL.name} ${TOOL.version}`;
  const when =
    startedAt &&
    markup`, started <time datetime="${startedAt.toISOString()}">${minuteOf(startedAt)}</time>`;
  const { text } = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${allowed}" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>${new Markup(STYLE)}</style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p>${made}${when}</p>
        </header>
        <main>${content}</main>
        <script>${new Markup(FILTERS)}</script>
      </body>
    </html> `;
  return inert(text);
}

/** `2026-01-02 03:04 UTC` */
function minuteOf(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** As a content security policy names what stands in a page. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
