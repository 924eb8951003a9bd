import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cache, inside } from '../paths.ts';
import type { Node } from '../network.ts';
import type { Behaviour } from '../fakes/behaviour.ts';
import type { Inspection } from '../fakes/inspection.ts';
import type { Talk } from '../fakes/talker.ts';
import type { Service } from './service.ts';

const bundles = `${cache}/fakes`;

const fakes = [
  new URL('../fakes/scripted.ts', import.meta.url),
  new URL('../fakes/relay.ts', import.meta.url),
  new URL('../fakes/talker.ts', import.meta.url),
];

/** Bundles the fakes, so that they start as fast as any other process. */
export async function bundleFakes(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: fakes.map((url) => fileURLToPath(url)),
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

function fake(name: string, node: Node, settings: { port: number }): Service {
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
  fake('scripted', node, { port: 21, range: [50000, 50100], ...behaviour });

/** The inspecting device. */
export const relay = (inspection: Inspection, node: Node = 'far') =>
  fake('relay', node, inspection);

/** A listener that is no FTP server. */
export const talker = (talk: Talk, node: Node = 'server') => fake('talker', node, talk);
