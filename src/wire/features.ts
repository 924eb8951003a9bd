/** One line of FEAT (RFC 2389 section 3.2). */
export interface Feature {
  /** in capitals */
  readonly label: string;
  readonly parameters: string;
}

/** The features among the interior lines of a 211 reply; lines of other shape are left to the rules. */
export function parseFeatures(lines: readonly string[]): Feature[] {
  return lines.slice(1, -1).flatMap((line) => {
    const match = /^\s*(?:211-\s*)?([!-~]+)(?: (.*))?$/.exec(line);
    return match ? [{ label: (match[1] ?? '').toUpperCase(), parameters: match[2] ?? '' }] : [];
  });
}
