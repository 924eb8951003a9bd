import { WireError } from '../../src/wire/errors.ts';
import { OTHERS, type Shape, WIRE } from '../unit/wire/parsers.ts';

/** Characters, each of them a byte where bytes are parsed. */
const LENGTH = 10_000_000;

/** One character again and again: what a careless parser trips over somewhere. */
const UNIFORM: readonly Shape[] = Array.from(' 1a\r\n\t\0\xff",;(', (unit) => ({ unit }));

// `node parse-at-length.ts NAME` has the parser of that name read texts of all shapes.
const name = process.argv[2] ?? '';
const parser = WIRE[name] ?? OTHERS[name];
if (!parser) throw new Error(`there is no parser ${name}`);
for (const shape of [...parser.worst, ...UNIFORM]) {
  const { begin = '', unit, end = '' } = shape;
  console.log(JSON.stringify(shape));
  const room = LENGTH - begin.length - end.length;
  // In one piece, as what arrives is.
  const text = Buffer.from(begin + unit.repeat(room / unit.length) + end, 'utf16le').toString(
    'utf16le',
  );
  try {
    parser.parse(text);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
}
