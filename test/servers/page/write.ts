import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { declaredServers } from '../declaration.ts';
import { readDigest } from '../digest.ts';
import { leftOut } from './left-out.ts';
import { renderPage } from './markdown.ts';
import type { Row } from './matrix.ts';
import { renderSvg } from './svg.ts';

const DOCS = join(import.meta.dirname, '../../../docs');

/** The files that the digests make, by name below docs/. */
export async function pageFiles(): Promise<Map<string, string>> {
  const rows = declaredServers().flatMap((server): Row[] => {
    const digest = readDigest(server);
    return digest ? [{ server, digest }] : [];
  });
  const file = join(DOCS, 'servers.md');
  const markdown = renderPage(rows, leftOut());
  return new Map([
    ['servers.md', await format(markdown, { ...(await resolveConfig(file)), filepath: file })],
    ['servers.svg', renderSvg(rows)],
  ]);
}

/** Writes docs/servers.md and docs/servers.svg. */
export async function writePage(): Promise<void> {
  for (const [name, text] of await pageFiles()) writeFileSync(join(DOCS, name), text);
}
