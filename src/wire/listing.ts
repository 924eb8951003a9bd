/** What a LIST line says, as far as clients can tell. */
export interface Listed {
  readonly name: string;
  readonly type: 'file' | 'dir' | 'other';
  /** bytes, where the layout has them */
  readonly size: number | undefined;
}

const UNIX =
  /^([-bcdlps])[-rwxsStTl?.+@]{9,11}\s+(?:.*?\s)?(\d+)\s+([A-Z][a-z]{2}\s+\d{1,2}\s+(?:\d{4}|\d{1,2}:\d\d)|\d{4}-\d\d-\d\d\s+\d\d:\d\d) (.+)$/;
const DOS = /^\d\d-\d\d-(?:\d\d|\d{4})\s+\d\d:\d\d(?:[AP]M)?\s+(<DIR>|<JUNCTION>|\d+)\s+(.+)$/;
const EPLF = /^\+([^\t]*)\t(.+)$/;

/** Reads one line of the layouts seen in the field (ls -l, MS-DOS, EPLF); undefined for any other. */
export function parseListed(line: string): Listed | undefined {
  const unix = UNIX.exec(line);
  if (unix) {
    const [, kind, size, , name = ''] = unix;
    const type = kind === 'd' ? 'dir' : kind === '-' ? 'file' : 'other';
    return {
      name: kind === 'l' ? (name.split(' -> ', 1)[0] ?? '') : name,
      type,
      size: Number(size),
    };
  }
  const dos = DOS.exec(line);
  if (dos) {
    const [, size = '', name = ''] = dos;
    const directory = size.startsWith('<');
    return {
      name,
      type: directory ? 'dir' : 'file',
      size: directory ? undefined : Number(size),
    };
  }
  const eplf = EPLF.exec(line);
  if (eplf) {
    const facts = (eplf[1] ?? '').split(',');
    const size = facts.find((fact) => fact.startsWith('s'))?.slice(1);
    return {
      name: eplf[2] ?? '',
      type: facts.includes('/') ? 'dir' : 'file',
      size: size === undefined ? undefined : Number(size),
    };
  }
  return undefined;
}

/** The lines of a text: CRLF between them, LF, or what CRLF becomes where an ASCII transfer turns its LF into CRLF. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r*\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The lines of a listing, none empty. */
export function listingLines(text: string): string[] {
  return linesOf(text).filter((line) => line !== '');
}
