import { widthOf } from '../report/shared/style.ts';

/** What reporters are told of the environment: `--no-color` is NO_COLOR. */
export function environment(noColor: boolean): NodeJS.ProcessEnv {
  return noColor ? { ...process.env, NO_COLOR: '1' } : process.env;
}

/** Characters on a line of help and of explanations: wider ones are hard to read. */
export function pageWidth(): number {
  return Math.min(100, widthOf(process.stdout, process.env));
}
