import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { missingEngine } from '../support/engine.ts';
import { missing } from '../support/require.ts';
import type { Declared } from './declaration.ts';

/** The ways to build a server; an image is built where its container is started. */
export const BUILDS = ['cargo', 'debian', 'go', 'image', 'maven', 'npm', 'pip'] as const;
type Build = (typeof BUILDS)[number];

/** The commands that a way needs, and the steps that it takes in a copy of the server's folder. */
const WAYS: Record<Exclude<Build, 'image'>, { commands: string[]; steps: string; path: string }> = {
  cargo: { commands: ['cargo'], steps: 'cargo build --locked --quiet', path: 'target/debug' },
  debian: {
    commands: ['apt-get', 'dpkg-deb', 'python3'],
    steps:
      'apt-get -q download $(cat packages.txt); for one in *.deb; do dpkg-deb -x "$one" root; done; rm *.deb',
    path: 'root/usr/sbin',
  },
  go: { commands: ['go'], steps: 'go build -o bin/server .', path: 'bin' },
  maven: {
    commands: ['mvn', 'java'],
    steps: 'mvn -q -B package dependency:copy-dependencies -DoutputDirectory=lib',
    path: 'bin',
  },
  npm: { commands: ['npm'], steps: 'npm ci --silent --no-audit --no-fund', path: 'bin' },
  pip: {
    commands: ['python3'],
    steps: 'python3 -m venv venv; venv/bin/pip install -q -r requirements.txt',
    path: 'venv/bin',
  },
};

/** Files of a server's folder that do not matter to the build. */
const ASIDE = ['ledger.yaml', 'results.json', 'server.yaml'];

/** Outlives the checkout's node_modules, as some take minutes to build. */
const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ftpspec-servers');

/** A heavy one takes minutes on a busy machine. */
const BUILD_MS = 30 * 60_000;

/** What is missing to build and start a server, and what to do about it; undefined where nothing is. */
export async function missingFor({ build }: Declared): Promise<string | undefined> {
  if (build === 'image') return await missingEngine();
  return WAYS[build].commands.map((name) => missing.command(name)).find((one) => one !== undefined);
}

/** Where a server is built. Another content of its folder makes another place. */
function placeOf({ name, folder }: Declared): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (file.isFile() && !ASIDE.includes(file.name))
      hash.update(file.name).update(readFileSync(join(file.parentPath, file.name)));
  return join(CACHE, `${name}-${hash.digest('hex').slice(0, 12)}`);
}

/** The folder to start a server in, and the folder of its commands. */
export interface Built {
  readonly folder: string;
  readonly path: string;
}

/**
 * Builds a server that runs as a process, where that is not done yet.
 * @throws Error with what the build said
 */
export async function buildServer(server: Declared): Promise<Built> {
  if (server.build === 'image') throw new Error(`${server.name} runs in a container`);
  const { steps, path } = WAYS[server.build];
  const folder = placeOf(server);
  const done = join(folder, '.built');
  if (!existsSync(done)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(server.folder, folder, { recursive: true });
    await promisify(execFile)('sh', ['-ec', steps], { cwd: folder, timeout: BUILD_MS });
    writeFileSync(done, '');
  }
  return { folder, path: join(folder, path) };
}
