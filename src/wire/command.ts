/** A command line taken apart (RFC 959 section 5.3). */
export interface Command {
  /** in capitals: verbs are case-insensitive */
  readonly verb: string;
  /** everything behind the first space, untouched (RFC 2640 section 3.1); undefined where there is no space */
  readonly argument: string | undefined;
}

/** Takes a line without its CRLF apart. */
export function parseCommand(line: string): Command {
  const space = line.indexOf(' ');
  if (space === -1) return { verb: line.toUpperCase(), argument: undefined };
  return { verb: line.slice(0, space).toUpperCase(), argument: line.slice(space + 1) };
}

/** The bytes of one command: UTF-8 (RFC 2640) and CRLF. */
export function commandBytes(line: string): Buffer {
  return Buffer.from(`${line}\r\n`, 'utf8');
}
