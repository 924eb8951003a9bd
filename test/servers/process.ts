import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from '../../src/ledger/places.ts';
import { untilServerGreets } from '../../src/targets/container-greeting.ts';
import { ACCOUNT, ANOTHER } from './accounts.ts';
import type { Built } from './build.ts';
import type { Declared } from './declaration.ts';
import { makeHome } from './home.ts';
import type { Running } from './start.ts';

const GREETING_MS = 120_000;
/** Between the end of a server that a session killed and its next start, as a service manager would. */
const AGAIN_MS = 300;
const STOP_MS = 3_000;
const LOG_CHARACTERS = 4_000;

/**
 * Starts a built server on a free port of loopback; one that dies is started again.
 * It finds where to listen and whom to let in in its environment:
 * - FTP_HOST, FTP_PORT
 * - FTP_ROOT, a folder with one for each account and one for strangers, `anonymous`
 * - FTP_USER, FTP_PASSWORD, FTP_SECOND_USER, FTP_SECOND_PASSWORD
 * - FTP_CERTIFICATE, FTP_KEY, FTP_BOTH: PEM files
 * - FTP_TLS: "implicit" where TLS begins with the first byte
 * @throws Error with the last that it wrote, where it does not greet
 */
export async function startProcess(
  server: Declared,
  place: Place,
  { folder, path }: Built,
): Promise<Running> {
  const host = place.endsWith('ipv6') ? '::1' : '127.0.0.1';
  const endpoint = { host, port: await freePort(host) };
  const root = mkdtempSync(join(tmpdir(), `ftpspec-${server.name}-`));
  const implicitTls = place.startsWith('tls') && server.tls === 'implicit';
  const env = {
    ...process.env,
    PATH: `${path}:${process.env['PATH']}:/usr/sbin:/sbin`,
    FTP_HOST: host,
    FTP_PORT: String(endpoint.port),
    FTP_TLS: implicitTls ? 'implicit' : '',
    ...(await makeHome(root)),
    FTP_USER: ACCOUNT.user,
    FTP_PASSWORD: ACCOUNT.password,
    FTP_SECOND_USER: ANOTHER.user,
    FTP_SECOND_PASSWORD: ANOTHER.password,
  };
  const service = keepAlive(server.start ?? '', folder, env);
  const stop = async () => {
    await service.stop();
    rmSync(root, { recursive: true, force: true });
  };
  try {
    await untilServerGreets([endpoint], {
      what: server.name,
      implicitTls,
      ms: GREETING_MS,
      signal: undefined,
      exitStatus: () => Promise.resolve(service.deaths() > 0 ? 1 : undefined),
      logs: () => Promise.resolve(service.log()),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, stop, deaths: service.deaths };
}

/** Runs a shell command in a process group of its own, again and again until it is stopped. */
function keepAlive(command: string, cwd: string, env: NodeJS.ProcessEnv) {
  const stopping = new AbortController();
  const isStopping = () => stopping.signal.aborted;
  let child: ChildProcess | undefined;
  let log = '';
  let deaths = 0;
  // Where nobody stops it, it ends with this process at the latest.
  const kill = () => signal(child, 'SIGKILL');
  process.once('exit', kill);
  const ended = (async () => {
    while (!isStopping()) {
      child = spawn('sh', ['-c', command], {
        cwd,
        env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout!, child.stderr!])
        stream.setEncoding('utf8').on('data', (text: string) => {
          log = `${log}${text}`.slice(-LOG_CHARACTERS);
        });
      await once(child, 'exit');
      if (isStopping()) return;
      deaths++;
      await pause(AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    deaths: () => deaths,
    log: () => log,
    async stop(): Promise<void> {
      stopping.abort();
      signal(child, 'SIGTERM');
      const late = setTimeout(kill, STOP_MS);
      await ended;
      clearTimeout(late);
      // Children that outlive the first process.
      kill();
      process.off('exit', kill);
    },
  };
}

function signal(child: ChildProcess | undefined, name: NodeJS.Signals): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // It has ended.
  }
}

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
