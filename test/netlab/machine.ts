import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { makeCertificates } from './certificates.ts';
import { privilege, type Privilege } from './lab.ts';
import { unpackServers } from './packages.ts';
import { bundleFakes } from './servers/fake.ts';
import { diagnoseCommand, environment } from './paths.ts';
import type { Situation } from './situation.ts';

const run = promisify(execFile);

/** What this machine can build. */
export interface Machine {
  privilege: Privilege;
}

const tools = ['unshare', 'nsenter', 'ip', 'nft', 'ss', 'tc', 'openssl', 'setpriv'];

async function has(tool: string): Promise<boolean> {
  return await run('sh', ['-c', 'command -v "$1"', 'sh', tool], { env: environment }).then(
    () => true,
    () => false,
  );
}

/** What keeps the lab from being built here, in words; undefined when nothing does. */
export async function missing(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  for (const tool of tools) if (!(await has(tool))) return `${tool} is not installed`;
  const python = await run('/usr/bin/python3', ['-c', 'import pyftpdlib, OpenSSL']).then(
    () => undefined,
    () => 'python3-pyftpdlib and python3-openssl are not installed',
  );
  if (python !== undefined) return python;
  if ((await privilege()) === 'none') return 'network namespaces are refused (root can make them)';
  return undefined;
}

/** Fetches servers, makes certificates, bundles fakes. @throws {Error} when one is not to be had */
export async function prepareMachine(): Promise<Machine> {
  await unpackServers();
  await makeCertificates();
  await bundleFakes();
  return { privilege: await privilege() };
}

/** Why a situation cannot be set here; undefined when it can. */
export function unavailable(situation: Situation, machine: Machine): string | undefined {
  return machine.privilege !== 'full' && situation.services.some((one) => one.changesUser === true)
    ? 'its server changes its user, which needs root or subordinate user ids (newuidmap)'
    : undefined;
}

/** What keeps `ftpspec diagnose` from being tried; undefined when nothing does. */
export async function missingDiagnose(): Promise<string | undefined> {
  if (!existsSync(diagnoseCommand)) return 'dist/ftpspec.js is not built (npm run build)';
  return await run(process.execPath, [diagnoseCommand, 'diagnose', '--help']).then(
    () => undefined,
    () => 'dist/ftpspec.js has no diagnose command',
  );
}
