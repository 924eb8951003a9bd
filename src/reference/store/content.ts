/** A run of octets that is either held or made when read. */
export interface Segment {
  readonly length: number;
  /** octets from `from` to before `to`; both lie within the segment */
  readonly slice: (from: number, to: number) => Buffer;
}

/** What one read yields at most. */
const CHUNK = 64 * 1024;

/** The octets of one file. It grows while it is read. */
export class Content {
  #segments: Segment[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param octets are kept, not copied */
  append(octets: Buffer | Segment): void {
    const segment = Buffer.isBuffer(octets) ? held(octets) : octets;
    if (segment.length === 0) return;
    this.#segments.push(segment);
    this.#size += segment.length;
  }

  /** Keeps the first `size` octets. */
  truncate(size: number): void {
    const kept: Segment[] = [];
    let room = size;
    for (const segment of this.#segments) {
      if (room === 0) break;
      const length = Math.min(room, segment.length);
      kept.push(length === segment.length ? segment : { ...segment, length });
      room -= length;
    }
    this.#segments = kept;
    this.#size = Math.min(size, this.#size);
  }

  /** The octets from `from` on. */
  *read(from = 0): Generator<Buffer> {
    let start = 0;
    for (const segment of this.#segments) {
      const { length } = segment;
      for (let at = Math.max(0, from - start); at < length; at += CHUNK)
        yield segment.slice(at, Math.min(length, at + CHUNK));
      start += length;
    }
  }
}

function held(bytes: Buffer): Segment {
  return { length: bytes.length, slice: (from, to) => bytes.subarray(from, to) };
}

/** Octets that depend on their offset only, so that a large file costs no memory and every part differs. */
export function generated(length: number): Segment {
  return {
    length,
    slice: (from, to) => {
      const bytes = Buffer.alloc(to - from);
      for (let i = 0; i < bytes.length; i++) bytes[i] = octetAt(from + i);
      return bytes;
    },
  };
}

function octetAt(offset: number): number {
  // Multiplying the offset mixes it, so that no period is a power of two.
  return (Math.imul(offset ^ (offset / 0x1_0000_0000), 0x9e37_79b1) >>> 13) & 0xff;
}
