import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The repository's root. */
const root = here('../..');

/** What outlives a run: unpacked server packages, certificates, bundled fakes. */
export const cache = here('../../node_modules/.cache/ftpspec-netlab');

/** The command under test. */
export const diagnoseCommand = `${root}/dist/ftpspec.js`;

/** Seen from inside every lab (a tmpfs of its own): trees, configurations, logs. */
export const inside = '/run/lab';

/** The independent checks. */
export const checkScript = here('checks/check.py');

/** The pyftpdlib launcher. */
export const pyftpdlibLauncher = here('servers/launch-pyftpdlib.py');

/** A folder of the cache whose content a source file makes: another text, another folder. */
export function cacheOf(name: string, source: string): string {
  const text = readFileSync(fileURLToPath(source));
  return `${cache}/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

/** The environment with the folders of administrators' tools, which users of Debian do not have in their PATH. */
export const environment = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
