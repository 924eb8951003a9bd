import { type Environment, type Output, widthOf } from '../report/common/style.ts';

/** Where reporters write, and what they are told of the environment: `--no-color` is NO_COLOR. */
export function surroundings(noColor: boolean): {
  readonly output: Output;
  readonly progress: Output;
  readonly env: Environment;
} {
  const { stdout, stderr, env } = process;
  return { output: stdout, progress: stderr, env: noColor ? { ...env, NO_COLOR: '1' } : env };
}

/** Characters on a line of help and of explanations: wider ones are hard to read. */
export function pageWidth(): number {
  return Math.min(100, widthOf(process.stdout, process.env));
}
