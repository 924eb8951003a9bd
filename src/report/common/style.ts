import picocolors from 'picocolors';
import type { Outcome } from '../../runner/results.ts';
import { inert, toAscii } from './text.ts';

/** Where a reporter writes: process.stdout, or a test's buffer. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** How text for people is laid out. */
export interface Style {
  /** characters on a line */
  readonly width: number;
  readonly colors: ReturnType<typeof picocolors.createColors>;
  readonly unicode: boolean;
}

/** Text without colours and without line breaks of ours, for files. */
export const PLAIN: Style = {
  width: Infinity,
  colors: picocolors.createColors(false),
  unicode: true,
};

const USUAL_WIDTH = 80;

/** As wide as the terminal is, or as the user says where there is none. */
export function widthOf({ columns }: Output, { COLUMNS = '' }: Environment): number {
  const said = /^[1-9]\d*$/.test(COLUMNS) ? Number(COLUMNS) : USUAL_WIDTH;
  return columns === undefined || columns === 0 ? said : columns;
}

export function styleFor(output: Output, env: Environment): Style {
  return {
    width: widthOf(output, env),
    colors: picocolors.createColors(wantsColors(output, env)),
    unicode: isUtf8(env),
  };
}

/** NO_COLOR wins over FORCE_COLOR, which wins over what the output is. */
function wantsColors(output: Output, env: Environment): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return isTerminal(output, env);
}

/** Whether what is written can be coloured, and written over. */
export function isTerminal(output: Output, env: Environment): boolean {
  return output.isTTY === true && env.TERM !== 'dumb';
}

/** The locale as POSIX has it; without one, what Windows and macOS terminals are. */
function isUtf8(env: Environment): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value);
  if (locale !== undefined) return /utf-?8/i.test(locale);
  return process.platform === 'win32' || process.platform === 'darwin';
}

/** Writes lines, in ASCII where the terminal knows no more, and none that is a command to a runner of CI jobs. */
export function print(output: Output, lines: readonly string[], style: Style): void {
  if (lines.length === 0) return;
  const text = inert(`${lines.join('\n')}\n`);
  output.write(style.unicode ? text : toAscii(text));
}

/** An outcome's sign and colour; the word itself always stands near, so that neither is needed. */
export const MARKS: Readonly<
  Record<
    Outcome | 'known',
    {
      readonly mark: string;
      readonly color: 'green' | 'yellow' | 'red' | 'dim' | 'magenta' | 'cyan';
    }
  >
> = {
  pass: { mark: '✓', color: 'green' },
  warn: { mark: '!', color: 'yellow' },
  fail: { mark: '✗', color: 'red' },
  skip: { mark: '-', color: 'dim' },
  error: { mark: '?', color: 'magenta' },
  known: { mark: '~', color: 'cyan' },
};

export function marked(outcome: keyof typeof MARKS, text: string, { colors }: Style): string {
  const { mark, color } = MARKS[outcome];
  return colors[color](`${mark} ${text}`);
}
