import { relative } from 'node:path';

/** A place in a script: both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A script's text, and where in it each object of the loaded data stands. */
export class Source {
  /** as people want to read it: relative where it is below the working directory */
  readonly file: string;
  readonly #read: () => string;
  #lines: readonly string[] | undefined;
  readonly #positions = new WeakMap<object, Position>();
  readonly #ends = new WeakMap<object, number>();
  #placeRest: (() => void) | undefined;

  /**
   * @param read gives the text, which is asked for when somebody wants to see it
   * @param placeRest places the objects that were not yet placed, when somebody asks for one of them
   */
  constructor(path: string, read: () => string, placeRest?: () => void) {
    const near = relative(process.cwd(), path);
    this.file = near.startsWith('..') ? path : near;
    this.#read = read;
    this.#placeRest = placeRest;
  }

  position(value: object): Position {
    if (!this.#positions.has(value)) {
      this.#placeRest?.();
      this.#placeRest = undefined;
    }
    return this.#positions.get(value) ?? { line: 1, column: 1 };
  }

  /** The line in which an object ends. */
  end(value: object): number {
    const { line } = this.position(value);
    return this.#ends.get(value) ?? line;
  }

  /** Remembers where an object begins, and the line in which it ends. */
  place(value: object, position: Position, end: number): void {
    this.#positions.set(value, position);
    this.#ends.set(value, end);
  }

  /** The source lines of an object, as they stand. */
  text(value: object): string {
    const { line } = this.position(value);
    return this.#allLines()
      .slice(line - 1, this.end(value))
      .join('\n')
      .trimEnd();
  }

  /** The line before, the line, and a caret below it. */
  excerpt({ line, column }: Position): string {
    const width = String(line).length;
    const shown = [line - 1, line].filter((number) => number >= 1);
    // Binary files must not drive the terminal.
    const source = shown.map((number) => {
      const text = (this.#allLines()[number - 1] ?? '').replace(/[^\P{Cc}\t]/gu, '\ufffd');
      return `${String(number).padStart(width)} | ${text}`;
    });
    // Tabs stay, so that the caret stands where the text does.
    const before = (this.#allLines()[line - 1] ?? '').slice(0, column - 1).replace(/[^\t]/g, ' ');
    return [...source, `${' '.repeat(width)} | ${before.padEnd(column - 1)}^`].join('\n');
  }

  #allLines(): readonly string[] {
    return (this.#lines ??= this.#read().split(/\r?\n/));
  }
}
