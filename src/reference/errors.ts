/** The server cannot be started as asked. The message says what to change. */
export class ServeError extends Error {
  override name = 'ServeError';
}

/**
 * A command cannot be done: it is answered with this text and the verb's own refusal code, unless the
 * error names another code.
 */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: number | undefined;

  constructor(message: string, code?: number) {
    super(message);
    this.code = code;
  }
}
