import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cache, inside } from '../paths.ts';
import type { Node } from '../network.ts';
import type { Behaviour } from '../standins/behaviour.ts';
import type { Inspection } from '../standins/inspection.ts';
import type { Talk } from '../standins/talker.ts';
import type { Service } from './service.ts';

const bundles = `${cache}/standins`;

const standins = [
  new URL('../standins/scripted.ts', import.meta.url),
  new URL('../standins/relay.ts', import.meta.url),
  new URL('../standins/talker.ts', import.meta.url),
];

/** Bundles the stand-ins, so that they start as fast as any other process. */
export async function bundleStandins(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: standins.map((url) => fileURLToPath(url)),
    outdir: bundles,
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  await mkdir(bundles, { recursive: true });
  for (const { path, text } of outputFiles) {
    if ((await readFile(path, 'utf8').catch(() => '')) === text) continue;
    // another lab may be starting the old one right now
    await writeFile(`${path}.${process.pid}`, text);
    await rename(`${path}.${process.pid}`, path);
  }
}

function standin(name: string, node: Node, settings: { port: number }): Service {
  const file = `${inside}/${name}-${settings.port}.json`;
  return {
    node,
    port: settings.port,
    argv: [process.execPath, `${bundles}/${name}.mjs`, file],
    files: { [file]: JSON.stringify(settings) },
  };
}

/** The scripted FTP server. */
export const scripted = (behaviour: Partial<Behaviour> = {}, node: Node = 'server') =>
  standin('scripted', node, { port: 21, range: [50000, 50100], ...behaviour });

/** The inspecting device. */
export const relay = (inspection: Inspection, node: Node = 'far') =>
  standin('relay', node, inspection);

/** A listener that is no FTP server. */
export const talker = (talk: Talk, node: Node = 'server') => standin('talker', node, talk);
