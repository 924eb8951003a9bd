/** Bytes as people read them: printable ASCII stays, `\r`, `\n`, `\t` and `\\` by name, others `\xNN`. */
export function visible(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[^ -[\]-~]/g, (character) => VISIBLE[character.charCodeAt(0)] ?? '');
}

const NAMED = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x5c, '\\\\'],
]);

const VISIBLE = Array.from({ length: 256 }, (_, byte) => {
  const named = NAMED.get(byte);
  if (named !== undefined) return named;
  return `\\x${byte.toString(16).padStart(2, '0')}`;
});

/**
 * Text of a line: UTF-8 where it is well formed (RFC 2640), otherwise one character a byte, so that
 * no byte is lost.
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
