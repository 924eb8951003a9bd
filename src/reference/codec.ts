/** How a file's octets travel (RFC 959 sections 3.1 to 3.4). */
export interface Representation {
  /** `A`: LF is stored, CRLF is sent; `I` and `L` (of 8 bits) leave the octets alone */
  readonly type: 'A' | 'I' | 'L';
}

export type Octets = AsyncIterable<Buffer> | Iterable<Buffer>;

const CR = 13;
const LF = 10;

/** From the store's form to the network's. */
export async function* encode(source: Octets, { type }: Representation): AsyncGenerator<Buffer> {
  let last = 0;
  for await (const chunk of source) {
    yield type === 'A' ? toNetworkText(chunk, last) : chunk;
    last = chunk.at(-1) ?? last;
  }
}

/** From the network's form to the store's. */
export async function* decode(source: Octets, { type }: Representation): AsyncGenerator<Buffer> {
  let heldCr = false;
  for await (const chunk of source) {
    if (type !== 'A') {
      yield chunk;
      continue;
    }
    const whole: Buffer = heldCr ? Buffer.concat([Buffer.of(CR), chunk]) : chunk;
    // A CR at the end may be the first half of a line end.
    heldCr = whole.at(-1) === CR;
    yield fromNetworkText(heldCr ? whole.subarray(0, -1) : whole);
  }
  if (heldCr) yield Buffer.of(CR);
}

/** Leaves out the first octets. */
export async function* skip(source: Octets, octets: number): AsyncGenerator<Buffer> {
  let left = octets;
  for await (const chunk of source) {
    if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left);
    left -= Math.min(left, chunk.length);
  }
}

/** Leaves out all but the first octets. */
export async function* keep(source: Octets, octets: number): AsyncGenerator<Buffer> {
  let left = octets;
  for await (const chunk of source) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** LF becomes CRLF, unless the line is stored with CRLF already. */
function toNetworkText(chunk: Buffer, before: number): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) {
    if ((at === 0 ? before : chunk[at - 1]) === CR) continue;
    parts.push(chunk.subarray(from, at), Buffer.of(CR));
    from = at;
  }
  return from === 0 && parts.length === 0 ? chunk : Buffer.concat([...parts, chunk.subarray(from)]);
}

function fromNetworkText(chunk: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(chunk.length);
  let length = 0;
  for (let i = 0; i < chunk.length; i++) {
    if (chunk[i] === CR && chunk[i + 1] === LF) continue;
    kept[length++] = chunk[i] ?? 0;
  }
  return kept.subarray(0, length);
}
