/** Telnet bytes on the control connection (RFC 854; RFC 959 section 2.3, RFC 1123 section 4.1.2.12). */
export const IAC = 0xff;

/** Without Telnet commands: `IAC x` and `IAC WILL|WONT|DO|DONT x` vanish, `IAC IAC` becomes one 0xFF. */
export function stripTelnet(bytes: Buffer): Buffer {
  if (!bytes.includes(IAC)) return bytes;
  const kept = Buffer.alloc(bytes.length);
  let size = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte !== IAC) {
      kept[size++] = byte;
      continue;
    }
    const next = bytes[i + 1];
    if (next === IAC) kept[size++] = IAC;
    i += next !== undefined && next >= 0xfb && next <= 0xfe ? 2 : 1;
  }
  return kept.subarray(0, size);
}
