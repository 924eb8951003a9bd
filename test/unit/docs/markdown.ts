import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../../..');

/** A fenced block of a page. */
export interface Block {
  /** such as `docs/catalogue.md:12` */
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

/** Every page that the README leads to, itself first, from the root. */
export function pages(): string[] {
  const found = new Set(['README.md']);
  // A page that is added while it goes on has its turn as well.
  for (const page of found)
    for (const link of linksOf(page))
      if (link.endsWith('.md') && existsSync(join(ROOT, link))) found.add(link);
  return [...found];
}

/** The files and folders that a page links to, from the root. */
export function linksOf(page: string): string[] {
  return [...readPage(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) =>
    join(dirname(page), link),
  );
}

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The fenced blocks of a page, in order; those in lists lose their indentation. */
export function blocksOf(page: string): Block[] {
  const text = readPage(page);
  return [...text.matchAll(/^( *)```(\w*)\n(.*?)^\1```$/gms)].map(
    ({ index, 1: indent = '', 2: language = '', 3: body = '' }) => ({
      place: `${page}:${text.slice(0, index).split('\n').length}`,
      language,
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}
