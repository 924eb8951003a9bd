import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { COMMAND, scratchFolder } from '../support/cli.ts';
import { ACCOUNT } from './account.ts';
import type { Behaviour, Drive, ServerRecord } from './behaviour.ts';

/** What came of a command against a hostile server. */
export interface Played {
  readonly drive: Drive;
  /** null where a signal ended it */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** what it was given; it was killed where it took longer */
  readonly boundSeconds: number;
  readonly overdue: boolean;
  readonly seconds: number;
  /** the most that was resident, in MiB */
  readonly peak: number;
  /** standard output and standard error, as far as they are kept */
  readonly console: string;
  readonly consoleBytes: number;
  /** undefined where it was not written */
  readonly junit: string | undefined;
  readonly json: string | undefined;
  readonly server: ServerRecord;
}

const HOST = join(import.meta.dirname, 'server/host.ts');
/** Seconds that a command may take, on a machine that does other things at the same time. */
const BOUNDS = { run: 120, whole: 240, diagnose: 120 };
const POLL_MS = 50;
const MOST_CONSOLE = 32 * 1024 * 1024;
/** Seconds that ftpspec waits for a reply. */
const TIMEOUT = '4';

/** `run --suite navigation` */
export function nameOf({ command, args }: Drive): string {
  return [command, ...args].join(' ');
}

/** Plays a behaviour against the built command; the server has a process of its own. */
export async function play(behaviour: Behaviour, drive: Drive): Promise<Played> {
  const folder = scratchFolder();
  const server = fork(HOST, [behaviour.id], { execArgv: ['--import', 'tsx'] });
  try {
    const port = (await told(server)) as number;
    const ended = await watched(drive, argumentsOf(behaviour, drive, port, folder.path));
    server.send('end');
    const record = (await told(server)) as ServerRecord;
    return {
      drive,
      ...ended,
      junit: textOf(join(folder.path, 'junit.xml')),
      json: textOf(join(folder.path, 'results.json')),
      server: record,
    };
  } finally {
    server.kill('SIGKILL');
    folder.remove();
  }
}

/** @throws Error where the server's process ends instead of telling something */
async function told(server: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  try {
    return await Promise.race([
      once(server, 'message', { signal }).then(([message]: unknown[]) => message),
      once(server, 'exit', { signal }).then(() => {
        throw new Error('the hostile server itself has ended');
      }),
    ]);
  } finally {
    over.abort();
  }
}

function argumentsOf(
  behaviour: Behaviour,
  { command, args }: Drive,
  port: number,
  folder: string,
): string[] {
  const scheme = behaviour.tls?.scheme ?? 'ftp';
  const { user, password } = ACCOUNT;
  const url = `${scheme}://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  const files = [
    ['--junit', join(folder, 'junit.xml')],
    ['--json', join(folder, 'results.json')],
  ].flat();
  return [COMMAND, command, url, ...args, '--timeout', TIMEOUT, '--no-color', ...files];
}

type Ended = Omit<Played, 'drive' | 'junit' | 'json' | 'server'>;

/** Runs a command as GitHub Actions would, and kills it where it takes too long. */
async function watched(drive: Drive, args: readonly string[]): Promise<Ended> {
  const bound = boundOf(drive);
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NO_COLOR: '1', LANG: 'C.UTF-8', CI: 'true', GITHUB_ACTIONS: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { text: '', bytes: 0 };
  for (const stream of [child.stdout, child.stderr]) collect(stream, output);
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const over = new AbortController();
  const peak = peakOf(child, over.signal);
  const overdue = delay(bound * 1000, true, { signal: over.signal }).then(
    () => child.kill('SIGKILL'),
    () => false,
  );
  const [status, signal] = await closed;
  over.abort();
  return {
    status,
    signal,
    boundSeconds: bound,
    overdue: await overdue,
    seconds: (performance.now() - began) / 1000,
    peak: await peak,
    console: output.text,
    consoleBytes: output.bytes,
  };
}

function boundOf({ command, whole }: Drive): number {
  const wanted = Number(process.env['FTPSPEC_HOSTILE_SECONDS']);
  return wanted > 0 ? wanted : BOUNDS[whole ? 'whole' : command];
}

function collect(stream: Readable, output: { text: string; bytes: number }): void {
  stream.setEncoding('utf8').on('data', (text: string) => {
    output.bytes += Buffer.byteLength(text);
    if (output.text.length < MOST_CONSOLE) output.text += text;
  });
}

/** The high-water mark of the process itself, as the kernel last told it, in MiB. */
async function peakOf({ pid }: ChildProcess, signal: AbortSignal): Promise<number> {
  let peak = 0;
  while (!signal.aborted) {
    const status = textOf(`/proc/${pid ?? 0}/status`) ?? '';
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
  return peak;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
