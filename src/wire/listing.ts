/** What a LIST line says, as far as clients can tell. */
export interface Listed {
  readonly name: string;
  readonly type: 'file' | 'dir' | 'other';
  /** bytes, where the layout has them */
  readonly size: number | undefined;
}

/** Reads one line of the layouts seen in the field (ls -l, MS-DOS, EPLF); undefined for any other. */
export function parseListed(line: string): Listed | undefined {
  // No name has these (RFC 959 section 5.3.1 for CR and LF), and a line that does would end up in a command.
  if (/[\r\n\0]/.test(line)) return undefined;
  return parseUnix(line) ?? parseDos(line) ?? parseEplf(line);
}

/** File type and permissions, which begin the line. */
const MODE = /^([-bcdlps])[-rwxsStTl?.+@]{9,11}\s/;
/** The size and, after it, `Jan 29 12:34`, `Jan 29 2024` or `2024-01-29 12:34`; the name begins after one space. */
const SIZE_AND_TIME =
  /\s(\d+)\s+(?:[A-Z][a-z]{2}\s+\d{1,2}\s+(?:\d{4}|\d{1,2}:\d\d)|\d{4}-\d\d-\d\d\s+\d\d:\d\d) (?=.)/s;

/** `-rw-r--r-- 1 owner group 20 Jan 29 12:34 name`; some leave links or group out, others have spaces in them. */
function parseUnix(line: string): Listed | undefined {
  const kind = MODE.exec(line)?.[1];
  const found = kind === undefined ? null : SIZE_AND_TIME.exec(line);
  if (!found) return undefined;
  const name = line.slice(found.index + found[0].length);
  return {
    name: kind === 'l' ? (name.split(' -> ', 1)[0] ?? '') : name,
    type: kind === 'd' ? 'dir' : kind === '-' ? 'file' : 'other',
    size: sizeIn(found[1]),
  };
}

const DOS = /^\d\d-\d\d-(?:\d\d|\d{4})\s+\d\d:\d\d(?:[AP]M)?\s+(<DIR>|<JUNCTION>|\d+)\s+(\S.*)$/s;

/** A junction leads to a directory somewhere else. */
const DOS_TYPES: Readonly<Record<string, Listed['type']>> = {
  '<DIR>': 'dir',
  '<JUNCTION>': 'other',
};

/** `01-29-24  12:34PM  <DIR>  name` */
function parseDos(line: string): Listed | undefined {
  const [, size, name] = DOS.exec(line) ?? [];
  if (size === undefined || name === undefined) return undefined;
  return { name, type: DOS_TYPES[size] ?? 'file', size: sizeIn(size) };
}

/** `+i8388621.48594,m825718503,r,s280,`, a tab and the name */
function parseEplf(line: string): Listed | undefined {
  const tab = line.indexOf('\t');
  if (!line.startsWith('+') || tab === -1 || tab === line.length - 1) return undefined;
  const facts = line.slice(1, tab).split(',');
  return {
    name: line.slice(tab + 1),
    type: facts.includes('/') ? 'dir' : 'file',
    size: sizeIn(facts.find((fact) => fact.startsWith('s'))?.slice(1)),
  };
}

/**
 * The times that a LIST line may mean, in whatever zone the server has: that of a line without a year is last year's as
 * well as this one's or the next one's.
 * @param now in milliseconds since 1970
 * @returns milliseconds since 1970, none where the line has no time that can be read
 */
export function listedTimes(line: string, now: number): number[] {
  const since = /^\+(?:[^\t]*,)?m(\d{1,12}),/.exec(line)?.[1];
  if (since !== undefined) return [Number(since) * 1000];
  const text = WRITTEN.find((form) => form.test(line));
  const groups = text?.exec(line)?.groups;
  if (!groups) return [];
  const { month = '', day = '', year = '', time = '' } = groups;
  const thisYear = new Date(now).getUTCFullYear();
  const years = year === '' ? [thisYear - 1, thisYear, thisYear + 1] : [fullYear(year)];
  return years
    .map((one) =>
      Date.parse(`${MONTHS.indexOf(month) + 1 || month}/${day}/${one} ${time || '00:00'} UTC`),
    )
    .filter((ms) => !Number.isNaN(ms));
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Where dates stand in the layouts above. */
const WRITTEN = [
  /^[-bcdlps][-rwx].*?\s\d+\s+(?<month>[A-Z][a-z]{2})\s+(?<day>\d{1,2})\s+(?:(?<year>\d{4})|(?<time>\d{1,2}:\d\d)) /,
  /^[-bcdlps][-rwx].*?\s\d+\s+(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)\s+(?<time>\d\d:\d\d) /,
  /^(?<month>\d\d)-(?<day>\d\d)-(?<year>\d{4}|\d\d)\s+(?<time>\d\d:\d\d)/,
];

/** Two digits are of the years 1970 to 2069. */
function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 70 ? 2000 : 1900);
}

/** A size that can be counted with; undefined for anything else. */
function sizeIn(text = ''): number | undefined {
  const size = /^\d+$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(size) ? size : undefined;
}

/** The lines of a text: CRLF between them, LF, or what CRLF becomes where an ASCII transfer turns its LF into CRLF. */
export function linesOf(text: string): string[] {
  const pieces = text.split('\n');
  const rest = pieces.pop() ?? '';
  const lines = pieces.map(withoutCr);
  return rest === '' ? lines : [...lines, rest];
}

/** Without the CRs at the end. */
function withoutCr(line: string): string {
  let end = line.length;
  while (line[end - 1] === '\r') end--;
  return line.slice(0, end);
}

/** The lines of a listing, none empty. */
export function listingLines(text: string): string[] {
  return linesOf(text).filter((line) => line !== '');
}
