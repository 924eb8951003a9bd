import { createCipheriv, createHash } from 'node:crypto';
import type { Content } from './schema.ts';
import { asText, Saved, type Values } from './values.ts';

/**
 * The bytes that a script's content stands for.
 * @param seed what random bytes are made from, so that a run can be repeated
 */
export function contentBytes(content: Content, values: Values, seed: string): Buffer {
  if (Array.isArray(content))
    return Buffer.concat(
      content.map((piece, index) => contentBytes(piece, values, `${seed}/${index}`)),
    );
  if (typeof content === 'string') {
    const value = values.resolve(content);
    if (Buffer.isBuffer(value)) return value;
    return Buffer.from(value instanceof Saved ? asText(value.whole()) : asText(value), 'utf8');
  }
  if ('bytes' in content) return Buffer.from(values.fill(content.bytes), 'latin1');
  if ('repeat' in content) {
    const once = Buffer.from(values.fill(content.repeat), 'utf8');
    return Buffer.alloc(once.length * content.times, once);
  }
  return seededBytes(content.random, seed);
}

/** Bytes that look random and are the same for the same seed: the key stream of a cipher, which leaves no garbage. */
export function seededBytes(length: number, seed: string): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}
