import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { authority, makeCertificates } from './certificates.ts';
import { Lab, privilege, type Finished, type Privilege } from './lab.ts';
import { unpackServers } from './packages.ts';
import { bundleStandins } from './servers/standin.ts';
import { environment, inside, root, seen } from './paths.ts';
import type { Situation } from './situation.ts';

const run = promisify(execFile);

/** What this machine can build. */
export interface Workshop {
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

/** Fetches servers, makes certificates, bundles stand-ins. @throws {Error} when one is not to be had */
export async function openWorkshop(): Promise<Workshop> {
  await unpackServers();
  await makeCertificates();
  await bundleStandins();
  return { privilege: await privilege() };
}

/** Why a situation cannot be set here; undefined when it can. */
export function unavailable(situation: Situation, workshop: Workshop): string | undefined {
  return workshop.privilege !== 'full' && situation.services.some((one) => one.changesUser === true)
    ? 'its server changes its user, which needs root or subordinate user ids (newuidmap)'
    : undefined;
}

/** Builds a situation's network and starts its servers. */
export async function openWorld(situation: Situation, workshop: Workshop): Promise<Lab> {
  const lab = await Lab.open(situation.network ?? {}, workshop.privilege);
  try {
    for (const { files = {}, node, argv } of situation.services) {
      for (const [path, text] of Object.entries(files)) await lab.write(path, text);
      lab.start(node, argv);
    }
    await Promise.all(
      situation.services
        .filter(({ port }) => port !== 53) // a name server speaks UDP
        .map(({ node, port }) => lab.listening(node, port)),
    );
    return lab;
  } catch (error) {
    await lab.close();
    throw error;
  }
}

// The client is nobody in particular: it may not open raw sockets or low ports.
const unprivileged = ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--no-new-privs'];

/** Runs the independent check in the client's namespace. */
export async function runSeen(lab: Lab, situation: Situation): Promise<Finished> {
  const args = situation.args ?? [];
  const options = {
    ...(args.includes('--ca') ? { ca: authority } : {}),
    ...(situation.code === 'healthy' && args.includes('--active') ? { active: true } : {}),
    ...situation.seen,
  };
  return await lab.run(
    'client',
    [
      ...unprivileged,
      ...['/usr/bin/python3', seen, situation.code, situation.url, JSON.stringify(options)],
    ],
    90_000,
  );
}

interface Finding {
  code: string;
  severity: 'broken' | 'degraded' | 'note';
}

export interface Diagnosis {
  verdict: string;
  findings: readonly Finding[];
}

const command = `${root}/dist/ftpspec.js`;

/** What keeps `ftpspec diagnose` from being tried; undefined when nothing does. */
export async function missingDiagnose(): Promise<string | undefined> {
  if (!existsSync(command)) return 'dist/ftpspec.js is not built (npm run build)';
  return await run(process.execPath, [command, 'diagnose', '--help']).then(
    () => undefined,
    () => 'dist/ftpspec.js has no diagnose command',
  );
}

/** Runs `ftpspec diagnose` in the client's namespace. @throws {Error} when it leaves no report */
export async function runDiagnose(
  lab: Lab,
  situation: Situation,
): Promise<Finished & { diagnosis: Diagnosis }> {
  const report = `${inside}/diagnosis.json`;
  const argv = ['diagnose', situation.url, ...(situation.args ?? []), '--json', report];
  const done = await lab.run(
    'client',
    [...unprivileged, process.execPath, command, ...argv],
    180_000,
  );
  const text = await lab.read(report);
  if (text === undefined) {
    const said = (done.timedOut ? 'no end in 180 s' : done.stderr.trim()) || 'nothing';
    throw new Error(`diagnose left no report (exit status ${done.status}): ${said}`);
  }
  return { ...done, diagnosis: JSON.parse(text) as Diagnosis };
}

/** What a diagnosis found, in one word: its first code, or that the host is healthy. */
export function answer({ verdict, findings }: Diagnosis, situation: Situation): string {
  if (situation.code !== 'healthy') return findings[0]?.code ?? 'healthy';
  const loud = findings.find(({ severity }) => severity !== 'note');
  return loud?.code ?? (verdict === 'healthy' ? 'healthy' : verdict);
}

export const isRight = (found: string, { code, also = [] }: Situation): boolean =>
  found === code || (also as readonly string[]).includes(found);
