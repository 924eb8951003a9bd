import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PLACES } from '../../src/ledger/places.ts';
import { BUILDS } from './build.ts';

const schema = z.strictObject({
  title: z.string(),
  /** the version that the folder pins, or that Debian 12 has */
  version: z.string(),
  language: z.enum(['C', 'Go', 'Java', 'JavaScript', 'Python', 'Rust']),
  /** where it comes from: a page for people */
  home: z.url(),
  build: z.enum(BUILDS),
  /** a shell command in the built folder, which gets the environment of process.ts; images have their own */
  start: z.string().optional(),
  /** how it offers TLS, if it does */
  tls: z.enum(['explicit', 'implicit']).optional(),
  /** the set-ups that it is played in */
  places: z.array(z.enum(PLACES)).min(1),
  /** its account's name is taken for the second account's too, so that there is none */
  oneAccount: z.boolean().default(false),
  /** Linux capabilities besides an engine's usual ones */
  capabilities: z.array(z.string()).default([]),
  /** scenarios side by side, where it serves fewer than usual */
  jobs: z.number().int().min(1).default(8),
  /** what a reader of the table should know of the set-up */
  note: z.string().optional(),
  /** what is most worth knowing: a sentence, and the scenario that shows it */
  deviations: z
    .array(z.strictObject({ what: z.string(), id: z.string(), tls: z.boolean().default(false) }))
    .default([]),
});

/** A real server: how it is had, started and played. */
export interface Declared extends z.infer<typeof schema> {
  readonly name: string;
  /** where its files are */
  readonly folder: string;
}

/** All real servers, by name; each is a folder here with a server.yaml. */
export function declaredServers(): Declared[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => existsSync(join(import.meta.dirname, name, 'server.yaml')))
    .sort()
    .map(readServer);
}

/** @throws Error naming those that there are, where there is no such server */
export function declared(name: string): Declared {
  const all = declaredServers();
  const server = all.find((one) => one.name === name);
  if (server) return server;
  throw new Error(`no server ${name}; there are ${all.map((one) => one.name).join(', ')}`);
}

/** @throws Error naming the file, where it is no declaration */
function readServer(name: string): Declared {
  const folder = join(import.meta.dirname, name);
  const read = schema.safeParse(parse(readFileSync(join(folder, 'server.yaml'), 'utf8')));
  if (!read.success)
    throw new Error(`test/servers/${name}/server.yaml: ${z.prettifyError(read.error)}`);
  return { ...read.data, name, folder };
}
