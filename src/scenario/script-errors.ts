import type { Position, Source } from './source.ts';

/** Something wrong in a script, with its place. */
export interface ScriptProblem {
  readonly file: string;
  readonly position: Position;
  readonly reason: string;
  readonly excerpt: string;
}

/** A problem at a position of a script. */
export function problemAt(source: Source, position: Position, reason: string): ScriptProblem {
  return { file: source.file, position, reason, excerpt: source.excerpt(position) };
}

/** Scripts that cannot be played; the message lists every problem with file, line and column. */
export class ScriptError extends Error {
  override name = 'ScriptError';
  readonly problems: readonly ScriptProblem[];
  constructor(problems: readonly ScriptProblem[]) {
    super(
      problems
        .map(
          ({ file, position, reason, excerpt }) =>
            `${file}:${position.line}:${position.column}: ${reason}\n${excerpt}`,
        )
        .join('\n\n'),
    );
    this.problems = problems;
  }
}

/** A file or folder of scripts that cannot be read. */
export class ScriptFileError extends Error {
  override name = 'ScriptFileError';
}
