import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Words } from './benchmarks.ts';

/** What one command took. */
export interface Cost {
  /** milliseconds */
  readonly wall: number;
  /** milliseconds, of it and of all that it started */
  readonly cpu: number;
  /** MiB, of the largest of its processes at its largest */
  readonly memory: number;
}

/** Longer than any command here takes. */
const DEADLINE_MS = 1_800_000;

/** Runs a command under GNU time, which tells what its processes took. @throws Error where it fails */
export async function costOf(words: Words): Promise<Cost> {
  const start = performance.now();
  const child = spawn('time', ['--quiet', '--format', '\n%U %S %M', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: DEADLINE_MS,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const wall = performance.now() - start;
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${said}`);
  const [user = NaN, system = NaN, kibibytes = NaN] = (said.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return { wall, cpu: 1000 * (user + system), memory: kibibytes / 1024 };
}

/** The middle of some numbers, and how far the least and the greatest are from each other. */
export function spread(numbers: readonly number[]): {
  median: number;
  least: number;
  most: number;
} {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? NaN;
  return { median: at(sorted.length >> 1), least: at(0), most: at(sorted.length - 1) };
}
