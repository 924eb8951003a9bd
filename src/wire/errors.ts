/** Bytes that do not have the shape the protocol gives them. The message says which shape was due. */
export class WireError extends Error {
  override name = 'WireError';
}
