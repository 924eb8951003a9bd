import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonReport, JsonRun } from '../../src/report/run/json.ts';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** called once the command runs */
  readonly started?: (child: ChildProcess) => void;
}

export const COMMAND = join(import.meta.dirname, '../../dist/ftpspec.js');

/** Runs `ftpspec` as a user would, without a terminal. */
export async function ftpspec(args: readonly string[], options: CliOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: options.cwd,
    env: { ...process.env, NO_COLOR: '1', LANG: 'C.UTF-8', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  options.started?.(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, ...texts };
}

/** A folder for one test's files; `remove` takes it away. */
export function scratchFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'ftpspec-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** results.json of a run with one target. */
export function readResults(folder: string): JsonRun {
  const report = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as JsonReport;
  const [only] = report.runs;
  if (!only || report.runs.length > 1) throw new Error('the report is not of one run');
  return only;
}
