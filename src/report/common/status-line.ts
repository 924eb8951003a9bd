import { isTerminal, styleFor, type Environment, type Output } from './style.ts';
import { cut, oneLine, toAscii } from './text.ts';

/** A line that is written over again and again. */
export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

/** Does nothing where the output is no terminal. */
export function statusLine(output: Output, env: Environment): StatusLine {
  let shown = false;
  return {
    show(text) {
      if (!isTerminal(output, env)) return;
      const { width, unicode, colors } = styleFor(output, env);
      const line = cut(oneLine(text), width - 1);
      output.write(`\r\x1b[2K${colors.dim(unicode ? line : toAscii(line))}`);
      shown = true;
    },
    clear() {
      if (shown) output.write('\r\x1b[2K');
      shown = false;
    },
  };
}
