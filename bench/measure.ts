import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Words } from './benchmarks.ts';

/** What one command took, in milliseconds. */
export interface Cost {
  readonly wall: number;
  /** of it and of all that it started */
  readonly cpu: number;
}

/** Longer than any command here takes. */
const DEADLINE_MS = 1_800_000;

/** Runs a command; `times` of POSIX shells tells what its processes took. @throws Error where it fails */
export async function costOf(words: Words): Promise<Cost> {
  const script = '"$@" >/dev/null; code=$?; times; exit $code';
  const start = performance.now();
  const child = spawn('sh', ['-c', script, 'sh', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE_MS,
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (said[name] += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const wall = performance.now() - start;
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${said.stderr}`);
  return { wall, cpu: cpuOf(said.stdout) };
}

/** The second line of `times`: minutes and seconds of the children, as user and as system. */
function cpuOf(text: string): number {
  const spans =
    text
      .trim()
      .split('\n')
      .at(-1)
      ?.matchAll(/(\d+)m([\d.]+)s/g) ?? [];
  return [...spans].reduce(
    (sum, [, minutes, seconds]) => sum + 60_000 * Number(minutes) + 1000 * Number(seconds),
    0,
  );
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
