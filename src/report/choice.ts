/** A reporter as the user names it: `tap`, `junit=out.xml`, `./mine.js=out.txt`. */
export interface Choice {
  readonly name: string;
  /** in place of the standard output */
  readonly file: string | undefined;
}

/** Reads `NAME[=FILE]`. */
export function parseChoice(text: string): Choice {
  const [name = '', ...rest] = text.split('=');
  return { name, file: rest.length > 0 ? rest.join('=') : undefined };
}

/** A name with a slash, a backslash or a dot is a path: none of ours has one. */
export function isModule({ name }: Choice): boolean {
  return /[./\\]/.test(name);
}
