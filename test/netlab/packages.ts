import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { cache, cacheOf } from './paths.ts';

const run = promisify(execFile);

// Debian lets only one of most FTP servers be installed at a time, and installing starts it. Unpacked
// side by side they need neither root nor a place in the system. The libraries are those
// that no bare system has.
const packages = [
  'vsftpd',
  'proftpd-core',
  'proftpd-mod-crypto',
  'pure-ftpd',
  'inetutils-ftpd',
  'python3-aioftp',
  'libhashkit2',
  'libhiredis0.14',
  'libmemcached11',
  'libmemcachedutil2',
  'libnsl2',
  'libpcre2-posix3',
  'libsodium23',
  'libtirpc3',
  'libwrap0',
];

/** Where the server packages are unpacked. */
export const unpacked = cacheOf('packages', import.meta.url);

/** The loader's path for the unpacked libraries. */
export const libraryPath = ['/usr/lib', '/lib']
  .map((lib) => `${unpacked}${lib}/x86_64-linux-gnu:${unpacked}${lib}/aarch64-linux-gnu`)
  .join(':');

/** Fetches and unpacks the servers once; later calls find them there. Needs apt's package lists. */
export async function unpackServers(): Promise<void> {
  if (existsSync(unpacked)) return;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(`${cache}/making-`);
  try {
    await run('apt-get', ['-q', 'download', ...packages], { cwd: work });
    for (const name of await readdir(work)) {
      if (name.endsWith('.deb')) await run('dpkg-deb', ['-x', `${work}/${name}`, `${work}/tree`]);
    }
    await rename(`${work}/tree`, unpacked).catch((error: unknown) => {
      if (!existsSync(unpacked)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
