import { relative } from 'node:path';
import { isAlias, isMap, isSeq, LineCounter, type Document, type Node } from 'yaml';

/** A place in a script: both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A script's text, and where in it each object of the loaded data stands. */
export class Source {
  /** as people want to read it: relative where it is below the working directory */
  readonly file: string;
  readonly #lines: readonly string[];
  readonly #positions = new WeakMap<object, Position>();
  readonly #ends = new WeakMap<object, number>();

  constructor(path: string, text: string) {
    const near = relative(process.cwd(), path);
    this.file = near.startsWith('..') ? path : near;
    this.#lines = text.split(/\r?\n/);
  }

  position(value: object): Position {
    return this.#positions.get(value) ?? { line: 1, column: 1 };
  }

  /** Gives an object the position of another. */
  copy(from: object, to: object): void {
    this.#positions.set(to, this.position(from));
    this.#ends.set(to, this.#ends.get(from) ?? 1);
  }

  /** Remembers the positions of all objects in `value`, which was made from `node`. */
  mark(value: unknown, node: unknown, document: Document, counter: LineCounter): void {
    const real = isAlias(node) ? node.resolve(document) : node;
    if (typeof value !== 'object' || value === null) return;
    const range = (real as Node | undefined)?.range;
    if (range) {
      this.#positions.set(value, toPosition(counter, range[0]));
      this.#ends.set(value, toPosition(counter, Math.max(range[0], range[1] - 1)).line);
    }
    if (Array.isArray(value) && isSeq(real))
      value.forEach((item, index) => this.mark(item, real.items[index], document, counter));
    else if (isMap(real))
      for (const [key, item] of Object.entries(value))
        this.mark(item, real.get(key, true), document, counter);
  }

  /** The source lines of an object, as they stand. */
  text(value: object): string {
    const { line } = this.position(value);
    return this.#lines
      .slice(line - 1, this.#ends.get(value) ?? line)
      .join('\n')
      .trimEnd();
  }

  /** The line before, the line, and a caret below it. */
  excerpt({ line, column }: Position): string {
    const width = String(line).length;
    const shown = [line - 1, line].filter((number) => number >= 1);
    // Binary files must not drive the terminal.
    const source = shown.map((number) => {
      const text = (this.#lines[number - 1] ?? '').replace(/[^\P{Cc}\t]/gu, '\ufffd');
      return `${String(number).padStart(width)} | ${text}`;
    });
    // Tabs stay, so that the caret stands where the text does.
    const before = (this.#lines[line - 1] ?? '').slice(0, column - 1).replace(/[^\t]/g, ' ');
    return [...source, `${' '.repeat(width)} | ${before.padEnd(column - 1)}^`].join('\n');
  }
}

/** The position of an offset. */
export function toPosition(counter: LineCounter, offset: number): Position {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
